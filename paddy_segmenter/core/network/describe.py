"""What a model file expects and how good it was, for people and for programs."""

from pathlib import Path
from typing import Any

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import DescribeJob
from paddy_segmenter.printable import printable

from ..card import ModelCard
from .model_file import read_card

SHOWN = 5  # entries of a list in the training record


def describe_model(job: DescribeJob, report: Reporter) -> dict[str, Any]:
    """Tells the model card as text and returns it as JSON values, with the size of the file in bytes.

    Raises:
        InputError: the file is missing, damaged, foreign or of a newer version.
    """
    card = read_card(job.model)
    size = Path(job.model).stat().st_size
    lines = [*_expectations(card, job.model, size), *_record(card.training)]
    report.message("\n".join(map(printable, lines)))

    return {
        "model": job.model,
        "bytes": size,
        "format_version": card.format_version,
        "backbone": card.backbone,
        "bands": list(card.bands),
        "values": card.values,
        "gsd": card.gsd,
        "chip": card.chip,
        "output_stride": card.output_stride,
        "decoder": card.decoder,
        "atrous_rates": list(card.atrous_rates),
        "classes": [{"value": each.value, "name": each.name, "colour": list(each.colour)} for each in card.classes],
        **_measured(card.training),
        "training": card.training,
    }


def _measured(training: dict[str, Any]) -> dict[str, float]:
    """Returns accuracy and mean IoU on ground kept out of the training, those that the record has."""
    measured = training.get("validation")
    figures = measured if isinstance(measured, dict) else {}
    return {name: figures[name] for name in ("accuracy", "miou") if isinstance(figures.get(name), float)}


def tell_origin(card: ModelCard, path: str) -> str:
    """Returns a sentence for what a model maps: by which model, how old and how good; what its record lacks is left out."""
    started, measured = card.training.get("started"), _measured(card.training)
    told = [
        f"{card.architecture} on {card.backbone}",
        *([f"trained {started[:10]}"] if isinstance(started, str) else []),
    ]
    names = {"accuracy": "accuracy", "miou": "mean IoU"}
    told += [f"{names[key]} {value:.3f}" for key, value in measured.items()]
    ground = " on ground kept out of the training" if measured else ""
    return printable(f"mapped by {Path(path).name} ({', '.join(told)}{ground})")


def _expectations(card: ModelCard, path: str, size: int) -> list[str]:
    bands = enumerate(zip(card.bands, card.normalisation.low, card.normalisation.high, strict=True), 1)
    return [
        f"{path} ({size / 1e6:.1f} MB)",
        f"  network: {card.architecture} on {card.backbone}, output stride {card.output_stride}, "
        f"atrous rates {', '.join(map(str, card.atrous_rates))}, chips of {card.chip} pixels",
        f"  ground sample distance: {card.gsd:g} m",
        f"  bands: {len(card.bands)}",
        *(["  values: scaled by what each raster declares"] if card.values == "scaled" else []),
        *(f"    {index}. {name or 'unnamed'}, values {low:g} to {high:g}" for index, (name, low, high) in bands),
        f"  classes: {len(card.classes)}",
        *(f"    {each.value}: {each.name}" for each in card.classes),
    ]


def _record(training: dict[str, Any]) -> list[str]:
    """Returns lines for what the free record has of the usual entries; any of them may be absent."""
    plain = {"split": "split", "data": "data", "epochs": "epochs", "best epoch": "best_epoch"}
    lines = [f"  {name}: {_brief(training[key])}" for name, key in plain.items() if key in training]
    measured = training.get("validation")
    if not isinstance(measured, dict):
        return [*lines, "  validation: not recorded"]
    per_class = measured.get("iou")
    figures = {"accuracy": measured.get("accuracy"), "mean IoU": measured.get("miou")}
    figures |= {f"IoU of {name}": value for name, value in per_class.items()} if isinstance(per_class, dict) else {}
    told = [f"    {name}: {_brief(value)}" for name, value in figures.items() if value is not None]
    return [*lines, "  validation:", *told]


def _brief(value: Any, depth: int = 2) -> str:
    """Returns a value of the record in one line: the start of lists, and what lies deeper only counted."""
    if isinstance(value, dict) and depth:
        return ", ".join(f"{key} {_brief(inner, depth - 1)}" for key, inner in value.items())
    if isinstance(value, list) and depth > 1:
        more = [f"{len(value) - SHOWN} more"] if len(value) > SHOWN else []
        return "; ".join([_brief(inner, depth - 1) for inner in value[:SHOWN]] + more)
    if isinstance(value, (dict, list)):
        return f"{len(value)} in all"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
