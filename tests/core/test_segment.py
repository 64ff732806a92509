from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.core.bands import choose_bands
from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.deeplabv3 import DeepLabV3
from paddy_segmenter.core.model_file import save_model
from paddy_segmenter.core.raster import Raster
from paddy_segmenter.core.segment import Segmentation, segment_raster
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob

Write = Callable[..., str]
CLASSES = (
    LegendClass(1, "paddy", (0, 158, 115)),
    LegendClass(2, "trees", (0, 80, 20)),
    LegendClass(9, "water", (0, 0, 200)),
)


def card(bands: tuple[str, ...] = ("red", "green"), gsd: float = 1.5) -> ModelCard:
    count = len(bands)
    normalisation = Normalisation((0.0,) * count, (1000.0,) * count, (500.0,) * count, (250.0,) * count)
    return ModelCard("resnet34", bands, normalisation, gsd, 64, 16, (1, 2, 3), CLASSES, {})


@pytest.fixture
def model(tmp_path: Path) -> str:
    torch.manual_seed(3)
    path = str(tmp_path / "random.safetensors")
    network = DeepLabV3("resnet34", 2, len(CLASSES), 16, (1, 2, 3), 64)
    torch.nn.init.normal_(network.classifier[-1].weight, std=0.5)  # so that an untrained network has opinions
    save_model(path, network, card())
    return path


def noise(height: int, width: int) -> np.ndarray:
    coarse = np.random.default_rng(5).integers(1, 1000, (2, height // 8 + 1, width // 8 + 1))
    return coarse.repeat(8, axis=1).repeat(8, axis=2)[:, :height, :width].astype(np.uint16)


def job(tmp_path: Path, raster: str, model: str, **fields: object) -> SegmentJob:
    return SegmentJob(raster=raster, model=model, output=str(tmp_path / "map.tif"), precision="float32", **fields)


def test_any_sub_range_of_strips_gives_the_same_bytes(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    raster = write_raster("tall.tif", noise(1100, 90))
    segmentation = Segmentation(job(tmp_path, raster, model), report)
    whole = {window: (p.clone(), valid.clone()) for window, p, valid in segmentation.strips()}
    assert len(whole) == 3
    for first, last in [(0, 1), (1, 2), (2, 3), (1, 3)]:
        for window, probabilities, valid in Segmentation(job(tmp_path, raster, model), report).strips(first, last):
            assert torch.equal(probabilities, whole[window][0])
            assert torch.equal(valid, whole[window][1])


def test_the_map_lies_on_the_raster_and_names_its_classes(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    raster = write_raster("image.tif", noise(150, 130))
    outputs = segment_raster(job(tmp_path, raster, model, confidence=str(tmp_path / "confidence.tif")), report)
    mapped, confidence, image = (gdal.Open(path) for path in (outputs["output"], outputs["confidence"], raster))
    for each in (mapped, confidence):
        assert each.GetGeoTransform() == image.GetGeoTransform()
        assert each.GetSpatialRef().IsSame(image.GetSpatialRef())
        assert (each.RasterXSize, each.RasterYSize) == (130, 150)
    values = set(np.unique(mapped.ReadAsArray()).tolist())
    assert values <= {1, 2, 9}
    assert len(values) > 1
    percents = confidence.ReadAsArray()
    assert 33 <= percents.min() < percents.max() <= 100
    assert mapped.GetRasterBand(1).GetCategoryNames()[9] == "water"
    assert (tmp_path / "map.qml").exists()


def test_nodata_stays_nodata_in_every_output(tmp_path: Path, write_raster: Write, model: str, report: Reporter) -> None:
    values = noise(150, 130)
    values[:, 20:60, 30:] = 0
    outputs = segment_raster(
        job(tmp_path, write_raster("holes.tif", values, nodata=0), model, confidence=str(tmp_path / "c.tif")), report
    )
    hole = values[0] == 0
    for path in outputs.values():
        dataset = gdal.Open(path)
        missing = dataset.ReadAsArray() == dataset.GetRasterBand(1).GetNoDataValue()
        np.testing.assert_array_equal(missing, hole)


def test_a_raster_smaller_than_a_tile_is_mapped_whole(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    outputs = segment_raster(job(tmp_path, write_raster("small.tif", noise(20, 33)), model), report)
    assert (gdal.Open(outputs["output"]).ReadAsArray() != 255).all()


def test_progress_ends_at_one_and_counts_every_tile(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    segment_raster(job(tmp_path, write_raster("image.tif", noise(300, 200)), model), report)
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_another_gsd_is_warned_of(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    segment_raster(job(tmp_path, write_raster("coarse.tif", noise(64, 64), gsd=10.0), model), report)
    warnings = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    assert len(warnings) == 1
    assert "10 m per pixel, the model learnt from 1.5 m" in warnings[0]


def test_bands_are_found_by_their_names(write_raster: Write) -> None:
    raster = Raster(write_raster("bgr.tif", np.ones((3, 4, 4), np.uint8), bands=("blue", "green", "red")))
    assert choose_bands(card(("red", "green")), raster, ()) == (3, 2)
    assert choose_bands(card(("B4", "B3")), raster, ()) == (1, 2)
    assert choose_bands(card(("red", "green")), raster, (1, 3)) == (1, 3)


@pytest.mark.parametrize(
    ("bands", "wanted", "sentence"),
    [
        (("a", "b", "c", "d"), (), "the model expects 4 bands, two.tif has 2: choose another model or raster"),
        (("a", "b"), (1,), r"1 bands chosen, but the model expects 2 \(a, b\): choose 2"),
        (("a", "b"), (1, 3), "band 3 does not exist: .*two.tif has 2 bands"),
    ],
)
def test_bands_that_do_not_fit_are_refused(
    write_raster: Write, bands: tuple[str, ...], wanted: tuple[int, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        choose_bands(card(bands), Raster(write_raster("two.tif", np.ones((2, 4, 4), np.uint8))), wanted)


def test_an_overlap_as_large_as_the_tile_is_refused(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    with pytest.raises(InputError, match="overlap is 64 pixels, but must be smaller than the tile of 64"):
        Segmentation(job(tmp_path, write_raster("image.tif", noise(80, 80)), model, overlap=64), report)
