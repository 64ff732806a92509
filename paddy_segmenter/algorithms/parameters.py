"""Processing parameters from the fields of a job: name, kind, range, default and help all come from the dataclass."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field
from typing import Any, get_type_hints

from qgis.core import QgsProcessingParameterDefinition as Definition
from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterNumber, QgsProcessingParameterString

from ..rules import Job, fields_of
from ..translation.language import tr

NAMES = {"raster": "INPUT", "rasters": "INPUT"}  # what every Processing algorithm calls its first layer
TITLES = {
    "width": "Width (pixels)",
    "height": "Height (pixels)",
    "gsd": "Ground sample distance (metres)",
    "chip": "Chip side (pixels)",
    "overlap": "Overlap of tiles (pixels; 0: automatic)",
    "block": "Block side (pixels)",
    "buffer": "Buffer around validation blocks (pixels)",
    "unlabelled": "Ground without a label",
    "least_labelled": "Least labelled share of a chip",
    "balance": "Share of class-balanced chips",
    "mixed": "Share of mixed-class chips",
    "normalisation": "Normalisation of the bands (LOW:HIGH:MEAN:STD; ...)",
    "augment": "Changed augmentation (NAME=PROBABILITY:STRENGTH; ...)",
    "cache": "Memory for what was read (gigabytes; 0: automatic)",
    "colours": "Colours of classes (NAME=#rrggbb; NAME=#rrggbb; ...)",
    "value_map": "Classes renamed or merged (VALUE=NAME; VALUE=NAME; ...)",
    "weights": "Initial weights",
    "decoder": "Decoder of DeepLabV3+",
    "batch": "Batch size",
    "layers": "What to make beside the classes",
    "minimum_area": "Minimum mapping unit of the polygons (hectares)",
    "tolerance": "Simplification of the polygons (units of the CRS)",
    "tile": "Tile side (pixels; 0: automatic)",
    "missing_where": "Pixels have no data where ... bands have none",
    "cut_polygons": "Labelled polygons that the split cuts",
    "undeclared_missing": "Values that look like missing data but are not declared",
    "orientations": "Test-time augmentation (orientations)",
    "grid": "Grid of the maps",
    "probability_type": "Number type of the probabilities",
    "strange_values": "Values in other units than the model's",
    "runtime": "What computes the network",
    "patience": "Patience (epochs)",
    "keep_last": "Keep the network of the last epoch too",
    "on_stop": "What is left of a training that a scheduler stops",
    "split_field": "Field that says train or validation",
    "folds": "Folds of a cross-validation",
    "baseline": "Measure a baseline beside the network",
    "optimism": "Measure how far a random split would flatter",
    "accumulate": "Batches per step",
    "learning_rate": "Highest learning rate (0: automatic)",
    "backbone_rate": "Learning rate of the backbone (share of the heads')",
    "warm_up": "Warm-up (share of the steps)",
    "schedule": "Learning-rate schedule",
    "clip_norm": "Largest norm of the gradients (0: any)",
    "ema_decay": "Decay of the moving average of the weights",
    "freeze": "What stays as in the initial weights",
    "auxiliary_weight": "Weight of the auxiliary head",
}
LEAST_DECIMALS = 4
DECIMALS = {"learning_rate": 7, "weight_decay": 7, "ema_decay": 5}  # of those that may be very small, or nearly 1
MODEL_FILTER = "Model (*.safetensors)"
HTML_FILTER = "HTML files (*.html)"


def name_of(field: "Field[Any]") -> str:
    """Returns the parameter's name, which is stable: scripts, models and batches are written with it."""
    return NAMES.get(field.name, field.name.upper())


def parameters_of(job: type[Job], layers_and_files: list[Definition]) -> list[Definition]:
    """Returns one parameter per field: first the layers and files, which are given, then the plain ones, made here in the job's order."""
    definitions = {definition.name(): definition for definition in layers_and_files}
    types = get_type_hints(job)
    for field in fields_of(job):
        name = name_of(field)
        definition = definitions[name] = definitions.get(name) or _plain_parameter(field, types[field.name])
        definition.setHelp(definition.help() or explain(field))
        if field.metadata["advanced"]:
            definition.setFlags(definition.flags() | Definition.Flag.FlagAdvanced)
    return list(definitions.values())


def entries_of(job: type[Job], values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values of some of a job's fields as its parameters and their widgets take them, by the parameters' names."""
    return {name_of(field): _entry(field, values[field.name]) for field in fields_of(job) if field.name in values}


def explain(field: "Field[Any]") -> str:
    """Returns what the field means, with its choices or range and its default."""
    rules, facts = field.metadata, []
    if rules["choices"]:
        choices = ", ".join(map(str, rules["choices"]))
        facts.append(tr("any of %1", choices) if field.default == () else tr("one of %1", choices))
    elif rules["minimum"] is not None and rules["maximum"] is not None:
        facts.append(tr("%1 to %2", rules["minimum"], rules["maximum"]))
    if field.default in ("", ()):
        facts.append(tr("optional"))
    elif field.default is not MISSING:
        facts.append(tr("default %1", field.default))
    text = tr(rules["help"])
    return text[0].upper() + text[1:] + (f" ({'; '.join(facts)})" if facts else "")


def _entry(field: "Field[Any]", value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return str(value) if field.metadata["choices"] else value


def _plain_parameter(field: "Field[Any]", kind: Any) -> Definition:
    title = tr(TITLES.get(field.name, field.name.replace("_", " ").capitalize()))
    make = _choice if field.metadata["choices"] else PLAIN.get(kind, _text)
    return make(field, title)


def _choice(field: "Field[Any]", title: str) -> Definition:
    choices = [str(choice) for choice in field.metadata["choices"]]
    if field.default == ():
        return QgsProcessingParameterEnum(
            name_of(field), title, choices, allowMultiple=True, optional=True, usesStaticStrings=True
        )
    return QgsProcessingParameterEnum(
        name_of(field), title, choices, defaultValue=str(field.default), usesStaticStrings=True
    )


def _whole_number(field: "Field[Any]", title: str) -> Definition:
    return _number(field, title, QgsProcessingParameterNumber.Type.Integer)


def _decimal_number(field: "Field[Any]", title: str) -> Definition:
    definition = _number(field, title, QgsProcessingParameterNumber.Type.Double)
    decimals = len(f"{field.metadata['minimum']:.9f}".rstrip("0").partition(".")[2])  # e.g. 7 for 1e-07
    definition.setMetadata({"widget_wrapper": {"decimals": max(DECIMALS.get(field.name, LEAST_DECIMALS), decimals)}})
    return definition


def _number(field: "Field[Any]", title: str, kind: QgsProcessingParameterNumber.Type) -> Definition:
    rules = field.metadata
    return QgsProcessingParameterNumber(
        name_of(field), title, kind, field.default, minValue=rules["minimum"], maxValue=rules["maximum"]
    )


def _text(field: "Field[Any]", title: str) -> Definition:
    optional = field.default in ("", ())
    return QgsProcessingParameterString(name_of(field), title, field.default or None, optional=optional)


PLAIN: dict[Any, Callable[["Field[Any]", str], Definition]] = {int: _whole_number, float: _decimal_number}
