"""The card of a model file: all that a segmentation must know about the network, so that nothing is typed in again."""

import json
import math
import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, ClassVar, TypeVar

from paddy_segmenter.band_figures import LARGEST, SMALLEST_STD
from paddy_segmenter.errors import InputError
from paddy_segmenter.jobs.training.network import BACKBONES, OUTPUT_STRIDES

# Far beyond what images are of: what lies outside comes of damage, and would ask for views and maps without end.
MIN_GSD, MAX_GSD = 1e-4, 1e6  # metres
MAX_ASPECT = 100
MAX_CLASSES = 4096
SHA256 = re.compile("[0-9a-f]{64}")

Item = TypeVar("Item")

VALUES = "raw", "scaled"  # as they are stored, or by the scale and offset that a raster declares


@dataclass(frozen=True)
class LegendClass:
    """A class of the map: its pixel value (0..65535), its name and its colour (red, green, blue; 0..255)."""

    value: int
    name: str
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Normalisation:
    """Figures per band in raster units: values are clipped to low..high, less the mean, divided by std."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class ModelCard:
    """What a network expects and what it answers.

    `bands` are names in the order of the input channels, `gsd` is the ground sample distance in metres, `chip` the side
    of the training chips in pixels, `classes` the legend in the order of the output channels. `training` is a free
    record of JSON values: split, seed, versions, data, curves, metrics. `aspect` is the height of the training's pixels
    over their width, on the ground; None in models that do not know it. `decoder`: whether the network has that of DeepLabV3+.
    `weights_digest` is the SHA-256 of the weights that are saved with it; empty in cards that belong to none.
    `values`: whether it learnt from band values as they are stored (`raw`) or `scaled` by what each raster declares. Format 2
    is the first one with `decoder`, 3 the first one with `values`; what an older version understands is written for it.

    Raises:
        InputError: a value breaks its rule, or two of them contradict each other.
    """

    newest_format: ClassVar[int] = 3

    backbone: str
    bands: tuple[str, ...]
    normalisation: Normalisation
    gsd: float
    chip: int
    output_stride: int
    atrous_rates: tuple[int, ...]
    classes: tuple[LegendClass, ...]
    training: dict[str, Any] = field(default_factory=dict)
    aspect: float | None = None
    decoder: bool = False
    values: str = "raw"
    weights_digest: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for kept, complaint in chain(self._network_rules(), self._legend_rules(), self._normalisation_rules()):
            if not kept:
                raise InputError(f"model card: {complaint}")

    @property
    def architecture(self) -> str:
        """The name of the network in the literature."""
        return "DeepLabV3+" if self.decoder else "DeepLabV3"

    @property
    def format_version(self) -> int:
        """The format that a version must know to use the model."""
        return 2 if self.values == "raw" else 3

    def to_json(self) -> str:
        """Returns the card as JSON text that `from_json` reads back."""
        return json.dumps({"format_version": self.format_version, **asdict(self)})

    @classmethod
    def from_json(cls, text: str) -> "ModelCard":
        """Returns the card that `to_json` wrote.

        Raises:
            InputError: the text is no card, is damaged or was written by a newer version.
        """
        record = _parse(text)
        return cls(
            backbone=_text(record.get("backbone"), "backbone"),
            bands=_many(record.get("bands"), "bands", _text),
            normalisation=_normalisation(record.get("normalisation"), "normalisation"),
            gsd=_number(record.get("gsd"), "gsd"),
            chip=_whole(record.get("chip"), "chip"),
            output_stride=_whole(record.get("output_stride"), "output_stride"),
            atrous_rates=_many(record.get("atrous_rates"), "atrous_rates", _whole),
            classes=_many(record.get("classes"), "classes", _legend_class),
            training=_object(record.get("training"), "training"),
            aspect=None if record.get("aspect") is None else _number(record["aspect"], "aspect"),
            decoder=_yes_or_no(record.get("decoder", False), "decoder"),
            values=_text(record.get("values", "raw"), "values"),
            weights_digest=_text(record.get("weights_digest", ""), "weights_digest"),
        )

    def _network_rules(self) -> Iterator[tuple[bool, str]]:
        yield self.backbone in BACKBONES, f"backbone is {_show(self.backbone)}, not one of {', '.join(BACKBONES)}"
        yield self.output_stride in OUTPUT_STRIDES, f"output stride is {self.output_stride}, but must be 8 or 16"
        chip = 16 <= self.chip <= 4096 and self.chip % 16 == 0
        yield chip, f"chip is {self.chip} pixels, but must be a multiple of 16 up to 4096"
        rates = len(self.atrous_rates) == 3 and all(1 <= rate <= 512 for rate in self.atrous_rates)
        yield rates, f"atrous rates are {_show(self.atrous_rates)}, but must be three from 1 to 512"
        gsd = MIN_GSD <= self.gsd <= MAX_GSD
        yield gsd, f"ground sample distance is {self.gsd:g} metres, but must be from {MIN_GSD:g} to {MAX_GSD:g}"
        aspect = 1 / MAX_ASPECT <= (1.0 if self.aspect is None else self.aspect) <= MAX_ASPECT
        yield aspect, f"aspect of its pixels is {self.aspect}, but must be from 1/{MAX_ASPECT} to {MAX_ASPECT}"
        yield 1 <= len(self.bands) <= 65_535, f"it has {len(self.bands)} bands, but must have 1 to 65535"
        yield self.values in VALUES, f"values are {_show(self.values)}, not one of {', '.join(VALUES)}"
        digest = not self.weights_digest or SHA256.fullmatch(self.weights_digest) is not None
        yield digest, f"weights_digest is {_show(self.weights_digest)}, but must be 64 hexadecimal digits"
        for name in self.bands:
            yield name.isprintable(), f"band name {_show(name)} cannot be printed"

    def _legend_rules(self) -> Iterator[tuple[bool, str]]:
        count = len(self.classes)
        yield 2 <= count <= MAX_CLASSES, f"it has {count} classes, but must have 2 to {MAX_CLASSES}"
        for each in self.classes:
            yield 0 <= each.value <= 65_535, f"class value {each.value} is not within 0 to 65535"
            yield each.name != "" and each.name.isprintable(), f"class name {_show(each.name)} cannot be printed"
            colour = len(each.colour) == 3 and all(0 <= channel <= 255 for channel in each.colour)
            yield colour, f"colour of class {each.value} is {_show(each.colour)}, not three numbers from 0 to 255"
        values = {each.value for each in self.classes}
        yield len(values) == len(self.classes), "two classes have the same value, but values must differ"

    def _normalisation_rules(self) -> Iterator[tuple[bool, str]]:
        figures = self.normalisation
        for name, values in vars(figures).items():
            yield len(values) == len(self.bands), f"it has {len(values)} values of {name} for {len(self.bands)} bands"
            yield all(abs(value) <= LARGEST for value in values), f"a value of {name} is not finite in fp32"
        ordered = all(low <= high for low, high in zip(figures.low, figures.high, strict=True))
        yield ordered, "a band's low is above its high"
        yield min(figures.std) > SMALLEST_STD, "a band's std is 0 or less, but must be above"


def _parse(text: str) -> dict[str, Any]:
    """Returns the JSON object in the text, after a look at its format version."""
    try:
        record = json.loads(text)
        json.dumps(record, ensure_ascii=False).encode()  # halves of characters (lone surrogates) could not be shown
    except (ValueError, RecursionError) as error:
        raise InputError("model card: it is no JSON, so the file is damaged or not a model of this plugin") from error
    version = _whole(_object(record, "the card").get("format_version"), "format_version")
    if version > ModelCard.newest_format:
        raise InputError(f"model card: format {version} was made by a newer version: update the plugin")
    if version < 1:
        raise InputError(f"model card: format_version is {version}, but formats count from 1")
    return _object(record, "the card")


def _show(value: object) -> str:
    return reprlib.repr(value).encode("ascii", "backslashreplace").decode()


def _demand(value: Any, kinds: tuple[type, ...], name: str, expected: str) -> Any:
    if not isinstance(value, kinds) or isinstance(value, bool):
        found = "missing" if value is None else _show(value)
        raise InputError(f"model card: {name} is {found}, but must be {expected}")
    return value


def _text(value: Any, name: str) -> str:
    return str(_demand(value, (str,), name, "text"))


def _whole(value: Any, name: str) -> int:
    return int(_demand(value, (int,), name, "a whole number"))


def _yes_or_no(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"model card: {name} is {_show(value)}, but must be true or false")
    return value


def _number(value: Any, name: str) -> float:
    number = _demand(value, (int, float), name, "a number")
    return float(number) if abs(number) <= LARGEST else math.inf  # integers of JSON may be too large for a float


def _object(value: Any, name: str) -> dict[str, Any]:
    return dict(_demand(value, (dict,), name, "an object"))


def _many(value: Any, name: str, read: Callable[[Any, str], Item]) -> tuple[Item, ...]:
    return tuple(read(item, name) for item in _demand(value, (list,), name, "a list"))


def _normalisation(value: Any, name: str) -> Normalisation:
    parts = _object(value, name)
    return Normalisation(*(_many(parts.get(part), part, _number) for part in ("low", "high", "mean", "std")))


def _legend_class(value: Any, name: str) -> LegendClass:
    parts = _object(value, name)
    colour = _many(parts.get("colour"), "colour", _whole)
    if len(colour) != 3:
        raise InputError(f"model card: colour is {_show(colour)}, but must be three numbers")
    return LegendClass(_whole(parts.get("value"), "value"), _text(parts.get("name"), "name"), colour)
