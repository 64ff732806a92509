import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from osgeo import gdal, ogr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.polygons.ground_area import GroundArea
from paddy_segmenter.core.polygons.outlines import sieve_levels
from paddy_segmenter.core.polygons.polygon_map import write_polygons
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.errors import Cancelled, EnvironmentMissing

WriteRaster = Callable[..., str]
Values = npt.NDArray[np.uint8]
ORIGIN = "mapped by paddy.safetensors"
CLASSES = (
    LegendClass(0, "water", (0, 0, 9)),
    LegendClass(1, "paddy", (0, 9, 0)),
    LegendClass(7, "kebun & hutan père", (9, 0, 0)),
)
NODATA = 255
GSD = 100.0  # metres, so that the fourth decimal of a hectare is a ten-thousandth of a pixel


class Layer:
    """What a polygon layer holds, its geometries as shapely's."""

    def __init__(self, path: str) -> None:
        dataset = gdal.OpenEx(path)
        layer = dataset.GetLayerByName("classes")
        self.crs = layer.GetSpatialRef()
        features = list(layer)
        self.values = np.array([feature["class"] for feature in features], int)
        self.names = [feature["name"] for feature in features]
        self.areas = np.array([feature["area_ha"] for feature in features], float)
        self.confidences = [feature["confidence"] for feature in features]
        wkb = [bytes(feature.GetGeometryRef().ExportToWkb()) for feature in features]
        self.shapes = np.array([shapely.from_wkb(each) for each in wkb], dtype=object)


@pytest.fixture
def polygons_of(tmp_path: Path) -> Callable[..., Layer]:
    """Returns a function that turns a class raster into polygons and returns these."""

    def make(class_map: str, confidence: str = "", *, minimum_area: float = 0.0, tolerance: float = 0.0) -> Layer:
        path = str(tmp_path / "polygons of Käpuas.gpkg")
        write_polygons(class_map, confidence, path, CLASSES, ORIGIN, minimum_area, tolerance, lambda share: None)
        return Layer(path)

    return make


def blobs(size: int = 75, seed: int = 3) -> Values:
    """A map of three classes with single pixels, patches that touch at corners, and nodata at its edge and inside."""
    rng = np.random.default_rng(seed)
    fields = rng.standard_normal((3, size, size))
    for axis in (1, 2):
        fields = sum(np.roll(fields, shift, axis) for shift in range(-4, 5))
    values = np.array([0, 1, 7], np.uint8)[fields.argmax(axis=0)]
    speckle = rng.random((size, size))
    values[speckle < 0.02] = 7
    values[speckle > 0.99] = NODATA
    values[40:60, 50:70] = NODATA
    values[:, :3] = NODATA
    return values


def overlaps(shapes: Any) -> float:
    """Returns the area that pairs of polygons have in common."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    is_pair = first < second
    return float(shapely.area(shapely.intersection(shapes[first[is_pair]], shapes[second[is_pair]])).sum())


def assert_tiles(layer: Layer, values: Values, *, at: tuple[float, float] = (200_000.0, 9_670_000.0)) -> None:
    """Asserts that the polygons cover the pixels with data, each point once, and nothing else."""
    rows, columns = np.nonzero(values != NODATA)
    left, top = at[0] + columns * GSD, at[1] - rows * GSD
    ground = shapely.union_all(shapely.box(left, top - GSD, left + GSD, top))
    assert shapely.is_valid(layer.shapes).all()
    assert overlaps(layer.shapes) == 0
    assert shapely.union_all(layer.shapes).equals(ground)


def test_polygons_tile_the_ground_with_data_and_nothing_else(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer]
) -> None:
    values = blobs()
    layer = polygons_of(write_raster("map.tif", values, gsd=GSD, nodata=NODATA))
    assert_tiles(layer, values)
    for each in CLASSES:
        pixels = np.count_nonzero(values == each.value)
        assert shapely.area(layer.shapes[layer.values == each.value]).sum() == pixels * GSD**2
        assert {name for name, value in zip(layer.names, layer.values, strict=True) if value == each.value} == {
            each.name
        }
    assert set(layer.confidences) == {None}
    assert layer.crs.GetAuthorityCode(None) == "32750"


def test_patches_that_touch_at_a_corner_are_two(write_raster: WriteRaster, polygons_of: Callable[..., Layer]) -> None:
    values = np.array([[1, 7, 7], [7, 1, 7], [NODATA, 7, 0]], np.uint8)
    layer = polygons_of(write_raster("map.tif", values, gsd=GSD, nodata=NODATA))
    assert sorted(zip(layer.values, shapely.area(layer.shapes) / GSD**2, strict=True)) == [
        (0, 1), (1, 1), (1, 1), (7, 1), (7, 1), (7, 3)
    ]  # fmt: skip
    assert_tiles(layer, values)


def test_a_map_of_one_class_is_one_polygon(write_raster: WriteRaster, polygons_of: Callable[..., Layer]) -> None:
    layer = polygons_of(write_raster("map.tif", np.ones((5, 9), np.uint8), gsd=GSD), minimum_area=3)
    assert layer.values.tolist() == [1]
    assert shapely.area(layer.shapes).tolist() == [45 * GSD**2]


@pytest.mark.parametrize("tolerance", [0.0, GSD])
def test_a_map_without_data_is_a_layer_without_polygons(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], tolerance: float
) -> None:
    empty = write_raster("map.tif", np.full((5, 9), NODATA, np.uint8), nodata=NODATA)
    layer = polygons_of(empty, empty, minimum_area=3, tolerance=tolerance)
    assert len(layer.values) == 0
    assert layer.crs.GetAuthorityCode(None) == "32750"


def test_class_values_beyond_a_byte_come_through(write_raster: WriteRaster, tmp_path: Path) -> None:
    values = np.array([[701, 65535]], np.uint16)
    path = str(tmp_path / "orchards.gpkg")
    write_polygons(write_raster("map.tif", values, nodata=65535), "", path, [LegendClass(701, "orchard", (1, 2, 3))], ORIGIN,
                   0, 0, lambda share: None)  # fmt: skip
    assert Layer(path).values.tolist() == [701]


def test_the_confidence_is_the_mean_over_a_polygons_pixels(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "paddy_segmenter.core.polygons.zonal_mean.ROWS", 30
    )  # so that polygons reach over the end of a strip
    values = blobs()
    confidence = np.random.default_rng(1).integers(30, 101, values.shape, dtype=np.uint8)
    confidence[60:75, 5:40] = 255
    layer = polygons_of(
        write_raster("map.tif", values, gsd=GSD, nodata=NODATA),
        write_raster("confidence.tif", confidence, gsd=GSD, nodata=255),
    )
    shown = (values != NODATA) & (confidence != 255)
    columns, rows = np.meshgrid(np.arange(75) + 0.5, np.arange(75) + 0.5)
    centres = shapely.points(200_000 + columns[shown] * GSD, 9_670_000 - rows[shown] * GSD)
    zone = shapely.STRtree(layer.shapes).query(centres, predicate="within")[1]
    sums, counts = (
        np.bincount(zone, confidence[shown], len(layer.shapes)),
        np.bincount(zone, minlength=len(layer.shapes)),
    )
    assert len(zone) == shown.sum()
    assert (counts == 0).any()
    for found, total, count in zip(layer.confidences, sums, counts, strict=True):
        assert found == (pytest.approx(total / count, abs=0.0051) if count else None)


def test_confidences_do_not_depend_on_the_batch(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = blobs()
    rasters = (
        write_raster("map.tif", values, nodata=NODATA),
        write_raster("confidence.tif", values % 101, nodata=255),
    )
    whole = polygons_of(*rasters).confidences
    monkeypatch.setattr("paddy_segmenter.core.polygons.outlines.Outlines.batches.__defaults__", (40,))
    assert polygons_of(*rasters).confidences == whole


def test_small_patches_join_their_largest_neighbour(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer]
) -> None:
    values = np.full((12, 12), 1, np.uint8)
    values[:, 8:] = 7
    values[2:4, 2:4] = 0  # 4 pixels inside the larger neighbour
    values[6:8, 7:9] = 0  # between both
    values[10, 11] = 0  # touches the smaller one only
    path = write_raster("map.tif", values, gsd=GSD)
    expected = np.where(values == 0, 1, values)
    expected[10, 11] = 7
    layer = polygons_of(path, minimum_area=4.5)
    areas = {value: shapely.area(layer.shapes[layer.values == value]).sum() / GSD**2 for value in (1, 7)}
    assert len(layer.shapes) == 2
    assert areas == {value: np.count_nonzero(expected == value) for value in (1, 7)}
    assert_tiles(layer, values)


def test_the_minimum_is_an_area_on_the_ground(write_raster: WriteRaster, polygons_of: Callable[..., Layer]) -> None:
    values = np.ones((9, 9), np.uint8)
    values[3:5, 3:5] = 7
    path = write_raster("map.tif", values, gsd=GSD)  # 4 pixels are 3.994 ha here, where the map is stretched
    assert len(polygons_of(path, minimum_area=3.99).shapes) == 2
    assert len(polygons_of(path, minimum_area=4.0).shapes) == 1


def test_merging_neither_eats_into_nodata_nor_makes_any(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer]
) -> None:
    values = blobs()
    values[50, 60] = 1  # an island of one pixel in nodata
    layer = polygons_of(write_raster("map.tif", values, gsd=GSD, nodata=NODATA), minimum_area=12)
    assert_tiles(layer, values)
    small = shapely.area(layer.shapes) < 12 * GSD**2
    lonely = [sum(layer.shapes[i].touches(other) for other in layer.shapes) for i in np.nonzero(small)[0]]
    assert small.sum() >= 1
    assert max(lonely) == 0


def test_speckle_is_merged_although_no_patch_is_large(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer]
) -> None:
    values = np.random.default_rng(0).choice(np.array([0, 1, 7], np.uint8), (80, 80))
    layer = polygons_of(write_raster("map.tif", values, gsd=GSD), minimum_area=20)
    assert shapely.area(layer.shapes).min() >= 20 * GSD**2
    assert_tiles(layer, values)


@pytest.mark.parametrize(
    ("minimum", "levels"), [(2, [2]), (3, [2, 3]), (4, [2, 4]), (5, [2, 4, 5]), (100, [2, 4, 8, 16, 32, 64, 100])]
)
def test_the_sieve_goes_up_to_the_minimum(minimum: int, levels: list[int]) -> None:
    assert sieve_levels(minimum) == levels


def test_simplified_borders_stay_shared(write_raster: WriteRaster, polygons_of: Callable[..., Layer]) -> None:
    values = blobs(120)  # long borders: those to nodata stay as they are
    path = write_raster("map.tif", values, gsd=GSD, nodata=NODATA)
    exact, simple = polygons_of(path), polygons_of(path, tolerance=1.5 * GSD)
    assert shapely.coverage_is_valid(simple.shapes)
    assert shapely.is_valid(simple.shapes).all()
    assert_tiles(simple, values)
    assert shapely.get_num_coordinates(simple.shapes).sum() < 0.7 * shapely.get_num_coordinates(exact.shapes).sum()
    assert simple.values.tolist() == exact.values.tolist()
    assert simple.areas.sum() == pytest.approx(exact.areas.sum(), rel=1e-6)


def test_confidences_are_those_of_the_pixels_also_where_borders_are_simplified(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer]
) -> None:
    values = blobs()
    rasters = (
        write_raster("map.tif", values, nodata=NODATA),
        write_raster("confidence.tif", values % 101, nodata=255),
    )
    assert polygons_of(*rasters, tolerance=3.0).confidences == polygons_of(*rasters).confidences


def test_without_shapely_the_way_to_get_it_is_told(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_raster("map.tif", blobs())
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(EnvironmentMissing, match=r"shapely 2\.1.*pip install"):
        polygons_of(path, tolerance=GSD)


def test_a_cancelled_run_leaves_nothing(write_raster: WriteRaster, tmp_path: Path) -> None:
    class_map = write_raster("map.tif", blobs(), gsd=GSD, nodata=NODATA)
    told: list[float] = []
    write_polygons(class_map, class_map, str(tmp_path / "whole.gpkg"), CLASSES, ORIGIN, 5, 0, told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    before = sorted(tmp_path.iterdir())
    for last in told[:: len(told) // 6]:

        def stop(share: float, last: float = last) -> None:
            if share >= last:
                raise Cancelled("cancelled")

        with pytest.raises(Cancelled):
            write_polygons(class_map, class_map, str(tmp_path / "half.gpkg"), CLASSES, ORIGIN, 5, 0, stop)
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("tolerance", [0.0, 12.0])
def test_areas_of_a_rotated_map_sum_to_its_ground(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], tolerance: float
) -> None:
    values = blobs()
    path = write_raster("map.tif", values, gsd=GSD, nodata=NODATA)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetGeoTransform((200_000, 80, 60, 9_670_000, 60, -80))  # by 37 degrees: pixels of 100 m still
    del dataset
    layer = polygons_of(path, tolerance=tolerance)
    pixels = np.count_nonzero(values != NODATA)
    assert shapely.area(layer.shapes).sum() == pytest.approx(pixels * GSD**2, rel=1e-12)
    assert overlaps(layer.shapes) < 1e-6 * GSD**2
    area = GroundArea(Raster(path).grid)
    pixel = np.array([(0, 0), (80, 60), (140, -20), (60, -80), (0, 0)])
    places = np.argwhere(values != NODATA)
    corners = np.array([200_000, 9_670_000]) + places[:, 1:] * np.array([80, 60]) + places[:, :1] * np.array([60, -80])
    each = [area.hectares(ogr.CreateGeometryFromWkt(shapely.Polygon(pixel + corner).wkt)) for corner in corners]
    assert layer.areas.sum() == pytest.approx(sum(each), rel=1e-6)


@pytest.mark.parametrize("tolerance", [0.0, 0.002])
def test_areas_of_a_map_in_degrees_sum_to_its_ground(
    write_raster: WriteRaster, polygons_of: Callable[..., Layer], tolerance: float
) -> None:
    values = blobs()
    path = write_raster("map.tif", values, epsg=4326, gsd=0.001, left=114.0, top=-2.0, nodata=NODATA)
    layer = polygons_of(path, tolerance=tolerance)
    assert overlaps(layer.shapes) < 1e-12
    rows = -2.0 - 0.001 * np.arange(76)
    hectares = np.diff(north_of_the_equator(rows)) * -0.001 / 360 / 1e4
    expected = (np.count_nonzero(values != NODATA, axis=1) * hectares).sum()
    assert layer.areas.sum() == pytest.approx(expected, rel=1e-6)


def north_of_the_equator(latitude: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Returns the area in m2 between the equator and parallels of WGS 84 (Snyder 1987, equation 3-12)."""
    flattening = 1 / 298.257223563
    e = np.sqrt(flattening * (2 - flattening))
    s = np.sin(np.radians(latitude))
    q = (1 - e**2) * (s / (1 - (e * s) ** 2) + np.arctanh(e * s) / e)
    return np.asarray(np.pi * 6_378_137.0**2 * q)


def test_polygons_in_degrees_lie_east_and_north(write_raster: WriteRaster, polygons_of: Callable[..., Layer]) -> None:
    path = write_raster("map.tif", blobs(40), epsg=4326, gsd=0.001, left=114.0, top=-2.0, nodata=NODATA)
    layer = polygons_of(path)
    assert layer.crs.GetAuthorityCode(None) == "4326"
    left, bottom, right, top = shapely.total_bounds(layer.shapes)
    assert (round(left, 3), round(bottom, 2), round(right, 2), round(top, 3)) == (114.003, -2.04, 114.04, -2.0)


def test_the_layer_brings_its_style_and_says_what_made_it(write_raster: Callable[..., str], tmp_path: Path) -> None:
    path = str(tmp_path / "map.gpkg")
    write_polygons(
        write_raster("map.tif", np.ones((4, 4), np.uint8)), "", path, CLASSES, ORIGIN, 0, 0, lambda share: None
    )
    dataset = ogr.Open(path)
    assert dataset.GetLayer(0).GetMetadataItem("DESCRIPTION") == ORIGIN
    [style] = dataset.GetLayerByName("layer_styles")
    assert (style["f_table_name"], style["useAsDefault"]) == (dataset.GetLayer(0).GetName(), 1)
    categories = ElementTree.fromstring(style["styleQML"]).findall("./renderer-v2/categories/category")
    assert [each.get("value") for each in categories] == [each.name for each in CLASSES]
