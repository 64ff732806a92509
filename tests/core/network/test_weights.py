import hashlib
import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.fitting import CLASS_LAYERS, places_of_colours, spread
from paddy_segmenter.core.network.model_file import build_network, save_model
from paddy_segmenter.core.network.torchvision_parts import resnet34, resnet50
from paddy_segmenter.core.network.weights import ADDRESSES, load_initial_weights
from paddy_segmenter.errors import EnvironmentMissing, InputError
from paddy_segmenter.events import Event, Message, Reporter

Weights = dict[str, Tensor]
UNNAMED = ("band 1", "band 2", "band 3")
CLASSES = ("a", "b")


def network_of(backbone: str = "resnet34", bands: int = 3, classes: int = 2, with_decoder: bool = False) -> DeepLabV3:
    return DeepLabV3(backbone, bands, classes, 16, (1, 2, 3), 64, with_decoder)


def weights_of(network: nn.Module) -> Weights:
    return {name: tensor.clone() for name, tensor in network.state_dict().items()}


def told(events: list[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Message))


@pytest.fixture(scope="module")
def imagenet34() -> Weights:
    torch.manual_seed(1)
    return weights_of(resnet34())


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., str]:
    """Returns a function that writes an object as torchvision's files are written and returns the path."""

    def write(content: Any, name: str = "some weights.pth") -> str:
        torch.save(content, tmp_path / name)
        return str(tmp_path / name)

    return write


def test_torchvision_names_a_checked_file_for_every_choice():
    assert set(ADDRESSES["imagenet"]) == {"resnet34", "resnet50", "resnet101"}
    assert set(ADDRESSES["coco"]) == {"resnet50", "resnet101"}
    for url in (url for choices in ADDRESSES.values() for url in choices.values()):
        assert re.fullmatch(r"https://\S+/\w+-[0-9a-f]{8}\.pth", url)


def test_none_leaves_the_random_start_and_says_so(report: Reporter, events: list[Event]):
    network = network_of()
    before = weights_of(network)
    load_initial_weights(network, "none", UNNAMED, CLASSES, report)
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    assert "at random" in told(events)


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_weights_of_a_plain_resnet_fill_the_backbone_and_nothing_else(
    suffix: str, imagenet34: Weights, save: Callable[..., str], tmp_path: Path, report: Reporter, events: list[Event]
):
    path = str(tmp_path / f"resnet{suffix}")
    save(imagenet34, "resnet.pth")
    save_file(imagenet34, tmp_path / "resnet.safetensors")
    network = network_of()
    before = weights_of(network)
    load_initial_weights(network, path, UNNAMED, CLASSES, report)
    for name, tensor in network.state_dict().items():
        expected = imagenet34[name.removeprefix("backbone.")] if name.startswith("backbone.") else before[name]
        assert torch.equal(tensor, expected), name
    assert "the pyramid starts at random" in told(events)


def test_older_files_without_batch_counters_are_taken(imagenet34: Weights, save: Callable[..., str], report: Reporter):
    older = {name: tensor for name, tensor in imagenet34.items() if not name.endswith("num_batches_tracked")}
    network = network_of()
    load_initial_weights(network, save(older), UNNAMED, CLASSES, report)
    assert torch.equal(network.backbone.layer4[2].bn2.bias, imagenet34["layer4.2.bn2.bias"])


def test_weights_of_torchvisions_deeplabv3_fill_all_but_class_layers_of_another_size(
    save: Callable[..., str], report: Reporter, events: list[Event]
):
    from torchvision.models.segmentation import deeplabv3_resnet50

    theirs = deeplabv3_resnet50(weights=None, weights_backbone=None, num_classes=21, aux_loss=True).state_dict()
    network = network_of("resnet50", classes=2)
    before = weights_of(network)
    load_initial_weights(network, save(theirs), UNNAMED, CLASSES, report)
    kept = {name for name, tensor in network.state_dict().items() if torch.equal(tensor, before[name])}
    filled = {name for name, tensor in network.state_dict().items() if tensor.shape == theirs[name].shape}
    assert all(torch.equal(network.state_dict()[name], theirs[name]) for name in filled)
    assert network.state_dict().keys() - filled == set(CLASS_LAYERS)
    assert kept >= set(CLASS_LAYERS)
    assert "the class layers start at random, the file has 21 classes" in told(events)


@pytest.fixture
def model_file(tmp_path: Path) -> tuple[str, ModelCard, DeepLabV3]:
    """A model file of four bands and three classes, its card and its network."""
    classes = (LegendClass(0, "a", (0, 0, 0)), LegendClass(1, "b", (0, 0, 0)), LegendClass(2, "c", (0, 0, 0)))
    figures = Normalisation(*(((1.0,) * 4),) * 4)
    card = ModelCard("resnet34", ("blue", "green", "red", "nir"), figures, 1.5, 64, 16, (1, 2, 3), classes)
    network = build_network(card)
    save_model(str(tmp_path / "first.safetensors"), network, card)
    return str(tmp_path / "first.safetensors"), card, network


def test_a_model_file_is_a_start_for_its_own_bands_and_classes(
    model_file: tuple[str, ModelCard, DeepLabV3], report: Reporter, events: list[Event]
):
    path, card, first = model_file
    same = build_network(card)
    load_initial_weights(same, path, card.bands, ("a", "b", "c"), report)
    assert all(torch.equal(tensor, first.state_dict()[name]) for name, tensor in same.state_dict().items())
    assert told(events) == f"initial weights: {path}"


def test_classes_that_a_model_file_knows_start_from_what_it_knows(
    model_file: tuple[str, ModelCard, DeepLabV3], report: Reporter, events: list[Event]
):
    path, card, first = model_file
    other = network_of(bands=4, classes=2)
    start = weights_of(other)
    load_initial_weights(other, path, card.bands, ("new", "B"), report)
    assert torch.equal(other.classifier[1].weight, first.classifier[1].weight)
    for name in CLASS_LAYERS:
        assert torch.equal(other.state_dict()[name][1], first.state_dict()[name][1])
        assert torch.equal(other.state_dict()[name][0], start[name][0])
    assert "classes that the file does not know start at random: new" in told(events)


def test_a_decoder_starts_at_random_where_the_file_has_none(
    model_file: tuple[str, ModelCard, DeepLabV3], report: Reporter, events: list[Event]
):
    path, card, first = model_file
    finer = network_of(bands=4, classes=3, with_decoder=True)
    start = weights_of(finer)
    load_initial_weights(finer, path, card.bands, ("a", "b", "c"), report)
    for name, tensor in finer.state_dict().items():
        assert torch.equal(tensor, start[name] if name.startswith("decoder.") else first.state_dict()[name]), name
    assert told(events) == f"initial weights: {path}; the decoder starts at random, the file has none"


def test_a_decoder_is_taken_by_a_network_that_has_one_and_left_out_by_another(
    model_file: tuple[str, ModelCard, DeepLabV3], tmp_path: Path, report: Reporter, events: list[Event]
):
    card = replace(model_file[1], decoder=True)
    first, path = build_network(card), str(tmp_path / "finer.safetensors")
    save_model(path, first, card)
    same, plain = build_network(card), build_network(replace(card, decoder=False))
    for network in (same, plain):
        load_initial_weights(network, path, card.bands, ("a", "b", "c"), report)
        assert all(torch.equal(tensor, first.state_dict()[name]) for name, tensor in network.state_dict().items())
    assert told(events) == f"initial weights: {path}\ninitial weights: {path}; the decoder of the file is left out"


@pytest.mark.parametrize(
    ("bands", "places", "scale"),
    [
        (("red", "green", "blue"), (2, 1, 0), 4 / 3),
        (("NIR", "red", "green", "blue"), (3, 2, 1, 0), 1),
        (("red", "red edge", "nir", "green", "blue"), (2, None, 3, 1, 0), 4 / 5),
        (("B2", "B3", "B4", "B8"), (0, 1, 2, 3), 1),
    ],
)
def test_bands_of_the_same_names_take_the_filters_of_a_model_file(
    model_file: tuple[str, ModelCard, DeepLabV3],
    report: Reporter,
    bands: tuple[str, ...],
    places: tuple[int | None, ...],
    scale: float,
):
    path, _, first = model_file
    network, filters = network_of(bands=len(bands)), first.backbone.conv1.weight
    load_initial_weights(network, path, bands, CLASSES, report)
    expected = [filters.mean(dim=1) if place is None else filters[:, place] for place in places]
    torch.testing.assert_close(network.backbone.conv1.weight, torch.stack(expected, dim=1) * scale)


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 8])
def test_the_first_layer_answers_a_grey_image_alike_for_any_number_of_bands(
    bands: int, imagenet34: Weights, save: Callable[..., str], report: Reporter
):
    network, grey = network_of(bands=bands), torch.randn(1, 1, 32, 32)
    load_initial_weights(network, save(imagenet34), [f"band {n}" for n in range(bands)], CLASSES, report)
    expected = nn.functional.conv2d(grey.expand(-1, 3, -1, -1), imagenet34["conv1.weight"], stride=2, padding=3)
    torch.testing.assert_close(network.backbone.conv1(grey.expand(-1, bands, -1, -1)), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("band_names", "colours"),
    [
        (("band 1", "band 2", "band 3", "band 4", "band 5"), "rgbmm"),
        (("Blue", "Green", "Red", "near infrared"), "bgrm"),
        (("blue", "green", "red"), "bgr"),
        (("near infrared", "red", "green"), "rgb"),
        (("red", "green"), "mm"),
    ],
)
def test_bands_named_as_colours_take_their_filters_and_further_ones_the_mean(band_names: tuple[str, ...], colours: str):
    filters = torch.randn(64, 3, 7, 7)
    by_colour = dict(zip("rgb", filters.unbind(dim=1), strict=True)) | {"m": filters.mean(dim=1)}
    expected = torch.stack([by_colour[colour] for colour in colours], dim=1) * 3 / len(colours)
    torch.testing.assert_close(spread(filters, places_of_colours(band_names)), expected)


class Trap:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.path), "w")


def test_a_pickle_that_would_run_code_is_refused_and_runs_none(
    save: Callable[..., str], tmp_path: Path, report: Reporter
):
    sprung = tmp_path / "sprung"
    plain = tmp_path / "plain.pth"
    plain.write_bytes(pickle.dumps({"conv1.weight": Trap(sprung)}))
    for path in (save({"conv1.weight": Trap(sprung)}), str(plain)):
        with pytest.raises(InputError, match="cannot be read without running code"):
            load_initial_weights(network_of(), path, UNNAMED, CLASSES, report)
        assert not sprung.exists()
    pickle.loads(plain.read_bytes())["conv1.weight"].close()
    assert sprung.exists()  # so the trap is a trap


def refuse(source: str, report: Reporter, backbone: str = "resnet34", bands: int = 3) -> str:
    """Returns the sentence with which the weights are refused, after a look that nothing was changed."""
    network = network_of(backbone, bands)
    before = weights_of(network)
    with pytest.raises(InputError) as refusal:
        load_initial_weights(network, source, UNNAMED, CLASSES, report)
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"no weights", b"PK\x03\x04" + bytes(100), b"\x80\x02]q\x00.", bytes(1000)])
def test_a_file_that_is_no_weights_file_is_refused(content: bytes, tmp_path: Path, report: Reporter):
    (tmp_path / "odd.pth").write_bytes(content)
    assert "odd.pth" in refuse(str(tmp_path / "odd.pth"), report)


def test_a_truncated_weights_file_is_refused(imagenet34: Weights, save: Callable[..., str], report: Reporter):
    path = Path(save(imagenet34))
    path.write_bytes(path.read_bytes()[:-1000])
    assert "is damaged" in refuse(str(path), report)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"layer1.0.conv1.weight": None}, "backbone.layer1.0.conv1.weight is missing"),
        ({"layer1.0.conv1.weight": torch.zeros(64, 64, 1, 1)}, "backbone.layer1.0.conv1.weight has another shape"),
        ({"layer5.weight": torch.zeros(1)}, "backbone.layer5.weight is not part of it"),
        ({"bn1.weight": torch.full((64,), torch.nan)}, "not finite"),
        ({"conv1.weight": torch.zeros(64, 6, 7, 7)}, "is for 6 bands, but the training has 3"),
        ({"conv1.weight": torch.tensor(0.0)}, "backbone.conv1.weight has another shape"),
        ({"bn1.weight": "text"}, "something else than weights"),
    ],
)
def test_weights_that_do_not_fit_are_refused_and_change_nothing(
    change: Weights, sentence: str, imagenet34: Weights, save: Callable[..., str], report: Reporter
):
    changed = {name: tensor for name, tensor in (imagenet34 | change).items() if tensor is not None}
    assert sentence in refuse(save(changed), report)


def test_sparse_weights_are_refused(imagenet34: Weights, save: Callable[..., str], report: Reporter):
    told = refuse(save(imagenet34 | {"bn1.weight": torch.zeros(64).to_sparse()}), report)
    assert "something else than weights" in told or "cannot be read" in told  # some versions of torch do not load them


def test_weights_of_another_backbone_are_refused(imagenet34: Weights, save: Callable[..., str], report: Reporter):
    assert "choose weights of a resnet50" in refuse(save(imagenet34), report, backbone="resnet50")
    assert "choose weights of a resnet34" in refuse(save(weights_of(resnet50())), report)


def test_class_layers_that_a_deeplabv3_lacks_are_missed(save: Callable[..., str], report: Reporter):
    headless = weights_of(network_of())
    del headless["classifier.4.bias"]
    assert "classifier.4.bias is missing" in refuse(save(headless), report)


def test_a_source_that_does_not_exist_is_refused(tmp_path: Path, report: Reporter):
    assert "give none, imagenet, coco or an existing file" in refuse(str(tmp_path / "absent.pth"), report)
    assert "give none, imagenet" in refuse("ImageNet21k", report)
    assert "give none" in refuse(str(tmp_path), report)


def test_coco_weights_of_a_resnet34_do_not_exist(report: Reporter):
    assert "exist for resnet50 and resnet101 only: choose imagenet" in refuse("coco", report)


def test_imagenet_weights_are_downloaded_checked_and_loaded(
    imagenet34: Weights, save: Callable[..., str], server: Any, checkpoints: Path, report: Reporter,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    content = Path(save(imagenet34)).read_bytes()
    name = f"resnet34-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    monkeypatch.setitem(ADDRESSES["imagenet"], "resnet34", f"{server.address}/{name}")
    with pytest.raises(EnvironmentMissing, match=name):
        load_initial_weights(network_of(), "imagenet", UNNAMED, CLASSES, report)
    server.files[name] = content
    network = network_of()
    load_initial_weights(network, "imagenet", UNNAMED, CLASSES, report)
    assert torch.equal(network.backbone.bn1.weight, imagenet34["bn1.weight"])
    assert (checkpoints / name).is_file()
