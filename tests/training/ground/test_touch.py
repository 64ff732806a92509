"""Why no label is learnt is told as it is: five causes, one sentence each."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr, osr

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP, wkt
from training.ground.survey import survey

Write = Callable[..., str]
SIDE = 128  # pixels of 1.5 m
HERE = (LEFT + 15, TOP - 150, LEFT + 90, TOP - 30)


@pytest.fixture
def image(write_raster: Write) -> str:
    values = np.random.default_rng(0).integers(1, 900, (2, SIDE, SIDE)).astype(np.uint16)
    values[:, :, 64:] = 0
    return write_raster("image.tif", values, nodata=0)


@pytest.fixture
def ask(tmp_path: Path, image: str, report: Reporter) -> Callable[..., str]:
    """Returns a function that gives the sentence with which labels are refused."""

    def refused(labels: str, **fields: object) -> str:
        job = TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), chip=32, block=32, **fields)
        with pytest.raises(InputError) as error:
            survey(job, tmp_path, report)
        return str(error.value)

    return refused


def write_features(path: Path, *features: tuple[str | None, str | None]) -> str:
    """Writes geometries (WKT) with what their field crop holds."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("fields", osr.SpatialReference(wkt(32750)), ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    for text, crop in features:
        feature = ogr.Feature(layer.GetLayerDefn())
        if text:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        feature.SetField("crop", crop)
        layer.CreateFeature(feature)
    return str(path)


def square(left: float, bottom: float, right: float, top: float) -> str:
    return f"POLYGON (({left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}, {left} {bottom}))"


@pytest.mark.parametrize("unlabelled", ["ignore", "background"])
@pytest.mark.parametrize("crop", [None, "", "  "], ids=["NULL", "empty", "blanks"])
def test_a_class_field_that_is_empty_in_all_polygons(
    ask: Callable[..., str], tmp_path: Path, crop: str | None, unlabelled: str
) -> None:
    path = write_features(tmp_path / "fields.gpkg", (square(*HERE), crop), (square(*HERE), crop))
    assert ask(path, class_field="crop", unlabelled=unlabelled) == (
        f"{path} has 2 polygons, but none with a value in the field crop: fill it in, or choose another class field"
    )


def test_polygons_on_the_raster_that_have_no_class_while_others_have(ask: Callable[..., str], tmp_path: Path) -> None:
    far = square(LEFT + 9000, TOP - 90, LEFT + 9090, TOP - 9)
    path = write_features(tmp_path / "fields.gpkg", (square(*HERE), None), (far, "paddy"))
    assert ask(path, class_field="crop") == (
        f"the polygons of {path} on image.tif have no value in the field crop: fill it in, or choose another class field"
    )


def test_a_layer_without_a_polygon(ask: Callable[..., str], tmp_path: Path) -> None:
    sentence = "holds no polygons: draw some, or choose another layer"
    empty = write_features(tmp_path / "empty.gpkg")
    points = write_features(tmp_path / "points.gpkg", ("POINT (1 2)", "paddy"), (None, "paddy"))
    assert ask(empty, class_field="crop") == f"{empty} {sentence}"
    assert ask(points, class_field="crop") == f"{points} {sentence}"


def test_a_class_raster_without_a_value(ask: Callable[..., str], write_raster: Write) -> None:
    path = write_raster("classes.tif", np.zeros((SIDE, SIDE), np.uint8), nodata=0)
    assert ask(path) == (
        f"{path} has no data in any pixel: correct its nodata value or mask, or choose another class raster"
    )


def test_labels_of_ignored_values_alone(ask: Callable[..., str], write_raster: Write, write_polygons: Write) -> None:
    classes = write_raster("classes.tif", np.full((SIDE, SIDE), 7, np.uint8))
    fields = write_polygons("fields.gpkg", [(*HERE, 7)])
    for path, field in ((classes, ""), (fields, "crop")):
        told = ask(path, class_field=field, ignored_values=(7,))
        assert told.startswith(f"{path} holds nothing but ignored values: ignore fewer, or choose another ")


def test_labels_where_the_raster_has_no_data(ask: Callable[..., str], write_polygons: Write) -> None:
    path = write_polygons("fields.gpkg", [(LEFT + 100, TOP - 150, LEFT + 150, TOP - 30, "paddy")])
    assert ask(path, class_field="crop") == (
        "the labels lie where image.tif has no data: correct its nodata value, mask or alpha band, or label other ground"
    )


def test_labels_beyond_the_labelled_areas_are_not_said_to_lie_on_no_data(
    ask: Callable[..., str], write_polygons: Write
) -> None:
    fields = write_polygons("fields.gpkg", [(*HERE, "paddy")])
    areas = write_polygons("areas.gpkg", [(LEFT + 15, TOP - 20, LEFT + 90, TOP - 10, "in")])
    assert f"the labels within {areas} do not touch image.tif: " in ask(
        fields, class_field="crop", labelled_areas=areas
    )


def test_of_several_rasters_each_that_gets_no_label_is_told_with_its_cause(
    tmp_path: Path, image: str, write_raster: Write, write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    values = np.kron([[1, 2], [2, 1]], np.ones((SIDE // 2, SIDE // 2), np.uint8)).astype(np.uint8)
    blank = write_raster("blank.tif", np.zeros((2, SIDE, SIDE), np.uint16), nodata=0)
    shown = write_raster("shown.tif", np.ones((2, SIDE, SIDE), np.uint16))
    labels = write_raster("labels.tif", values), write_raster("on_blank.tif", values), write_raster("void.tif", 0 * values, nodata=0)  # fmt: skip
    survey(
        TrainJob((image, blank, shown), labels, str(tmp_path / "m.safetensors"), chip=32, block=32), tmp_path, report
    )
    told = [event.text for event in events if isinstance(event, Message)]
    assert "the labels lie where blank.tif has no data: nothing is learnt there" in told
    assert f"{labels[2]} has no labels for shown.tif: nothing is learnt there" in told


def test_features_without_a_polygon_are_counted(
    tmp_path: Path, image: str, report: Reporter, events: list[Event]
) -> None:
    left, bottom, right, top = HERE
    fields = write_features(
        tmp_path / "fields.gpkg", (square(left, bottom, left + 30, top), "paddy"), (square(left + 30, bottom, right, top), "trees"),
        ("POINT (1 2)", "paddy"), (None, "paddy"), ("POLYGON EMPTY", "water"),
    )  # fmt: skip
    areas = write_features(tmp_path / "areas.gpkg", (square(*HERE), ""), ("LINESTRING (1 2, 3 4)", ""))
    job = TrainJob((image,), (fields,), str(tmp_path / "m.safetensors"), class_field="crop", labelled_areas=areas, chip=32, block=16)  # fmt: skip
    ground = survey(job, tmp_path, report)
    assert ground.legend.names == ["paddy", "trees"]
    sentence = "features without a polygon, such as points and lines: they do not count"
    assert Message(f"{fields} has 3 {sentence}") in events
    assert Message(f"{areas} has 1 {sentence}") in events
