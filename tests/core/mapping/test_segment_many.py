from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping import model as model_module
from paddy_segmenter.core.mapping import segment
from paddy_segmenter.core.mapping.segment import segment_raster, segment_rasters
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.tiles import Lattice, Window
from paddy_segmenter.errors import Cancelled, EnvironmentMissing, InputError, OutputError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentManyJob

Write = Callable[..., str]


@pytest.fixture
def model(tmp_path: Path) -> str:
    torch.manual_seed(3)
    figures = Normalisation((0.0,) * 2, (1000.0,) * 2, (500.0,) * 2, (250.0,) * 2)
    classes = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
    card = ModelCard("resnet34", ("red", "green"), figures, 1.5, 64, 16, (1, 2, 3), classes)
    save_model(str(tmp_path / "m.safetensors"), DeepLabV3("resnet34", 2, 2, 16, (1, 2, 3), 64), card)
    return str(tmp_path / "m.safetensors")


def noise(seed: int, bands: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 1000, (bands, 90, 70)).astype(np.uint16)


def messages(events: list[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Message))


def test_each_raster_is_mapped_as_it_would_be_alone_with_one_load_of_the_model(
    tmp_path: Path,
    write_raster: Write,
    model: str,
    report: Reporter,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rasters = tuple(write_raster(f"{name}.tif", noise(seed)) for seed, name in enumerate("ab"))
    many = SegmentManyJob(model, str(tmp_path / "maps"), rasters, layers=("confidence",), precision="float32")
    loads = []
    monkeypatch.setattr(segment, "Model", lambda *given, load=segment.Model: loads.append(given) or load(*given))
    outputs = segment_rasters(many, report)
    assert len(loads) == 1
    assert outputs["maps"] == [str(tmp_path / "maps" / f"{name}.tif") for name in "ab"]
    assert (outputs["mapped"], outputs["failed"]) == (2, 0)
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {path.name for path in (tmp_path / "maps").iterdir()} == {
        f"{name}{kind}" for name in "ab" for kind in (".tif", ".qml", "_confidence.tif", "_confidence.qml")} | {
        path.name for path in (tmp_path / "maps").glob("*.aux.xml")}  # fmt: skip
    together = [Path(path).read_bytes() for path in many.output_paths()]
    for single in many.single_jobs:
        segment_raster(single, report)
    assert [Path(path).read_bytes() for path in many.output_paths()] == together


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    maps = str(Path(model, "maps"))  # a folder in a file
    with pytest.raises(OutputError, match=r"the folder .*maps cannot be created .*: choose another one"):
        segment_rasters(SegmentManyJob(model, maps, (write_raster("a.tif", noise(1)),)), report)


def test_each_raster_is_timed_with_all_threads(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, threads = torch.get_num_threads(), []
    monkeypatch.setattr(model_module, "measure_pace", lambda *_: threads.append(torch.get_num_threads()))
    try:
        torch.set_num_threads(2)
        loaded = model_module.Model(SegmentManyJob(model, "maps", ("a.tif",), precision="float32"), Reporter(print))
        for side in (64, 80):
            loaded.pace(Lattice(Window(0, 0, 90, 90), side, side, 16), 1)
            torch.set_num_threads(1)  # as that raster's pace might want
    finally:
        torch.set_num_threads(usual)
    assert threads == [2, 2]


def test_what_fails_for_one_raster_is_told_and_the_others_go_on(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    narrow = write_raster("narrow.tif", noise(1, bands=1))
    rasters = (narrow, str(tmp_path / "missing.tif"), write_raster("good.tif", noise(2)))
    outputs = segment_rasters(SegmentManyJob(model, str(tmp_path / "maps"), rasters), report)
    assert outputs["maps"] == [str(tmp_path / "maps" / "good.tif")]
    assert outputs["failed"] == 2
    assert list(outputs["failures"]) == list(rasters[:2])
    assert f"{narrow} is not mapped: the model expects 2 bands, narrow.tif has 1: choose" in messages(events)
    with pytest.raises(InputError, match=r"none of 1 rasters could be mapped; the first: .*narrow.tif has 1"):
        segment_rasters(SegmentManyJob(model, str(tmp_path / "maps"), (narrow,)), report)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("PROJ: crs\n not found"), "unexpected RuntimeError (PROJ: crs not found): please report it with"),
        (ZeroDivisionError("division by zero"), "unexpected ZeroDivisionError (division by zero): please report"),
        (RecursionError("too deep"), "unexpected RecursionError (too deep): please report"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "no"), "unexpected UnicodeEncodeError ("),
        (MemoryError(), "out of memory: close other programs"),
    ],
)
def test_what_nobody_foresaw_in_one_raster_is_told_and_the_others_go_on(
    tmp_path: Path,
    write_raster: Write,
    model: str,
    report: Reporter,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    sentence: str,
) -> None:
    rasters = tuple(write_raster(f"{name}.tif", noise(seed)) for seed, name in enumerate("ab"))
    many = SegmentManyJob(model, str(tmp_path / "maps"), rasters)

    def open_or_fail(path: str, *given: str, usual: type = segment.Raster, **named: str) -> object:
        if path == rasters[0]:
            raise error
        return usual(path, *given, **named)

    monkeypatch.setattr(segment, "Raster", open_or_fail)
    outputs = segment_rasters(many, report)
    assert outputs["maps"] == [str(tmp_path / "maps" / "b.tif")]
    assert outputs["failures"][rasters[0]].startswith(sentence)
    assert f"{rasters[0]} is not mapped: {sentence}" in messages(events)
    assert ("Traceback" in capsys.readouterr().err) == sentence.startswith("unexpected")


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        Cancelled("cancelled"),
        BrokenPipeError(),
        EnvironmentMissing("shapely is missing"),
        ModuleNotFoundError("No module named 'torch'", name="torch"),
    ],
    ids=repr,
)
def test_what_concerns_all_rasters_ends_the_run(
    tmp_path: Path, model: str, report: Reporter, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(segment, "Raster", fail)
    with pytest.raises(type(error)):
        segment_rasters(SegmentManyJob(model, str(tmp_path / "maps"), ("a.tif", "b.tif")), report)


def test_a_run_that_was_broken_off_does_not_compute_finished_rasters_again(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    rasters = tuple(write_raster(f"{name}.tif", noise(seed)) for seed, name in enumerate("abc"))
    many = SegmentManyJob(model, str(tmp_path / "maps"), rasters)

    def cancel_in_the_second(event: Event) -> None:
        if isinstance(event, Progress) and event.share > 0.4:
            broken.cancel()

    broken = Reporter(cancel_in_the_second)
    with pytest.raises(Cancelled):
        segment_rasters(many, broken)
    first = tmp_path / "maps" / "a.tif"
    written = first.stat().st_mtime_ns
    assert segment_rasters(many, report)["mapped"] == 3
    assert first.stat().st_mtime_ns == written
    assert f"{first} was finished by an earlier run of the same job" in messages(events)
    assert not list((tmp_path / "maps").glob(".*"))


def test_what_is_finished_is_not_computed_again_when_what_failed_is_mended(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    rasters = (write_raster("good.tif", noise(1)), write_raster("bad.tif", noise(2, bands=1)))
    many = SegmentManyJob(model, str(tmp_path / "maps"), rasters)
    assert segment_rasters(many, report)["failed"] == 1
    good = tmp_path / "maps" / "good.tif"
    written = good.stat().st_mtime_ns
    write_raster("bad.tif", noise(2))
    assert segment_rasters(many, report)["failed"] == 0
    assert good.stat().st_mtime_ns == written
    assert not list((tmp_path / "maps").glob(".*"))
