"""The model file: one .safetensors file with the network's tensors and a card in its header. Loading runs no code."""

from dataclasses import replace
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from paddy_segmenter.errors import InputError

from ..card import ModelCard
from ..output import whole_file
from .deeplabv3 import DeepLabV3
from .tensor_file import digest_of, write_tensors

CARD_KEY = "paddy_segmenter"


def build_network(card: ModelCard) -> DeepLabV3:
    """Returns the network that the card describes, with random weights."""
    rates, bands, classes = (
        (card.atrous_rates[0], card.atrous_rates[1], card.atrous_rates[2]),
        len(card.bands),
        len(card.classes),
    )
    return DeepLabV3(card.backbone, bands, classes, card.output_stride, rates, card.chip, card.decoder)


def save_model(path: str, network: DeepLabV3, card: ModelCard) -> None:
    """Writes network and card as one file that appears under its name when it is whole.

    Raises:
        OutputError: the file cannot be written.
    """
    tensors = network.state_dict()
    card = replace(card, weights_digest=digest_of(tensors))
    with whole_file(path) as part, Path(part).open("wb") as file:
        write_tensors(file, tensors, {CARD_KEY: card.to_json()})


def read_card(path: str) -> ModelCard:
    """Returns the card of a model file without loading its tensors.

    Raises:
        InputError: the file is missing, damaged, foreign or of a newer version.
    """
    metadata, _ = _open(path, with_tensors=False)
    if CARD_KEY not in metadata:
        raise InputError(f"{path} holds no model card: choose a model file that a training of this plugin has written")
    try:
        return ModelCard.from_json(metadata[CARD_KEY])
    except InputError as error:
        raise InputError(f"{path} cannot be used as a model file: {error}") from error


def has_card(path: str) -> bool:
    """Returns whether a .safetensors file is a model file. Raises InputError where it is missing or damaged."""
    return CARD_KEY in _open(path, with_tensors=False)[0]


def read_tensors(path: str) -> dict[str, Tensor]:
    """Returns the tensors of any .safetensors file by name, on the CPU.

    Raises:
        InputError: the file is missing or damaged.
    """
    return _open(path, with_tensors=True)[1]


def load_model(path: str) -> tuple[DeepLabV3, ModelCard]:
    """Returns the network in evaluation mode on the CPU, and its card.

    Raises:
        InputError: the file is missing, damaged, foreign, of a newer version, or its tensors are not those of its card.
    """
    card = read_card(path)
    tensors = read_tensors(path)
    with torch.device("meta"):  # only shapes: the random start would be overwritten anyway
        network = build_network(card)

    expected = network.state_dict()
    for name in expected.keys() | tensors.keys():
        if not _agree(expected.get(name), tensors.get(name)):
            raise InputError(f"{path} is damaged, {name} is not what its card describes: choose another model file")
    if not all(tensor.isfinite().all() for tensor in tensors.values()):
        raise InputError(f"{path} holds weights that are not finite: choose another model file or train again")

    if card.weights_digest and card.weights_digest != digest_of(tensors):
        raise InputError(f"{path} is damaged, its weights are not those that were saved: choose another copy of it")

    network.load_state_dict(tensors, assign=True)
    return network.eval(), card


def _open(path: str, with_tensors: bool) -> tuple[dict[str, str], dict[str, Tensor]]:
    try:
        with Path(path).open("rb"):  # its errors name the reason, unlike those of safetensors
            pass
        with safe_open(path, framework="pt") as file:
            names = file.keys() if with_tensors else []
            # Cloned: a mapped file could change under the network, and Windows would not let a training replace it.
            return file.metadata() or {}, {name: file.get_tensor(name).clone() for name in names}
    except SafetensorError as error:
        raise InputError(
            f"{path} is damaged or not a .safetensors file: choose one that a training has written"
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}): choose an existing model file") from error


def _agree(expected: Tensor | None, found: Tensor | None) -> bool:
    return expected is not None and found is not None and (expected.shape, expected.dtype) == (found.shape, found.dtype)
