import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal, osr

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.map_run import MapRun
from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.mapping.segmentation import Segmentation, plan_lattice
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import load_model, save_model
from paddy_segmenter.core.rasters.bands import choose_bands
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.view import View
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob
from tests.conftest import LEFT, TOP, declare_scale

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
    values = noise(1100, 300)
    values[:, 400:700, :200] = 0  # whole tiles without data: batches are formed from what is left
    image, settings = write_raster("tall.tif", values, nodata=0), {"batch": 2}
    segmentation = segmentation_of(job(tmp_path, image, model, **settings))
    [strips] = segmentation.panels
    whole = {window: (p.clone(), valid.clone()) for window, p, valid in segmentation.compute(strips, ignore)}
    assert len(whole) == 3
    for first, last in [(0, 1), (1, 2), (2, 3), (1, 3)]:
        part = segmentation_of(job(tmp_path, image, model, **settings)).compute(strips[first:last], ignore)
        for window, probabilities, valid in part:
            assert torch.equal(probabilities, whole[window][0])
            assert torch.equal(valid, whole[window][1])


def segmentation_of(job: SegmentJob) -> Segmentation:
    return Segmentation(job, Raster(job.raster), Model(job, Reporter(lambda event: None)))


def ignore(tiles: int) -> None: ...


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
    assert (tmp_path / "confidence.qml").exists()
    assert mapped.GetMetadataItem("TIFFTAG_IMAGEDESCRIPTION").startswith(
        f"mapped by {Path(model).name} (DeepLabV3 on resnet34"
    )


def test_nodata_stays_nodata_in_every_output(tmp_path: Path, write_raster: Write, model: str, report: Reporter) -> None:
    values = noise(150, 130)
    values[:, 20:60, 30:] = 0
    outputs = segment_raster(
        job(tmp_path, write_raster("holes.tif", values, nodata=0), model, confidence=str(tmp_path / "c.tif"),
            probabilities=str(tmp_path / "p.tif"), probability_type="float32"), report
    )  # fmt: skip
    assert 'maximumValue="1"' in (tmp_path / "p.qml").read_text(encoding="utf-8")  # as floats are written
    hole = values[0] == 0
    for path in outputs.values():
        for band in bands_of(path):
            np.testing.assert_array_equal(band.ReadAsArray() == band.GetNoDataValue(), hole)
            assert band.GetMaskFlags() == gdal.GMF_NODATA


def bands_of(path: str) -> Iterator[gdal.Band]:
    dataset = gdal.Open(path)
    yield from (dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1))


def test_all_outputs_of_one_pass_agree(tmp_path: Path, write_raster: Write, model: str, report: Reporter) -> None:
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("confidence", "probabilities")}
    fields = paths | {"polygons": str(tmp_path / "fields.gpkg"), "probability_type": "float32"}
    outputs = segment_raster(job(tmp_path, write_raster("image.tif", noise(150, 130)), model, **fields), report)
    assert outputs.keys() == {"output", "confidence", "probabilities", "polygons"}
    mapped, confidence, shares = (
        gdal.Open(outputs[n]).ReadAsArray() for n in ("output", "confidence", "probabilities")
    )
    np.testing.assert_array_equal(np.array([1, 2, 9])[shares.argmax(axis=0)], mapped)
    np.testing.assert_array_equal(np.round(shares.max(axis=0) * 100), confidence)
    assert [band.GetDescription() for band in bands_of(outputs["probabilities"])] == ["paddy", "trees", "water"]
    polygons = gdal.OpenEx(outputs["polygons"])
    areas = dict.fromkeys((1, 2, 9), 0.0)
    for feature in polygons.GetLayer(0):
        areas[feature["class"]] += feature["area_ha"]
    counted = {value: float((mapped == value).sum()) * 1.5**2 / 1e4 for value in areas}
    assert areas == pytest.approx(counted, rel=2e-3)  # the map's square metres are a little off those of the ellipsoid
    assert not list(tmp_path.glob(".*"))


def test_a_large_map_has_overviews_with_its_colours(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    segment_raster(job(tmp_path, write_raster("image.tif", noise(600, 80)), model), report)
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    [overview] = [dataset.GetRasterBand(1).GetOverview(n) for n in range(dataset.GetRasterBand(1).GetOverviewCount())]
    assert (overview.XSize, overview.YSize) == (40, 300)
    assert overview.GetColorTable().GetColorEntry(9) == (0, 0, 200, 255)


def test_beyond_the_area_of_interest_there_is_no_data(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    device = "cpu"  # a GPU rounds otherwise where a batch is smaller
    raster = write_raster("image.tif", noise(300, 200))
    segment_raster(job(tmp_path, raster, model, device=device), report)
    whole = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    extent = f"{LEFT + 30},{LEFT + 90},{TOP - 150},{TOP - 60}"  # columns 20 to 60, rows 40 to 100
    events.clear()
    segment_raster(job(tmp_path, raster, model, interest=extent, device=device), report)
    part = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    np.testing.assert_array_equal(part[40:100, 20:60], whole[40:100, 20:60])
    assert (part != 255).sum() == 60 * 40


def test_an_extent_in_a_crs_without_a_number_is_no_file(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    raster = write_raster("image.tif", noise(64, 64))
    crs = osr.SpatialReference()
    crs.ImportFromProj4(
        "+proj=tmerc +lon_0=117 +k=0.9996 +x_0=500000 +y_0=10000000 +datum=WGS84 +units=m"
    )  # as UTM 50S
    assert len(crs.ExportToWkt()) > 255  # more than a file's name may have
    extent = f"{LEFT},{LEFT + 48},{TOP - 48},{TOP} [{crs.ExportToWkt()}]"
    segment_raster(job(tmp_path, raster, model, interest=extent), report)
    mapped = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray() != 255
    np.testing.assert_array_equal(mapped, np.kron([[1, 0], [0, 0]], np.ones((32, 32), int)))


def test_the_images_of_a_virtual_raster_are_not_written_over(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    image = Path(write_raster("map.tif", noise(64, 64)))
    before = image.read_bytes()
    gdal.Translate(str(tmp_path / "view.vrt"), str(image), format="VRT")
    with pytest.raises(InputError, match=r"map.tif holds pixels of view.vrt: choose another output file"):
        segment_raster(job(tmp_path, str(tmp_path / "view.vrt"), model), report)
    assert image.read_bytes() == before


@pytest.mark.parametrize("bands", [(), (1, 3)])
def test_bands_behind_a_mask_are_found_at_another_gsd_too(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, bands: tuple[int, ...]
) -> None:
    red, green = values = noise(64, 64)
    values[:, 20:40, 20:40] = 0
    raster = write_raster("rgb.tif", np.stack([red, np.full_like(red, 65535), green]), gsd=3.0, nodata=0)
    file = gdal.Open(raster, gdal.GA_Update)
    file.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    del file
    segment_raster(job(tmp_path, raster, model, bands=bands), report)
    masked = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    segment_raster(job(tmp_path, write_raster("two.tif", values, gsd=3.0, nodata=0), model), report)
    np.testing.assert_array_equal(masked, gdal.Open(str(tmp_path / "map.tif")).ReadAsArray())
    assert (masked[21:39, 21:39] == 255).all()


def test_a_raster_at_another_gsd_is_seen_at_the_models_and_mapped_on_its_own_grid_or_the_models(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    fine = noise(128, 96)
    coarse = write_raster("coarse.tif", fine[:, 1::2, 1::2], gsd=3.0)
    segment_raster(job(tmp_path, coarse, model), report)
    mapped = gdal.Open(str(tmp_path / "map.tif"))
    assert (mapped.RasterXSize, mapped.RasterYSize) == (48, 64)
    assert mapped.GetGeoTransform() == gdal.Open(coarse).GetGeoTransform()
    assert any("resampled to 1.5 m" in event.text for event in events if isinstance(event, Message))
    segment_raster(job(tmp_path, coarse, model, grid="model"), report)
    mapped = gdal.Open(str(tmp_path / "map.tif"))
    assert (mapped.RasterXSize, mapped.RasterYSize) == (96, 128)
    assert mapped.GetGeoTransform()[1] == 1.5
    assert not list(tmp_path.glob(".*"))


def test_values_in_other_units_are_refused_unless_accepted(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    reflectances = write_raster("shares.tif", (noise(80, 80) / 1000).astype(np.float32))
    with pytest.raises(InputError, match="are not those that the model learnt from"):
        segment_raster(job(tmp_path, reflectances, model), report)
    assert {path.name for path in tmp_path.iterdir()} == {"shares.tif", "random.safetensors"}
    segment_raster(job(tmp_path, reflectances, model, strange_values="accept"), report)
    assert (tmp_path / "map.tif").exists()


@pytest.mark.parametrize("gsd", [1.5, 3.0], ids=["own grid", "view"])
def test_a_model_of_scaled_values_maps_what_the_stored_ones_stand_for(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, gsd: float
) -> None:
    values = noise(80, 80).astype(np.float32)
    values[:, 20:40, 20:40] = -99
    plain = write_raster("plain.tif", values, gsd=gsd, nodata=-99)
    segment_raster(job(tmp_path, plain, model), report)
    expected = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()

    stored = np.where(values == -99, -99, 4 * values - 400)
    scaled = declare_scale(write_raster("scaled.tif", stored, gsd=gsd, nodata=-99), (0.25, 100.0), (0.25, 100.0))
    path = str(tmp_path / "scaled.safetensors")
    save_model(path, load_model(model)[0], replace(card(), values="scaled"))
    segment_raster(job(tmp_path, scaled, path), report)
    np.testing.assert_array_equal(gdal.Open(str(tmp_path / "map.tif")).ReadAsArray(), expected)


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


def test_bands_in_another_order_than_the_models_are_warned_of(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    raster = write_raster("swapped.tif", noise(64, 64), bands=("green", "blue"))
    segment_raster(job(tmp_path, raster, model), report)
    assert "learnt from the bands red, green, but swapped.tif has green, blue: choose" in warnings_of(events)
    events.clear()
    segment_raster(job(tmp_path, raster, model, bands=(1, 2)), report)
    assert warnings_of(events) == ""


def test_a_map_without_any_data_is_warned_of(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    empty = write_raster("empty.tif", np.zeros((2, 70, 70), np.uint16), nodata=0)
    segment_raster(job(tmp_path, empty, model), report)
    assert warnings_of(events) == "empty.tif has no pixel with data: the map is empty"
    assert (gdal.Open(str(tmp_path / "map.tif")).ReadAsArray() == 255).all()


def warnings_of(events: list[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Message) and event.level == "warning")


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


@pytest.mark.parametrize(
    ("chip", "stride", "asked", "tile", "overlap"),
    [
        (256, 8, {}, (752, 896), 96),
        (256, 16, {}, (800, 960), 153),
        (64, 16, {}, (64, 64), 16),
        (1024, 8, {}, (1088, 1120), 128),
        (256, 8, {"tile": 300}, (300, 300), 75),
        (256, 8, {"overlap": 200}, (832, 864), 200),
    ],
)
def test_tiles_are_some_chips_long_and_cover_the_raster_evenly(
    chip: int, stride: int, asked: dict[str, int], tile: tuple[int, int], overlap: int
) -> None:
    learnt = replace(card(), chip=chip, output_stride=stride)
    lattice = plan_lattice(
        SegmentJob("image.tif", "model.safetensors", "map.tif", **asked), Window(0, 0, 2048, 4096), learnt
    )
    assert ((lattice.tile_height, lattice.tile_width), lattice.overlap) == (tile, overlap)


def test_a_raster_that_holds_little_is_tiled_where_it_does(tmp_path: Path, write_raster: Write, model: str) -> None:
    values = np.zeros((2, 1500, 1500), np.uint16)
    values[:, 600:700, 900:1000] = noise(100, 100)
    image = str(tmp_path / "sparse.tif")
    gdal.Translate(image, write_raster("full.tif", values, nodata=0), creationOptions=["TILED=YES", "SPARSE_OK=TRUE"])
    lattice = segmentation_of(job(tmp_path, image, model)).lattice
    assert lattice.area == Window(512, 768, 256, 256)
    assert len(lattice) == 25


def test_a_raster_that_holds_little_is_tiled_where_it_does_at_another_gsd_too(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event]
) -> None:
    values = np.zeros((2, 750, 750), np.uint16)
    values[:, 300:350, 450:500] = noise(50, 50)
    image = str(tmp_path / "sparse.tif")
    full = write_raster("full.tif", values, nodata=0, gsd=3.0)
    gdal.Translate(image, full, creationOptions=["TILED=YES", "SPARSE_OK=TRUE"])
    segment_raster(job(tmp_path, image, model), report)
    told = [event.text for event in events if isinstance(event, Progress) and event.text.startswith("tile ")]
    assert (
        told[-1] == "tile 441 of 441"
    )  # of 1024 in all: the block is 512 pixels wide there, and a little is carried beyond it
    np.testing.assert_array_equal(gdal.Open(str(tmp_path / "map.tif")).ReadAsArray() != 255, values[0] > 0)


def test_an_overlap_as_large_as_the_tile_is_refused(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter
) -> None:
    with pytest.raises(InputError, match="overlap is 64 pixels, but must be smaller than the tile of 64"):
        segment_raster(job(tmp_path, write_raster("image.tif", noise(80, 80)), model, tile=64, overlap=64), report)


@pytest.mark.parametrize("overlap", [945, 960, 1000])
def test_an_overlap_as_large_as_a_tile_may_be_is_refused(overlap: int) -> None:
    asked = SegmentJob("image.tif", "model.safetensors", "map.tif", overlap=overlap)
    for height in (300, 5000):
        with pytest.raises(InputError, match=f"overlap is {overlap} pixels, but must be smaller than the tile of 768"):
            plan_lattice(asked, Window(0, 0, height, 5000), replace(card(), chip=256))


@pytest.mark.parametrize("gsd", [1.5, 1.0], ids=["the raster itself", "a view"])
def test_a_value_that_stands_for_missing_data_is_mapped_as_if_it_were_declared(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, events: list[Event], gsd: float
) -> None:
    values = noise(150, 200).astype(np.int16)
    values[:, 30:70, 50:120] = -9999
    declared = write_raster("declared.tif", values, nodata=-9999, gsd=gsd)
    undeclared = write_raster("undeclared.tif", values, gsd=gsd)

    def mapped(raster: str, **options: str) -> np.ndarray:
        segment_raster(job(tmp_path, raster, model, **options), report)
        return gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()

    right = mapped(declared)
    assert not [event for event in events if isinstance(event, Message) and event.level == "warning"]
    np.testing.assert_array_equal(mapped(undeclared), right)
    warnings = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    assert [warning.partition(",")[0] for warning in warnings] == ["undeclared.tif holds -9999 in band 1"]

    dataset = gdal.Open(str(tmp_path / "map.tif"))
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    assert (right[30:70, 50:120] == nodata).all()
    assert (mapped(undeclared, undeclared_missing="keep") != nodata).all()


def test_what_is_left_out_is_kept_in_the_journal(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = noise(150, 200).astype(np.int16)
    values[1, 30:70, 50:120] = -9999
    monkeypatch.setattr(MapRun, "finish", lambda *_: None)
    segment_raster(job(tmp_path, write_raster("undeclared.tif", values), model), report)
    [noted] = tmp_path.glob(".map.tif.strips/job.json")
    assert json.loads(noted.read_text())["identity"]["values left out"] == [[2, [-9999.0]]]


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    """A model one sign of which is wrong: all its numbers are finite, and none of its answers."""
    path = str(tmp_path / "damaged.safetensors")
    network = DeepLabV3("resnet34", 2, len(CLASSES), 16, (1, 2, 3), 64)
    network.backbone.bn1.running_var[0] = -1.0
    save_model(path, network, card())
    return path


def test_where_a_network_gives_no_number_the_maps_have_no_data_and_that_is_told(
    tmp_path: Path, write_raster: Write, damaged: str, report: Reporter, events: list[Event]
) -> None:
    values = noise(700, 200)
    values[:, :50] = 0
    raster = write_raster("image.tif", values, nodata=0)
    maps = {name: str(tmp_path / f"{name}.tif") for name in ("confidence", "probabilities")}
    segment_raster(job(tmp_path, raster, damaged, **maps), report)
    for path in (*maps.values(), str(tmp_path / "map.tif")):
        dataset = gdal.Open(path)
        assert (dataset.ReadAsArray() == dataset.GetRasterBand(1).GetNoDataValue()).all()
    warnings = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    assert warnings[-1].startswith("for 130,000 pixels of image.tif the network gives no number, and they are nodata")


def test_a_pixel_for_which_another_tile_has_a_number_counts(
    tmp_path: Path,
    write_raster: Write,
    model: str,
    report: Reporter,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    softmax = Predictor._softmax

    def overflowing(predictor: Predictor, inputs: torch.Tensor) -> torch.Tensor:
        answer = softmax(predictor, inputs)
        answer[:, :, :10, :10] = torch.nan
        return answer

    monkeypatch.setattr(Predictor, "_softmax", overflowing)
    raster = write_raster("image.tif", noise(300, 300))
    segment_raster(job(tmp_path, raster, model, tile=128, overlap=64), report)
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    missing = dataset.ReadAsArray() == dataset.GetRasterBand(1).GetNoDataValue()
    corner = np.zeros_like(missing)
    corner[:10, :10] = True
    np.testing.assert_array_equal(missing[:64, :64], corner[:64, :64])
    warnings = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    assert warnings[-1].startswith(f"for {missing.sum()} pixels of image.tif the network gives no number")


def test_the_guard_looks_at_what_the_network_sees_of_a_view(
    tmp_path: Path, write_raster: Write, model: str, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = View.read

    def shifted(view: View, window: Window, bands: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        image, valid = read(view, window, bands)
        return image + 20_000, valid

    monkeypatch.setattr(View, "read", shifted)
    raster = write_raster("image.tif", noise(150, 200), gsd=1.0)
    with pytest.raises(InputError, match=r"band 1 runs from 2\.0\d+e\+04"):
        segment_raster(job(tmp_path, raster, model), report)
