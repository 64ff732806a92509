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
    assert (
        Message(
            f"{fields} holds 2 polygons, 2 of them are labels on these rasters, what is no polygon does not count: "
            "1 points, 1 features without a geometry, 1 empty geometries"
        )
        in events
    )
    assert Message(f"{areas} has 1 features without a polygon, such as points and lines: they do not count") in events


def test_what_became_of_each_polygon_is_told_in_one_line(
    tmp_path: Path, image: str, report: Reporter, events: list[Event]
) -> None:
    left, bottom, right, top = HERE
    middle = left + 30
    west, east = square(left, bottom, middle, top), square(middle, bottom, right, top)
    fields = write_features(
        tmp_path / "fields.gpkg",
        (square(left, bottom, middle, bottom + 15), "hidden"), (west, "paddy"), (east, "trees"), (west, None), (east, " "),
        (square(left + 0.1, top + 0.1, left + 0.4, top + 0.4), "tiny"), (square(left, top + 3, right, top + 9), "outside"),
        (square(left + 9000, top, left + 9060, top + 60), "beside"), ("LINESTRING (1 2, 3 4)", "road"),
        (f"POLYGON (({left} {bottom}, {right} {bottom}, {right} 1e305, {left} {bottom}))", "typing error"),
    )  # fmt: skip
    areas = write_features(tmp_path / "areas.gpkg", (square(left, bottom, right, top), ""))
    job = TrainJob((image,), (fields,), str(tmp_path / "m.safetensors"), class_field="crop", labelled_areas=areas, chip=32, block=16)  # fmt: skip
    ground = survey(job, tmp_path, report)

    assert ground.legend.names == ["paddy", "trees"]
    assert (
        Message(
            f"{fields} holds 9 polygons, 2 of them are labels on these rasters, 2 without a class, 1 with a corner that is no place, "
            "1 hidden by later ones, 1 outside of the labelled areas, 1 without the centre of a pixel, 1 beside the rasters, "
            "what is no polygon does not count: 1 lines"
        )
        in events
    )
    [lost] = [event.text for event in events if isinstance(event, Message) and "no place on earth" in event.text]
    assert lost.startswith(f"the polygon with the id 10 of {fields} has a corner at ")
    assert lost.endswith("; it is left out")
    assert any(
        event.text.startswith("5 of the classes (beside, hidden, outside, tiny, typing error) lie on none of these rasters")
        for event in events if isinstance(event, Message)
    )  # fmt: skip


def test_polygons_without_a_class_that_become_background_are_warned_of(
    tmp_path: Path, image: str, report: Reporter, events: list[Event]
) -> None:
    left, bottom, right, top = HERE
    fields = write_features(
        tmp_path / "fields.gpkg", (square(left, bottom, left + 30, top), "paddy"), (square(left + 30, bottom, right, top), None)
    )  # fmt: skip
    job = TrainJob((image,), (fields,), str(tmp_path / "m.safetensors"), class_field="crop", unlabelled="background", chip=32, block=16)  # fmt: skip
    survey(job, tmp_path, report)
    assert Message(
        f"1 polygons of {fields} have no class, so that their ground is learnt as background: "
        "fill in their class, or delete them where that is right",
        "warning",
    ) in events  # fmt: skip


def test_where_no_polygon_has_a_place_the_corner_is_told(ask: Callable[..., str], tmp_path: Path) -> None:
    left, bottom, right, _ = HERE
    path = write_features(tmp_path / "fields.gpkg", (f"POLYGON (({left} {bottom}, {right} {bottom}, {right} 1e305, {left} {bottom}))", "rice"))  # fmt: skip
    assert ask(path, class_field="crop").startswith(f"the polygon with the id 1 of {path} has a corner at ")


def test_polygons_between_the_centres_of_pixels_are_told(ask: Callable[..., str], tmp_path: Path) -> None:
    left, bottom, _, _ = HERE
    path = write_features(
        tmp_path / "fields.gpkg", (square(left + 0.1, bottom + 0.1, left + 0.4, bottom + 0.4), "rice")
    )
    assert ask(path, class_field="crop") == (
        f"1 polygons of {path} lie between the centres of pixels of image.tif, on which labels are told: "
        "choose a finer raster, or draw larger ones"
    )
