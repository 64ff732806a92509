from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP
from tests.training.labels.conftest import SIZE, box, burn
from training.labels.label_raster import burn_labels
from training.labels.legend import gather_legend, open_labels
from training.metrics import UNLABELLED

Write = Callable[..., str]


def test_without_a_class_field_all_polygons_are_one_class_on_a_background(
    image: str, write_polygons: Write, tmp_path: Path
) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 5, "a"), box(10, 10, 12, 12, "b")])
    indices, legend = burn(image, labels, tmp_path, unlabelled="background")
    assert [(each.value, each.name) for each in legend.classes] == [(1, "labelled"), (0, "background")]
    assert (indices == 0).sum() == 29
    assert (indices == 1).sum() == SIZE * SIZE - 29


def test_where_polygons_overlap_the_later_one_counts(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 10, 10, 1), box(5, 5, 15, 15, 2)])
    indices, _ = burn(image, labels, tmp_path, field="crop")
    assert indices[7, 7] == 1


def test_polygons_in_another_crs_are_transformed(image: str, write_polygons: Write, tmp_path: Path) -> None:
    here = write_polygons("here.gpkg", [box(2, 3, 11, 17, 1), box(12, 3, 17, 17, 2)])
    there = str(
        tmp_path / "there.geojson"
    )  # in WGS 84, latitude first in the EPSG's definition, longitude first in the file
    gdal.VectorTranslate(there, here, format="GeoJSON", dstSRS="EPSG:4326", reproject=True)
    expected, _ = burn(image, here, tmp_path, field="crop")
    indices, _ = burn(image, there, tmp_path, field="crop")
    assert (expected != UNLABELLED).sum() == 14 * 14
    np.testing.assert_array_equal(indices, expected)


def test_a_named_layer_is_found_in_a_geopackage(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("two.gpkg", [box(0, 0, 5, 5, 1), box(5, 5, 9, 9, 2)], layer="second")
    assert len(burn(image, f"{labels}|layername=second", tmp_path, field="crop")[1].classes) == 2
    with pytest.raises(InputError, match="has no layer third: choose another layer"):
        open_labels(f"{labels}|layername=third", "crop", ())


def test_features_without_class_or_geometry_are_left_out(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 5, "a"), box(5, 5, 9, 9, "b")])
    dataset = ogr.Open(labels, update=1)
    dataset.ExecuteSQL("INSERT INTO fields (crop) VALUES ('c')")
    dataset.ExecuteSQL("UPDATE fields SET crop = NULL WHERE crop = 'a'")
    del dataset
    indices, legend = burn(image, labels, tmp_path, field="crop", unlabelled="background")
    assert [each.name for each in legend.classes] == ["b", "background"]
    assert (indices[:5, :5] == 1).all()


def test_a_value_that_no_map_can_hold_is_refused(write_raster: Write, write_polygons: Write) -> None:
    raster = write_raster("classes.tif", np.full((4, 4), -1, np.int16))
    polygons = write_polygons("fields.gpkg", [box(0, 0, 5, 5, -1)], field="code")
    for source in (open_labels(raster, "", ()), open_labels(polygons, "code", ())):
        with pytest.raises(
            InputError, match=r"class value -1, but values go from 0 to 65535.*among the ignored values"
        ):
            source.classes()


def test_labels_on_another_continent_burn_nothing(
    image: str, write_raster: Write, write_polygons: Write, tmp_path: Path
) -> None:
    raster = write_raster("far.tif", np.ones((4, 4), np.uint8), epsg=32630, left=500_000.0, top=5_000_000.0)
    polygons = write_polygons("far.gpkg", [(500_000.0, 4_999_000.0, 500_100.0, 5_000_000.0, 1)], epsg=32630)
    for labels in (raster, polygons):
        assert (burn(image, labels, tmp_path, field="crop")[0] == UNLABELLED).all()


def test_a_polygon_at_the_end_of_the_world_refuses_nothing(image: str, write_polygons: Write, tmp_path: Path) -> None:
    here = write_polygons("here.gpkg", [box(2, 3, 11, 17, 1)])
    there = str(tmp_path / "there.gpkg")
    gdal.VectorTranslate(there, here, dstSRS="EPSG:4326", reproject=True)
    dataset = ogr.Open(there, update=1)
    feature = ogr.Feature(dataset.GetLayer(0).GetLayerDefn())
    feature.SetField("crop", 1)
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON ((-63 0, -63 400, -62 400, -63 0))"))
    dataset.GetLayer(0).CreateFeature(feature)
    del feature, dataset
    assert (burn(image, there, tmp_path, field="crop")[0] == 0).sum() == 9 * 14


@pytest.mark.parametrize("kind", ["polygons", "raster"])
def test_a_crs_that_leads_nowhere_is_told(image: str, write_polygons: Write, tmp_path: Path, kind: str) -> None:
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    labels = str(tmp_path / ("local.gpkg" if kind == "polygons" else "local.tif"))
    if kind == "polygons":
        gdal.VectorTranslate(labels, write_polygons("here.gpkg", [box(0, 0, 5, 5, 1)]), dstSRS=local, reproject=False)
    else:
        gdal.Translate(labels, image, outputSRS=local)
    with pytest.raises(InputError, match="cannot be transformed to the raster's CRS"):
        burn(image, labels, tmp_path, field="crop" if kind == "polygons" else "")


def test_curves_are_burnt_and_lines_are_not(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 2, 2, 1)])
    x, y = LEFT + 100, TOP - 100
    circle = f"CURVEPOLYGON (CIRCULARSTRING ({x - 50} {y}, {x} {y + 50}, {x + 50} {y}, {x} {y - 50}, {x - 50} {y}))"
    mixed = str(tmp_path / "mixed.gpkg")
    gdal.VectorTranslate(mixed, labels, geometryType="GEOMETRY")
    dataset = ogr.Open(mixed, update=1)
    for value, text in ((2, circle), (3, f"LINESTRING ({LEFT} {y}, {x} {y})")):
        feature = ogr.Feature(dataset.GetLayer(0).GetLayerDefn())
        feature.SetField("crop", value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        dataset.GetLayer(0).CreateFeature(feature)
    del feature, dataset
    indices, legend = burn(image, mixed, tmp_path, field="crop")
    assert [each.value for each in legend.classes] == [1, 2]
    assert (indices == 1).sum() == pytest.approx(np.pi * 25, abs=6)


def test_names_that_are_no_paths_are_opened(write_raster: Write, tmp_path: Path) -> None:
    table = str(tmp_path / "table.gpkg")
    gdal.Translate(table, write_raster("classes.tif", np.full((4, 4), 7, np.uint8)), format="GPKG")
    assert set(open_labels(f"GPKG:{table}:table", "", ()).classes()) >= {7}


def test_a_damaged_layer_is_told_as_labels(tmp_path: Path) -> None:
    path = tmp_path / "broken.gpkg"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(InputError, match="neither a polygon layer nor a class raster that GDAL can open"):
        open_labels(str(path), "", ())
    with pytest.raises(InputError, match="does not exist: check the path of the labels"):
        open_labels(str(tmp_path / "none.gpkg"), "", ())


def test_classes_of_several_rasters_have_colours_of_their_own(write_raster: Write) -> None:
    rasters = [write_raster(f"{value}.tif", np.full((4, 4), value, np.uint8)) for value in (1, 2, 3)]
    legend = gather_legend([open_labels(path, "", ()) for path in rasters], "ignore")
    assert len({each.colour for each in legend.classes}) == 3


def test_values_of_a_class_raster_are_renamed_and_merged(image: str, write_raster: Write, tmp_path: Path) -> None:
    quarters = np.kron([[1, 7], [3, 9]], np.ones((10, 10), np.uint8)).astype(np.uint8)
    labels = write_raster("classes.tif", quarters, gsd=10.0)
    indices, legend = burn(image, labels, tmp_path, value_map=("1=paddy", "7 = other land", "3=other land"))
    assert [(each.value, each.name) for each in legend.classes] == [(1, "paddy"), (3, "other land"), (9, "class 9")]
    np.testing.assert_array_equal(indices, np.kron([[0, 1], [1, 2]], np.ones((10, 10), int)))


def test_values_with_one_name_of_their_own_stay_apart_by_their_values(write_raster: Write) -> None:
    labels = write_raster("classes.tif", np.array([[1, 2, 3]], np.uint8))
    dataset = gdal.Open(labels, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), tuple(LegendClass(v, "forest", (v, 0, 0)) for v in (1, 2)))
    del dataset
    source = open_labels(labels, "", ())
    classes = gather_legend([source], "ignore", ("3=water",), ("forest (2)=#0a141e",)).classes
    assert [(each.value, each.name) for each in classes] == [(1, "forest (1)"), (2, "forest (2)"), (3, "water")]
    assert classes[1].colour == (10, 20, 30)
    assert gather_legend([source], "ignore", ("3=forest (1)",)).names == [
        "forest (1) (1)",
        "forest (2)",
        "forest (1) (3)",
    ]
    merged = gather_legend([source], "ignore", ("3=forest",))
    assert [(each.value, each.name) for each in merged.classes] == [(1, "forest")]
    assert merged.index_of == {1: 0, 2: 0, 3: 0}


def named(path: str, *classes: LegendClass) -> str:
    dataset = gdal.Open(path, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), classes)
    return path


def test_a_name_of_its_own_counts_more_than_a_number_whatever_the_order(write_raster: Write) -> None:
    values = np.array([[1, 2]], np.uint8)
    known = named(write_raster("named.tif", values), LegendClass(1, "paddy", (9, 0, 0)), LegendClass(2, "forest", (0, 9, 0)))  # fmt: skip
    sources = [open_labels(path, "", ()) for path in (known, write_raster("unnamed.tif", values))]
    for each in (sources, sources[::-1]):
        assert gather_legend(each, "ignore").names == ["paddy", "forest"]


def test_labels_that_call_one_value_by_two_names_are_refused(write_raster: Write) -> None:
    values = np.array([[1, 2]], np.uint8)
    paths = [named(write_raster(f"{a}.tif", values), LegendClass(1, a, (9, 0, 0)), LegendClass(2, b, (0, 9, 0)))
             for a, b in (("paddy", "forest"), ("forest", "paddy"))]  # fmt: skip
    sources = [open_labels(path, "", ()) for path in paths]
    with pytest.raises(InputError, match=r"the value 1 is paddy in .*paddy.tif and forest in .*forest.tif: renumber"):
        gather_legend(sources, "ignore")
    assert gather_legend(sources, "ignore", ("1=field", "2=trees")).names == ["field", "trees"]


def test_merged_values_count_as_one_of_the_classes_that_a_map_takes(write_raster: Write) -> None:
    many = open_labels(write_raster("many.tif", np.arange(400, dtype=np.uint16).reshape(20, 20)), "", ())
    legend = gather_legend([many], "ignore", tuple(f"{value}=other" for value in range(200, 400)))
    assert (len(legend.classes), legend.classes[-1].value, legend.classes[-1].name) == (201, 200, "other")


def test_unlabelled_ground_joins_a_class_that_is_called_background(
    image: str, write_raster: Write, tmp_path: Path
) -> None:
    values = np.kron([[1, 2, 0, 0]], np.ones((SIZE, 5), np.uint8)).astype(np.uint8)
    labels = write_raster("classes.tif", values, gsd=10.0, nodata=0)
    indices, legend = burn(image, labels, tmp_path, unlabelled="background", value_map=("1=background",))
    assert legend.names == ["background", "class 2"]
    assert indices[0, ::5].tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("there", ["", "EPSG:4326", "EPSG:32648"])
def test_beyond_the_labelled_areas_nothing_counts_and_within_them_unlabelled_ground_does(
    image: str, write_polygons: Write, tmp_path: Path, there: str
) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 20, 1), box(10, 0, 15, 20, 2)])
    areas = write_polygons("areas.gpkg", [box(2, 2, 12, 8, ""), box(4, 6, 18, 18, "")])  # that overlap
    if there:
        moved = str(tmp_path / "moved.gpkg")
        gdal.VectorTranslate(moved, areas, dstSRS=there, reproject=True)
        areas = moved
    inside = np.zeros((SIZE, SIZE), bool)
    inside[2:8, 2:12] = inside[6:18, 4:18] = True
    for unlabelled in ("ignore", "background"):
        everywhere, _ = burn(image, labels, tmp_path, field="crop", unlabelled=unlabelled)
        within, _ = burn(image, labels, tmp_path, field="crop", unlabelled=unlabelled, areas=areas)
        np.testing.assert_array_equal(within, np.where(inside, everywhere, UNLABELLED))


def test_labelled_areas_go_on_from_strip_to_strip(write_raster: Write, write_polygons: Write, tmp_path: Path) -> None:
    tall = write_raster("tall.tif", np.ones((1100, 4), np.uint8), gsd=10.0)
    areas = write_polygons("areas.gpkg", [box(1, 500, 3, 1030, "")])
    grid, labels = Raster(tall).grid, open_labels(tall, "", ())
    burnt = burn_labels(
        labels, grid, gather_legend([labels], "ignore"), str(tmp_path / "burnt.tif"), PolygonLayer(areas)
    ).raster
    expected = np.full((1100, 4), UNLABELLED)
    expected[500:1030, 1:3] = 0
    np.testing.assert_array_equal(burnt.read_values(Window(0, 0, 1100, 4), UNLABELLED), expected)


def test_classes_take_the_colours_that_are_given_by_their_names(write_polygons: Callable[..., str]) -> None:
    path = write_polygons("fields.gpkg", [(0, 0, 9, 9, "paddy"), (9, 0, 18, 9, "palm")])
    legend = gather_legend(
        [open_labels(path, "crop", ())], "background", ("palm=oil palm",), ("oil palm=#0a141E", "background=#000000")
    )
    colours = {each.name: each.colour for each in legend.classes}
    assert colours["oil palm"] == (10, 20, 30)
    assert colours["background"] == (0, 0, 0)
    assert len(set(colours.values())) == 3


def test_classes_without_names_take_the_colours_that_are_given_by_their_values(write_raster: Write) -> None:
    path = write_raster("classes.tif", np.array([[1, 2]], np.uint8))
    classes = gather_legend([open_labels(path, "", ())], "ignore", ("2=palm",), ("1=#0a141E", "2=#ffffff")).classes
    assert classes[0] == LegendClass(1, "class 1", (10, 20, 30))
    assert classes[1].colour != (255, 255, 255)
