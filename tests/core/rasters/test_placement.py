"""Areas across 180 degrees, in 0..360 and at poles, compared with shapely at the pixels' centres."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.affinity
from osgeo import ogr, osr

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.interest import AreaOfInterest
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

Draw = Callable[..., str]
CIRCLES = range(-2, 3)


def degrees(left: float, top: float, gsd: float, height: int, width: int) -> Grid:
    return Grid(width, height, (left, gsd, 0.0, top, 0.0, -gsd), wkt(4326))


def metres(epsg: int, left: float, top: float, gsd: float, height: int = 96, width: int = 128) -> Grid:
    return Grid(width, height, (left, gsd, 0.0, top, 0.0, -gsd), wkt(epsg))


ACROSS = degrees(179.5, 10.0, 0.01, 96, 128)
BEYOND = degrees(190.0, 10.0, 0.01, 96, 128)
GLOBE = degrees(-180.0, 90.0, 1.0, 180, 360)
GLOBE_EAST = degrees(0.0, 90.0, 1.0, 180, 360)
ZONE_60 = metres(32760, 818_803.0, 8_118_503.0, 10.0)  # 180 degrees runs through it
ZONE_50 = metres(32750, 500_000.0, 9_200_000.0, 10.0)
ARCTIC = metres(3413, -3_012_000.0, 2_993_000.0, 50_000.0, 120, 120)
WEB = metres(3857, 20_037_508.34 - 64_000.0, 1_000_000.0, 1000.0)  # ends half a pixel and more beyond 180 degrees


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Returns a function that writes geometries (WKT) into a GeoPackage and returns its path."""

    def write(*geometries: str, epsg: int = 4326) -> str:
        path, crs = str(tmp_path / "drawn.gpkg"), osr.SpatialReference(wkt(epsg))
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(path)
        layer = dataset.CreateLayer("drawn", crs, ogr.wkbUnknown)
        for text in geometries:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
            layer.CreateFeature(feature)
        return path

    return write


def mask_of(source: str, grid: Grid) -> np.ndarray:
    return AreaOfInterest.open(source, grid).mask(Window(0, 0, grid.height, grid.width))


def expected(grid: Grid, geometry: str, epsg: int = 4326, circle: float | None = 360.0) -> np.ndarray:
    """Returns which pixels' centres lie in a geometry (WKT) of another CRS, the long way: each is asked in that CRS."""
    row, column = np.mgrid[: grid.height, : grid.width] + 0.5
    x0, a, _, y0, _, e = grid.transform
    places = np.column_stack([(x0 + a * column).ravel(), (y0 + e * row).ravel()])
    here, there = osr.SpatialReference(grid.crs), osr.SpatialReference(wkt(epsg))
    for each in (here, there):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    way = osr.CoordinateTransformation(here, there)
    try:
        found = np.array(way.TransformPoints(places))[:, :2]
    except RuntimeError:
        found = np.array([place_in(way, place) for place in places])
    shape = shapely.from_wkt(geometry)
    shifts = [turn * circle for turn in CIRCLES] if circle else [0.0]
    return sum(shapely.contains_xy(shape, found[:, 0] + shift, found[:, 1]) for shift in shifts).reshape(row.shape) > 0


def place_in(way: osr.CoordinateTransformation, place: np.ndarray) -> tuple[float, float]:
    """Returns a place transformed, far away where it has none."""
    try:
        return way.TransformPoint(*place)[:2]  # type: ignore[no-any-return]
    except RuntimeError:
        return np.inf, np.inf


def rectangle(left: float, bottom: float, right: float, top: float) -> str:
    return shapely.box(left, bottom, right, top).wkt


FIJI = (
    "MULTIPOLYGON (((179.6 9.2, 180 9.2, 180 9.8, 179.6 9.8, 179.6 9.2)),"
    " ((-180 9.2, -179.5 9.2, -179.5 9.7, -180 9.7, -180 9.2)))"
)
WORLD = rectangle(-180, -90, 180, 90)
HOLED = "POLYGON ((-169.9 9.1, -169.1 9.1, -169.1 9.9, -169.9 9.9, -169.9 9.1), (-169.7 9.3, -169.7 9.6, -169.4 9.63, -169.7 9.3))"

IN_DEGREES = {
    "two parts of one area on both sides": (ACROSS, FIJI),
    "one area beyond 180": (ACROSS, rectangle(179.7, 9.3, 180.4, 9.7)),
    "one area counted from the west": (ACROSS, rectangle(-180.3, 9.3, -179.6, 9.7)),
    "a raster in 0..360": (BEYOND, HOLED),
    "the world across 180": (ACROSS, WORLD),
    "the world in 0..360": (GLOBE_EAST, WORLD),
    "an area about 0 on a globe in 0..360": (GLOBE_EAST, rectangle(-30.3, -20.3, 40.3, 50.3)),
    "an area about 180 on a globe": (GLOBE, rectangle(150.3, -20.3, 215.3, 50.3)),
    "the world in a zone": (ZONE_50, WORLD),
    "the world across 180 in a zone": (ZONE_60, WORLD),
    "the world with corners along its edges": (ZONE_60, shapely.segmentize(shapely.from_wkt(WORLD), 10).wkt),
    "half the world": (ZONE_50, rectangle(-180, -7.24, 180, 90)),
    "two parts in a zone": (
        ZONE_60,
        "MULTIPOLYGON (((179.996 -17.005, 180 -17.005, 180 -16.998, 179.996 -16.998, 179.996 -17.005)),"
        " ((-180 -17.005, -179.997 -17.005, -179.997 -16.998, -180 -16.998, -180 -17.005)))",
    ),
    "all around the pole": (ARCTIC, rectangle(-180, 71.3, 180, 90)),
    "the antimeridian in Mercator": (WEB, rectangle(179.7, 8.2, 180.2, 8.7)),
}


@pytest.mark.parametrize(("grid", "area"), IN_DEGREES.values(), ids=IN_DEGREES)
def test_an_area_in_degrees_lies_where_it_lies(draw: Draw, grid: Grid, area: str) -> None:
    wanted = expected(grid, area)
    assert wanted.any()
    np.testing.assert_array_equal(mask_of(draw(area), grid), wanted)


@pytest.mark.parametrize("grid", [ACROSS, ZONE_60], ids=["in degrees", "in a zone"])
def test_an_area_that_jumps_at_180_degrees_and_holds_the_whole_raster_is_all_of_it(draw: Draw, grid: Grid) -> None:
    area = "POLYGON ((176.5 -20.2, -176.2 -20.2, -176.2 12.3, 176.5 12.3, 176.5 -20.2))"
    assert mask_of(draw(area), grid).all()


POLAR_SQUARE = rectangle(-2_000_000, -2_000_000, 2_000_000, 2_000_000)
POLAR_RING = (
    "POLYGON ((-2100000 -2000000, 2000000 -2200000, 2300000 2000000, -2000000 2000000, -2100000 -2000000),"
    " (-1000000 -1000000, 500000 -1000000, 500000 700000, -900000 700000, -1000000 -1000000))"
)
HOLE_ACROSS = (  # its hole lies on both sides of 180 degrees, where the ring around the pole is closed
    "POLYGON ((-2100000 -2000000, 2000000 -2200000, 2300000 2000000, -2000000 2000000, -2100000 -2000000),"
    " (-1300000 700000, -600000 600000, -700000 1300000, -1500000 1500000, -1300000 700000))"
)
BESIDE = rectangle(1_100_000, 1_200_000, 2_500_000, 2_700_000)
GIRTH = 2 * 20_037_508.342789244
IN_METRES = {
    "a polar square": (GLOBE, POLAR_SQUARE, 3413, None),
    "a polar square in 0..360": (GLOBE_EAST, POLAR_SQUARE, 3413, None),
    "an antarctic square": (GLOBE, POLAR_SQUARE, 3031, None),
    "a ring around the pole": (GLOBE, POLAR_RING, 3413, None),
    "a ring with a hole across 180": (GLOBE, HOLE_ACROSS, 3413, None),
    "a square on a part of its ground": (degrees(-180, 80, 0.5, 40, 300), POLAR_SQUARE, 3413, None),
    "Mercator beyond 180": (ACROSS, rectangle(20_000_000, 1_030_000, 20_060_000, 1_100_000), 3857, GIRTH),
    "Mercator beyond 180 in a zone": (ZONE_60, rectangle(20_037_203, -1_920_503, 20_037_803, -1_919_906), 3857, GIRTH),
    "a zone across 180": (degrees(179.95, -16.95, 0.001, 90, 90), rectangle(818_100, 8_117_000, 824_000, 8_120_900), 32760, None),
    "a zone in 0..360": (degrees(189.9, 1.0, 0.01, 96, 128), rectangle(610_000, 20_000, 670_000, 90_000), 32602, None),
    "another datum in 0..360": (BEYOND, rectangle(-169.803, 9.203, -169.003, 9.803), 4267, 360.0),
}  # fmt: skip


@pytest.mark.parametrize(("grid", "area", "epsg", "circle"), IN_METRES.values(), ids=IN_METRES)
def test_an_area_in_another_crs_lies_where_it_lies(
    draw: Draw, grid: Grid, area: str, epsg: int, circle: float | None
) -> None:
    wanted = expected(grid, area, epsg, circle)
    assert 0 < wanted.sum() < wanted.size
    np.testing.assert_array_equal(mask_of(draw(area, epsg=epsg), grid), wanted)


def world_in(projection: str, gsd: float, height: int, width: int) -> Grid:
    crs = osr.SpatialReference()
    crs.ImportFromProj4(projection)
    return Grid(width, height, (-gsd * width / 2, gsd, 0.0, gsd * height / 2, 0.0, -gsd), crs.ExportToWkt())


@pytest.mark.parametrize("name", ["moll"])
@pytest.mark.parametrize("middle", [0, 150])
def test_an_area_across_the_seam_of_a_world_map_lies_on_both_sides(draw: Draw, name: str, middle: int) -> None:
    grid = world_in(f"+proj={name} +lon_0={middle} +datum=WGS84 +units=m", 150_000.0, 110, 234)
    area = rectangle(middle + 150.3, -30.3, middle + 215.3, 40.3)
    mask = mask_of(draw(area), grid)
    wanted = expected(grid, area)
    assert wanted.sum() > 1000
    assert wanted[:, 117:].any()
    assert wanted[:, :117].any()
    np.testing.assert_array_equal(mask, wanted)


def test_what_has_no_place_in_the_crs_of_the_raster_is_told(draw: Draw) -> None:
    hemisphere = world_in("+proj=ortho +lat_0=0 +lon_0=0 +datum=WGS84 +units=m", 150_000.0, 90, 90)
    path = draw(WORLD)
    with pytest.raises(InputError) as refused:
        mask_of(path, hemisphere)
    told = str(refused.value)
    assert told.startswith(f"the polygon with the id 1 of {path} reaches ")
    assert told.endswith(", which has no place in the raster's CRS: cut it to the surroundings of the raster")


EXTENTS = {
    "as QGIS writes it across 180": (ZONE_60, (179.996, -179.997, -17.005, -16.998), 4326),
    "beyond 180": (ZONE_60, (179.996, 180.003, -17.005, -16.998), 4326),
    "east of 180": (ZONE_60, (-180.0, -179.997, -17.005, -16.998), 4326),
    "across 180 in degrees": (ACROSS, (179.7, -179.6, 9.3, 9.7), 4326),
    "in 0..360": (BEYOND, (-169.8, -169.0, 9.2, 9.8), 4326),
    "a polar square": (GLOBE, (-2_000_000.0, 2_000_000.0, -2_000_000.0, 2_000_000.0), 3413),
    "a parallel": (ARCTIC, (-180.0, 180.0, 71.3, 90.0), 4326),
}


@pytest.mark.parametrize(("grid", "sides", "epsg"), EXTENTS.values(), ids=EXTENTS)
def test_an_extent_lies_where_it_lies(grid: Grid, sides: tuple[float, float, float, float], epsg: int) -> None:
    left, right, bottom, top = sides
    area = rectangle(left, bottom, right + (360.0 if right < left else 0.0), top)
    source = f"{left},{right},{bottom},{top} [EPSG:{epsg}]"
    wanted = expected(grid, area, epsg, 360.0 if epsg == 4326 else None)
    assert 0 < wanted.sum() < wanted.size
    np.testing.assert_array_equal(mask_of(source, grid), wanted)


def test_an_extent_across_180_in_the_crs_of_the_raster_needs_no_name() -> None:
    named = mask_of("179.7,-179.6,9.3,9.7 [EPSG:4326]", ACROSS)
    np.testing.assert_array_equal(mask_of("179.7,-179.6,9.3,9.7", ACROSS), named)
    with pytest.raises(InputError, match="is empty: give left,right,bottom,top in this order"):
        AreaOfInterest.open("116,115,-3,-2 [EPSG:4326]", ZONE_50)


def test_a_polygon_whose_corners_jump_from_180_to_minus_180_is_the_small_one(draw: Draw) -> None:
    jumping = "POLYGON ((179.996 -17.005, -179.997 -17.005, -179.997 -16.998, 179.996 -16.998, 179.996 -17.005))"
    holed = jumping[:-1] + ", (-179.999 -17.003, -179.998 -17.003, -179.998 -17, -179.999 -17, -179.999 -17.003))"
    going_on = (
        holed.replace("-179", "180")
        .replace("180.997", "180.003")
        .replace("180.999", "180.001")
        .replace("180.998", "180.002")
    )
    for grid in (ZONE_60, degrees(179.99, -16.99, 1e-4, 200, 200)):
        np.testing.assert_array_equal(mask_of(draw(holed), grid), expected(grid, going_on))


STRAIGHT = {
    "a quadrangle in the Arctic": (ARCTIC, "POLYGON ((100 70, 140 70, 140 85, 100 85, 100 70))"),
    "a country": (
        metres(32750, 1000.0, 9_800_000.0, 6000.0),
        "POLYGON ((112.2 -9.1, 127.3 -4.1, 120.1 -3.3, 116.7 -7.2, 114.1 -1.7, 112.2 -9.1))",
    ),
}


@pytest.mark.parametrize(("grid", "area"), STRAIGHT.values(), ids=STRAIGHT)
def test_edges_of_polygons_stay_straight_on_the_raster_as_qgis_draws_them(draw: Draw, grid: Grid, area: str) -> None:
    placed = ogr.CreateGeometryFromWkt(area)
    here, there = osr.SpatialReference(wkt(4326)), osr.SpatialReference(grid.crs)
    here.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    placed.Transform(osr.CoordinateTransformation(here, there))
    x0, a, _, y0, _, e = grid.transform
    row, column = np.mgrid[: grid.height, : grid.width] + 0.5
    wanted = shapely.contains_xy(shapely.from_wkt(placed.ExportToWkt()), x0 + a * column, y0 + e * row)
    assert 0 < wanted.sum() < wanted.size
    np.testing.assert_array_equal(mask_of(draw(area), grid), wanted)
    assert (wanted != expected(grid, area)).any()
