"""OpenVINO computes what torch computes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from osgeo import gdal
from torch import Tensor

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.network.openvino_network import OpenVinoNetwork, choose_openvino_device, load_openvino
from paddy_segmenter.core.tiles import Lattice, Window
from paddy_segmenter.errors import EnvironmentMissing, InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import SegmentJob

ROOT = Path(__file__).parents[3]
CHIP = 64
needs_openvino = pytest.mark.skipif(find_spec("openvino") is None, reason="openvino is not installed")
LARGE, SMALL = (
    Lattice.of_squares(Window(0, 0, height, 2048), 256, 0) for height in (2048, 1792)
)  # 2 ** 22 pixels of tiles, and fewer


def network() -> DeepLabV3:
    torch.manual_seed(3)
    made = DeepLabV3("resnet34", 2, 2, 16, (1, 2, 3), CHIP)
    torch.nn.init.normal_(made.classifier[-1].weight, std=0.5)  # so that an untrained network has opinions
    return made.eval()


def images(count: int, side: int = CHIP) -> Tensor:
    return torch.randn(count, 2, side, side, generator=torch.Generator().manual_seed(count))


@pytest.fixture
def job(tmp_path: Path, write_raster: Callable[..., str]) -> Callable[..., SegmentJob]:
    """Returns a function that makes a job with some of its fields set."""
    figures = Normalisation((0.0,) * 2, (1000.0,) * 2, (500.0,) * 2, (250.0,) * 2)
    classes = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
    card = ModelCard("resnet34", ("red", "green"), figures, 1.5, CHIP, 16, (1, 2, 3), classes, {})
    model = str(tmp_path / "model.safetensors")
    save_model(model, network(), card)
    blocks = np.random.default_rng(5).integers(1, 1000, (2, 12, 12))
    image = write_raster("image.tif", np.kron(blocks, np.ones((8, 8), int)).astype(np.uint16))

    def make(**fields: object) -> SegmentJob:
        return SegmentJob(image, model, str(tmp_path / "map.tif"), device="cpu", **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="module")
def computed() -> OpenVinoNetwork:
    """The network in float32, compiled for one tile after the other."""
    return OpenVinoNetwork(network(), torch.float32)


def assert_as_torch(computed: OpenVinoNetwork, tiles: Tensor) -> None:
    with torch.inference_mode():
        torch.testing.assert_close(computed(tiles), network()(tiles), atol=1e-3, rtol=1e-3)


@needs_openvino
@pytest.mark.parametrize("count", [1, 3, 4])
def test_any_number_of_tiles_gets_torchs_logits(count: int, computed: OpenVinoNetwork) -> None:
    assert_as_torch(computed, images(count))


@needs_openvino
@pytest.mark.parametrize(
    ("backbone", "output_stride", "with_decoder"),
    [
        ("resnet34", 8, False),
        ("resnet50", 16, False),
        ("resnet101", 8, False),
        ("resnet34", 16, True),
        ("resnet50", 8, True),
    ],
)
@pytest.mark.parametrize("size", [(CHIP, CHIP), (96, 160), (160, 32), (33, 41)])
def test_every_backbone_on_tiles_of_any_shape_gets_torchs_logits(
    backbone: str, output_stride: int, with_decoder: bool, size: tuple[int, int]
) -> None:
    torch.manual_seed(3)
    asked = DeepLabV3(backbone, 2, 3, output_stride, (1, 2, 3), CHIP, with_decoder).eval()
    tiles = torch.randn(2, 2, *size)
    with torch.inference_mode():
        expected = asked(tiles)
        found = OpenVinoNetwork(asked, torch.float32)(tiles)
    assert (found - expected).abs().max() < 1e-3 * expected.std()  # of an untrained network logits may be large


@needs_openvino
def test_a_module_that_nobody_foresaw_is_not_left_out_silently() -> None:
    strange = network()
    strange.classifier.append(torch.nn.Sigmoid())
    with pytest.raises(EnvironmentMissing, match="no way to draw a Sigmoid"):
        OpenVinoNetwork(strange, torch.float32)


@needs_openvino
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="OpenVINO takes no more threads than there are cores")
def test_threads_follow_torch(computed: OpenVinoNetwork) -> None:
    computed(images(1))
    before, request = torch.get_num_threads(), computed._request_for(images(1).shape[1:])
    try:
        torch.set_num_threads(before + 1)
        assert_as_torch(computed, images(1))
        other = computed._request_for(images(1).shape[1:])
        assert other is not request
        assert other.get_compiled_model().get_property("INFERENCE_NUM_THREADS") == before + 1
    finally:
        torch.set_num_threads(before)


@needs_openvino
def test_other_threads_go_on_while_it_computes(computed: OpenVinoNetwork) -> None:
    """Whoever cancels must be heard."""
    tiles = images(96)
    computed(tiles)
    ticks, done = [time.perf_counter()], threading.Event()

    def tick() -> None:
        while not done.wait(0.002):
            ticks.append(time.perf_counter())

    thread = threading.Thread(target=tick)
    thread.start()
    started = time.perf_counter()
    computed(tiles)
    seconds = time.perf_counter() - started
    done.set()
    thread.join()
    assert max(np.diff([*ticks, time.perf_counter()])) < max(0.5 * seconds, 0.05)


@needs_openvino
def test_a_tile_larger_than_the_chip_is_pooled_window_by_window(computed: OpenVinoNetwork) -> None:
    assert_as_torch(computed, images(2, 2 * CHIP))


@needs_openvino
def test_a_tiles_answer_does_not_depend_on_what_was_computed_before() -> None:
    earlier, later = (OpenVinoNetwork(network(), torch.bfloat16) for _ in range(2))
    first = earlier(images(4))
    earlier(images(3))
    assert torch.equal(earlier(images(4)), first)
    later(images(3))
    assert torch.equal(later(images(4)), first)


class Broken:
    """A request that fails for a reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def infer(self, *_: object, **__: object) -> None:
        raise RuntimeError(self.reason)


@needs_openvino
@pytest.mark.parametrize(
    ("reason", "kind", "told"),
    [
        ("Exception from src/inference: Failed to allocate 196608000 bytes of memory", MemoryError, "196608000"),
        ("std::bad_alloc", MemoryError, "bad_alloc"),
        ("Exception from a.cpp:\n  could not execute a primitive\n", EnvironmentMissing,
         r"OpenVINO in .* does not work \(RuntimeError: Exception from a.cpp: could not execute a primitive\): .*the runtime torch$"),
    ],
)  # fmt: skip
def test_what_fails_while_it_computes_is_one_sentence_or_short_memory(
    reason: str, kind: type[Exception], told: str, computed: OpenVinoNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computed, "_request_for", lambda size: Broken(reason))
    with pytest.raises(kind, match=told):
        computed(images(1))


@needs_openvino
@pytest.mark.parametrize("found", [torch.float32, torch.bfloat16])
def test_the_precision_is_the_one_that_the_compiled_model_has(
    found: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = OpenVinoNetwork._compiled

    class Request:
        def __init__(self, real: Any) -> None:
            self.infer = real.infer

        def get_compiled_model(self) -> "Request":
            return self

        def get_property(self, name: str) -> object:
            assert name == "INFERENCE_PRECISION_HINT"
            openvino = load_openvino()
            return openvino.Type.bf16 if found == torch.bfloat16 else openvino.Type.f32

    monkeypatch.setattr(OpenVinoNetwork, "_compiled", lambda *given: Request(compiled(*given)))
    assert OpenVinoNetwork(network(), torch.bfloat16).precision == found
    assert OpenVinoNetwork(network(), torch.float32).precision == torch.float32


@needs_openvino
def test_tiles_and_the_same_turned_are_compiled_once_each() -> None:
    computed = OpenVinoNetwork(network(), torch.float32)
    upright, turned, third = (torch.Size((2, *sides)) for sides in ((64, 96), (96, 64), (64, 64)))
    first = computed._request_for(upright)
    other = computed._request_for(turned)
    assert computed._request_for(upright) is first
    assert computed._request_for(turned) is other
    computed._request_for(third)
    assert len(computed._requests) == 2


@needs_openvino
def test_its_telemetry_is_never_imported(tmp_path: Path) -> None:
    """Imported, it sends: what stands in for it here notes that it was."""
    package = tmp_path / "openvino_telemetry"
    package.mkdir()
    package.joinpath("__init__.py").write_text("open(__file__ + '.imported', 'w').close()\nTelemetry = object\n")
    program = "from paddy_segmenter.core.network.openvino_network import load_openvino; load_openvino().convert_model"
    folders = os.pathsep.join((str(tmp_path), str(ROOT)))
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": folders})
    assert not list(package.glob("*.imported"))


def test_where_it_is_missing_the_remedy_is_named(
    job: Callable[..., SegmentJob], monkeypatch: pytest.MonkeyPatch, report: Reporter, events: list[Event]
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(
        EnvironmentMissing, match=r"runtime is openvino, which .* -m pip install openvino, or choose the runtime torch"
    ):
        Model(job(runtime="openvino"), report)
    model = Model(job(), report)
    model.suit(LARGE)
    assert model.runtime.startswith("torch")
    assert events == []


@pytest.fixture(params=["raise AttributeError('no attribute Core')", "import missing_part", "raise OSError('no DLL')",
                        "__version__ = '1'\ndef Core(): raise RuntimeError('no plugins.xml')"])  # fmt: skip
def broken_openvino(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenVINO that is installed, but cannot be imported or used."""
    (tmp_path / "openvino.py").write_text(request.param)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "openvino"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("broken_openvino")
def test_where_it_is_broken_auto_takes_torch_and_says_so_once(
    job: Callable[..., SegmentJob], report: Reporter, events: list[Event]
) -> None:
    model = Model(job(), report)
    for lattice in (LARGE, SMALL, LARGE):
        model.suit(lattice)
        assert model.runtime == f"torch {torch.__version__}"
    [warning] = events
    assert isinstance(warning, Message)
    assert warning.text.startswith("OpenVINO in ")
    assert warning.text.endswith("or choose the runtime torch; until then torch computes the network")


@pytest.mark.usefixtures("broken_openvino")
def test_where_it_is_broken_and_asked_for_one_sentence_says_so(
    job: Callable[..., SegmentJob], report: Reporter
) -> None:
    with pytest.raises(EnvironmentMissing, match=r"^OpenVINO in .* does not work \(.*\): install it anew, or choose"):
        Model(job(runtime="openvino"), report)


@needs_openvino
@pytest.mark.parametrize("stage", ["compile_model", "infer"])
def test_where_it_fails_on_a_small_image_auto_takes_torch(
    stage: str, job: Callable[..., SegmentJob], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> object:
        if stage == "compile_model":
            raise RuntimeError("unsupported primitive")
        return Broken("unsupported primitive")

    monkeypatch.setattr(OpenVinoNetwork, "_compiled", fail)
    model = Model(job(), report)
    model.suit(LARGE)
    assert model.runtime.startswith("torch")
    assert "does not work (RuntimeError: unsupported primitive)" in "".join(map(str, events))


@needs_openvino
def test_auto_takes_torch_where_openvino_lacks_the_precision_that_is_asked_for(
    job: Callable[..., SegmentJob], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenVinoNetwork, "_try_out", lambda *_: torch.float32)
    model = Model(job(precision="bfloat16"), report)
    model.suit(LARGE)
    assert (model.runtime.partition(" ")[0], model.precision) == ("torch", "bfloat16")
    assert events == []

    asked = Model(job(precision="bfloat16", runtime="openvino"), report)
    assert asked.identity["precision"] == asked.precision == "float32"
    [warning] = events
    assert (
        "precision is bfloat16, which OpenVINO does not have on this processor: the network is computed in float32"
        in str(warning)
    )


def test_a_device_that_it_does_not_drive_is_refused(job: Callable[..., SegmentJob]) -> None:
    with pytest.raises(InputError, match=r"device is cuda.*choose the device auto or cpu, or the runtime torch"):
        SegmentJob("image.tif", "model.safetensors", "map.tif", device="cuda", runtime="openvino")


@needs_openvino
@pytest.mark.parametrize(
    ("wanted", "precision", "listed", "chosen"),
    [
        ("auto", torch.float32, ["CPU", "GPU"], "GPU"),
        ("auto", torch.bfloat16, ["CPU", "GPU"], "CPU"),
        ("auto", torch.float32, ["CPU"], "CPU"),
        ("cpu", torch.float32, ["CPU", "GPU"], "CPU"),
    ],
)
def test_graphics_compute_where_they_are_listed_and_nothing_else_is_asked_for(
    wanted: str, precision: torch.dtype, listed: list[str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Core:
        available_devices = listed

    monkeypatch.setattr(load_openvino(), "Core", Core)
    assert choose_openvino_device(wanted, precision) == chosen


@needs_openvino
def test_auto_takes_it_for_large_rasters_and_torch_for_small_ones(
    job: Callable[..., SegmentJob], report: Reporter
) -> None:
    model = Model(job(), report)
    runtimes = []
    for lattice in (LARGE, SMALL, LARGE):
        model.suit(lattice)
        runtimes.append(model.runtime.partition(" ")[0])
        assert model.identity["runtime"] == model.runtime
    assert runtimes == ["OpenVINO", "torch", "OpenVINO"]
    asked = Model(job(runtime="torch"), report)
    asked.suit(LARGE)
    assert asked.runtime == f"torch {torch.__version__}"


@needs_openvino
def test_the_log_names_the_runtime_and_the_map_is_torchs(
    job: Callable[..., SegmentJob], tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    maps = []
    for runtime in ("torch", "openvino"):
        probabilities = str(tmp_path / f"{runtime}.tif")
        made = job(precision="float32", runtime=runtime, probabilities=probabilities, probability_type="float32")
        segment_raster(made, report)
        maps.append(gdal.Open(probabilities).ReadAsArray())
    np.testing.assert_allclose(maps[0], maps[1], atol=1e-3)
    assert maps[0].std() > 0.01
    told = " ".join(event.text for event in events if isinstance(event, Message))
    assert "resnet34 on cpu in float32 with OpenVINO 20" in told
    assert f"resnet34 on cpu in float32 with torch {torch.__version__}" in told
