"""Where a training starts: no weights, ImageNet, COCO, a weights file in torchvision's format, or a model file."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter

from ..card import ModelCard
from ..names import places_of
from .deeplabv3 import DeepLabV3
from .download import cache_path, cached_download
from .fitting import (
    CLASS_LAYERS,
    COLOURS,
    FIRST_LAYER,
    places_of_bands,
    places_of_colours,
    rename_classes,
    spread,
)
from .model_file import has_card, load_model, read_tensors
from .torchvision_parts import (
    DeepLabV3_ResNet50_Weights,
    DeepLabV3_ResNet101_Weights,
    ResNet34_Weights,
    ResNet50_Weights,
    ResNet101_Weights,
)

# ImageNet: the first recipe. All three backbones have it, and torchvision's own DeepLabV3 started from it.
ADDRESSES: dict[str, dict[str, str]] = {
    "imagenet": {
        "resnet34": ResNet34_Weights.IMAGENET1K_V1.url,
        "resnet50": ResNet50_Weights.IMAGENET1K_V1.url,
        "resnet101": ResNet101_Weights.IMAGENET1K_V1.url,
    },
    "coco": {
        "resnet50": DeepLabV3_ResNet50_Weights.COCO_WITH_VOC_LABELS_V1.url,
        "resnet101": DeepLabV3_ResNet101_Weights.COCO_WITH_VOC_LABELS_V1.url,
    },
}
HEADS = {"classifier.": "the pyramid", "aux_classifier.": "the auxiliary head", "decoder.": "the decoder"}


def load_initial_weights(
    network: DeepLabV3, source: str, band_names: Sequence[str], class_names: Sequence[str], report: Reporter
) -> None:
    """Fills the network with the weights that a training starts from, and tells which parts stay random.

    Args:
        network: as it was built, with random weights.
        band_names: of the bands that the network will see, in their order; a model file's filters go to bands of the same names.
        class_names: of the classes that it will tell apart, in their order; those that a model file knows start from what it knows.
        source: none, imagenet, coco, or the path of a ResNet or DeepLabV3 state dict (.pth, .safetensors) or model file.
        report: hears about the download and what was loaded.

    Raises:
        InputError: the source does not exist, is damaged, or belongs to another backbone.
        EnvironmentMissing: pretrained weights are neither cached nor can be downloaded.
    """
    if source == "none":
        report.message("initial weights: none, the network starts at random")
        return
    path = _locate(source, network.backbone_name, report)
    start = network.state_dict()
    weights, card = _read(path)
    found = _names_of_deeplabv3(weights)
    told = [f"initial weights: {path}"]
    told += _fit_first_layer(path, found, band_names, card)
    told += _fit_class_layers(found, start, class_names, card)
    told += _leave_out_decoder(found, start)
    absent = [part for part in HEADS if _has(start, part) and not _has(found, part)]
    told += [f"{HEADS[part]} starts at random, the file has none" for part in absent]
    wanted = {name: tensor for name, tensor in start.items() if not name.startswith(tuple(absent))}
    _check_fit(path, network.backbone_name, found, wanted)
    network.load_state_dict(start | found)
    report.message("; ".join(told))


def fetch_initial_weights(source: str, backbone: str, report: Reporter) -> None:
    """Has the file that a training starts from at hand, downloaded where need be: worth asking before rasters are read.

    Raises:
        InputError: the file does not exist, or there are no such weights for the backbone.
        EnvironmentMissing: pretrained weights are neither cached nor can be downloaded.
    """
    if source != "none":
        _locate(source, backbone, report)


def are_at_hand(source: str, backbone: str) -> bool:
    """Returns whether initial weights can be loaded without a download. Raises InputError where the backbone has no such weights."""
    return source not in ADDRESSES or cache_path(_address(source, backbone)).is_file()


def pretrained_file(source: str, backbone: str) -> str | None:
    """Returns the name of the file that imagenet or coco weights come from, which ends in the first digits of its SHA-256; None for other sources.

    Raises:
        InputError: there are no such weights for the backbone.
    """
    return _address(source, backbone).rpartition("/")[2] if source in ADDRESSES else None


def _locate(source: str, backbone: str, report: Reporter) -> Path:
    if source not in ADDRESSES:
        if not Path(source).is_file():
            choices = "none, imagenet, coco or an existing file"
            raise InputError(f"weights are {source!r}, but there is no such file: give {choices}")
        return Path(source)
    return cached_download(_address(source, backbone), report)


def _address(source: str, backbone: str) -> str:
    if backbone not in ADDRESSES[source]:
        backbones = " and ".join(ADDRESSES[source])
        raise InputError(f"{source} weights exist for {backbones} only: choose imagenet for {backbone}")
    return ADDRESSES[source][backbone]


def _read(path: Path) -> tuple[dict[str, Tensor], ModelCard | None]:
    """Returns weights by name, and the card of a model file."""
    if path.suffix != ".safetensors":
        return _read_pickled(path), None
    if not has_card(str(path)):
        return read_tensors(str(path)), None
    network, card = load_model(str(path))
    return network.state_dict(), card


def _read_pickled(path: Path) -> dict[str, Tensor]:
    remedy = "choose a state dict in torchvision's format or a model file"
    try:
        weights = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # what a foreign file makes the unpickler raise is open-ended
        raise InputError(f"{path} is damaged, or cannot be read without running code from it: {remedy}") from error
    if not isinstance(weights, dict) or not all(map(_is_plain, weights.values())):
        raise InputError(f"{path} holds something else than weights by name: {remedy}")
    return {str(name): tensor for name, tensor in weights.items()}


def _is_plain(value: object) -> bool:
    if not isinstance(value, Tensor) or value.device.type != "cpu" or value.layout != torch.strided:
        return False
    return value.is_floating_point() or value.dtype == torch.int64


def _names_of_deeplabv3(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """Returns a plain ResNet's weights under their names in a DeepLabV3, without its last layer; others as they are."""
    if any(name.startswith("backbone.") for name in found):
        return found
    return {f"backbone.{name}": tensor for name, tensor in found.items() if not name.startswith("fc.")}


def _fit_first_layer(
    path: Path, found: dict[str, Tensor], band_names: Sequence[str], card: ModelCard | None
) -> list[str]:
    """Fits the first layer to the bands; returns what there is to tell about it."""
    filters = found.get(FIRST_LAYER)
    if filters is None or filters.ndim != 4:
        return []
    known: Sequence[str] = card.bands if card else COLOURS
    if card is None and filters.shape[1] != len(COLOURS):
        if filters.shape[1] == len(band_names):
            return []
        remedy = "train on as many or choose other weights"
        raise InputError(f"{path} is for {filters.shape[1]} bands, but the training has {len(band_names)}: {remedy}")
    places = places_of_bands(known, band_names) if card else places_of_colours(band_names)
    if places == tuple(range(len(known))):
        return []
    found[FIRST_LAYER] = spread(filters, places)
    return [f"the first layer was for {', '.join(known)} and is fitted to {', '.join(band_names)}"]


def _fit_class_layers(
    found: dict[str, Tensor], start: dict[str, Tensor], class_names: Sequence[str], card: ModelCard | None
) -> list[str]:
    """Fits the class layers to the classes; returns what there is to tell about it."""
    given = [name for name in CLASS_LAYERS if name in found and found[name].shape[1:] == start[name].shape[1:]]
    if card:
        places = places_of([each.name for each in card.classes], class_names)
        found.update({name: rename_classes(found[name], start[name], places) for name in given})
        new = [name for name, place in zip(class_names, places, strict=True) if place is None]
        return [f"classes that the file does not know start at random: {', '.join(new)}"] if new else []
    counts = {name: len(found[name]) for name in given if len(found[name]) != len(start[name])}
    found.update({name: start[name] for name in counts})
    return [f"the class layers start at random, the file has {max(counts.values())} classes"] if counts else []


def _leave_out_decoder(found: dict[str, Tensor], start: dict[str, Tensor]) -> list[str]:
    """Drops the decoder's weights where the network has none; returns what there is to tell about it."""
    if _has(start, "decoder.") or not _has(found, "decoder."):
        return []
    for name in [name for name in found if name.startswith("decoder.")]:
        del found[name]
    return ["the decoder of the file is left out"]


def _has(weights: dict[str, Tensor], part: str) -> bool:
    return any(name.startswith(part) for name in weights)


def _check_fit(path: Path, backbone: str, found: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    """Raises InputError unless the file has all weights that are wanted, in their shapes, and no others."""
    counters = {name for name in wanted if name.endswith("num_batches_tracked")}  # unused, absent in older files
    missing = sorted(wanted.keys() - counters - found.keys())
    foreign = sorted(found.keys() - wanted.keys())
    others = [name for name in found if name in wanted and found[name].shape != wanted[name].shape]
    if misfits := [*missing, *foreign, *others]:
        kind = "is missing" if missing else "is not part of it" if foreign else "has another shape"
        raise InputError(f"{path} does not fit {backbone}, {misfits[0]} {kind}: choose weights of a {backbone}")
    if not all(tensor.isfinite().all() for tensor in found.values()):
        raise InputError(f"{path} holds weights that are not finite: choose another file")
