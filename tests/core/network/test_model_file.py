import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network import model_file
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import CARD_KEY, build_network, load_model, read_card, save_model
from paddy_segmenter.errors import InputError, OutputError

CARD = ModelCard(
    backbone="resnet34",
    bands=("red", "near infrared"),
    normalisation=Normalisation((0.0, 0.0), (900.0, 4000.0), (400.0, 1800.0), (120.0, 500.0)),
    gsd=1.5,
    chip=64,
    output_stride=16,
    atrous_rates=(1, 2, 3),
    classes=(LegendClass(1, "forest", (0, 90, 0)), LegendClass(2, "sawah", (255, 255, 0))),
    training={"seed": 7},
)
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def network() -> DeepLabV3:
    torch.manual_seed(0)
    return build_network(CARD).eval()


@pytest.fixture
def model(tmp_path: Path, network: DeepLabV3) -> Path:
    path = tmp_path / "sawah of père.safetensors"
    save_model(str(path), network, CARD)
    return path


def rewrite(path: Path, **changes: object) -> None:
    """Writes the file anew with another card, or with a tensor changed, added or (None) left out."""
    tensors = load_file(path)
    card = changes.pop("card", read_card(str(path)).to_json())
    for name, tensor in changes.items():
        tensors.pop(name, None)
        tensors |= {} if tensor is None else {name: tensor}
    save_file(tensors, path, None if card is None else {CARD_KEY: card})


def flipped(tensor: torch.Tensor) -> torch.Tensor:
    """Returns the tensor with the sign of one value changed, which all checks of its own leave finite."""
    changed = tensor.clone()
    changed[1] = -changed[1]
    return changed


def swap(path: Path, first: str, second: str) -> None:
    tensors = load_file(path)
    card = read_card(str(path)).to_json()
    rewrite(path, card=card, **{first: tensors[second], second: tensors[first]})


def newer(path: Path) -> None:
    rewrite(path, card=json.dumps(json.loads(CARD.to_json()) | {"format_version": 4}))


def test_a_loaded_model_is_the_saved_one(model: Path, network: DeepLabV3):
    loaded, card = load_model(str(model))
    image = torch.randn(1, 2, 64, 64)
    assert card == read_card(str(model)) == CARD
    assert not loaded.training
    with torch.inference_mode():
        assert torch.equal(loaded(image), network(image))


def test_a_model_without_a_checksum_is_loaded_too(model: Path):
    rewrite(model, card=CARD.to_json(), **{"classifier.4.bias": torch.zeros(2)})
    assert load_model(str(model))[1].weights_digest == ""


def test_a_card_that_is_saved_with_other_weights_gets_their_checksum(model: Path):
    network, card = load_model(str(model))
    with torch.no_grad():
        network.classifier[4].bias += 1
    save_model(str(model), network, card)
    assert len(card.weights_digest) == 64
    assert load_model(str(model))[1].weights_digest not in ("", card.weights_digest)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_model_file_has_the_permissions_of_any_new_file(model: Path):
    usual = model.with_name("usual")
    usual.touch()
    assert stat.S_IMODE(model.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_loaded_model_can_be_trained_and_saved_over_its_own_file(model: Path):
    loaded, card = load_model(str(model))
    loaded.train()(torch.randn(2, 2, 64, 64)).sum().backward()
    with torch.no_grad():
        loaded.classifier[4].bias += 1
    save_model(str(model), loaded, card)
    assert torch.equal(load_model(str(model))[0].classifier[4].bias, loaded.classifier[4].bias)


def test_the_card_is_readable_without_this_plugin(model: Path):
    with safe_open(model, "pt") as file:
        assert json.loads(file.metadata()["paddy_segmenter"])["gsd"] == 1.5


DAMAGES: dict[str, tuple[Damage, str]] = {
    "missing": (lambda path: path.unlink(), "cannot be read"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
    "empty": (lambda path: path.write_bytes(b""), "damaged or not a .safetensors file"),
    "cut in the header": (lambda path: path.write_bytes(path.read_bytes()[:100]), "damaged or not"),
    "cut in the tensors": (lambda path: path.write_bytes(path.read_bytes()[:-1]), "damaged or not"),
    "random bytes": (lambda path: path.write_bytes(bytes(range(255, -1, -1)) * 50), "damaged or not"),
    "an absurd header": (lambda path: path.write_bytes(b"\xff" * 8 + b"{}"), "damaged or not"),
    "a text": (lambda path: path.write_text("crs=EPSG:32750\n" * 20), "damaged or not"),
    "foreign": (lambda path: rewrite(path, card=None), "holds no model card"),
    "a broken card": (lambda path: rewrite(path, card='{"format_version"'), "it is no JSON"),
    "a card with a decoder": (
        lambda path: rewrite(path, card=replace(CARD, decoder=True).to_json()),
        "is not what its card describes",
    ),
    "newer": (newer, "newer version: update the plugin"),
    "another card": (
        lambda path: rewrite(path, card=replace(CARD, backbone="resnet50").to_json()),
        "not what its card",
    ),
    "a lost tensor": (lambda path: rewrite(path, **{"classifier.4.bias": None}), "classifier.4.bias is not what"),
    "a foreign tensor": (lambda path: rewrite(path, extra=torch.zeros(1)), "extra is not what"),
    "another shape": (lambda path: rewrite(path, **{"classifier.4.bias": torch.zeros(3)}), "classifier.4.bias is not"),
    "another type": (
        lambda path: rewrite(path, **{"classifier.4.bias": torch.zeros(2).half()}),
        "classifier.4.bias is",
    ),
    "a bit of a weight": (
        lambda path: rewrite(path, **{"classifier.4.bias": flipped(load_file(path)["classifier.4.bias"])}),
        "is damaged, its weights are not those that were saved: choose another copy",
    ),
    "weights in each other's place": (
        lambda path: swap(path, "backbone.layer1.0.conv1.weight", "backbone.layer1.0.conv2.weight"),
        "its weights are not those that were saved",
    ),
    "a NaN": (lambda path: rewrite(path, **{"classifier.4.bias": torch.tensor([0, torch.nan])}), "not finite"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_no_whole_model_is_refused_in_one_sentence(damage: str, model: Path):
    break_it, sentence = DAMAGES[damage]
    break_it(model)
    with pytest.raises(InputError) as refusal:
        load_model(str(model))
    assert sentence in str(refusal.value)
    assert str(model) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_reading_a_card_loads_no_tensor(model: Path):
    rewrite(model, **{"classifier.4.bias": torch.zeros(3)})
    assert read_card(str(model)) == CARD


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(
    model: Path, network: DeepLabV3, monkeypatch: pytest.MonkeyPatch
):
    before = model.read_bytes()

    def fill_the_disk(file: IO[bytes], tensors: object, metadata: object) -> None:
        file.write(bytes(1000))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model_file, "write_tensors", fill_the_disk)
    with pytest.raises(OutputError, match="No space left"):
        save_model(str(model), network, CARD)
    assert list(model.parent.iterdir()) == [model]
    assert model.read_bytes() == before
