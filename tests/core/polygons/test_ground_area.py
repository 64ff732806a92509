import math

import numpy as np
import pytest
from osgeo import ogr, osr

from paddy_segmenter.core.polygons.ground_area import GroundArea
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

# Square metres of boxes (left, bottom, right, top) as QGIS 3.22 measures them (QgsDistanceArea, ellipsoidal) with 2000 points per edge.
MEASURED_BY_QGIS = [
    pytest.param(32750, (200_000, 9_660_000, 210_000, 9_670_000), 99_864_635.04, id="UTM near the equator"),
    pytest.param(32633, (200_000, 6_600_000, 210_000, 6_610_000), 99_866_764.30, id="UTM at 60 degrees"),
    pytest.param(32601, (200_000, 8_000_000, 210_000, 8_010_000), 99_867_229.35, id="UTM west of the 180th meridian"),
    pytest.param(4326, (114, -3, 114.1, -2.9), 122_931_948.31, id="degrees"),
    pytest.param(4326, (10, 60, 10.1, 60.1), 62_074_690.16, id="degrees at 60 degrees"),
    pytest.param(27572, (500_000, 200_000, 510_000, 210_000), 91_608_196.06, id="another ellipsoid and prime meridian"),
    pytest.param(2263, (950_000, 200_000, 980_000, 230_000), 83_613_688.13, id="feet"),
    pytest.param(3413, (-50_000, -50_000, 50_000, 50_000), 10_631_000_290.5, id="around the pole"),
]
HALF_WAY = 20_037_508.342789244  # around the equator, in metres
MOLLWEIDE = 'PROJCS["World_Mollweide",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mollweide"],PARAMETER["central_meridian",0],UNIT["metre",1]]'


def grid_over(extent: tuple[float, float, float, float], crs: str) -> Grid:
    left, bottom, right, top = extent
    return Grid(100, 100, (left, (right - left) / 100, 0, top, 0, (bottom - top) / 100), crs)


def box(left: float, bottom: float, right: float, top: float) -> ogr.Geometry:
    ring = f"{left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}, {left} {bottom}"
    return ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))")


@pytest.mark.parametrize(("epsg", "extent", "square_metres"), MEASURED_BY_QGIS)
def test_areas_are_those_of_the_ellipsoid(
    epsg: int, extent: tuple[float, float, float, float], square_metres: float
) -> None:
    area = GroundArea(grid_over(extent, wkt(epsg)))
    assert area.hectares(box(*extent)) * 1e4 == pytest.approx(square_metres, rel=1e-9)


ARC_SECONDS = 'GEOGCS["seconds",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["arc-second",4.84813681109536E-06]]'


@pytest.mark.parametrize(
    ("crs", "epsg", "unit"), [(ARC_SECONDS, 4326, 3600.0), (wkt(4807), 4275, 1 / 0.9)], ids=["arc seconds", "grads"]
)
def test_angles_of_any_unit_are_measured_like_degrees(crs: str, epsg: int, unit: float) -> None:
    extent = 2.0, 45.0, 2.2, 45.1
    scaled = 2.0 * unit, 45.0 * unit, 2.2 * unit, 45.1 * unit
    degrees = GroundArea(grid_over(extent, wkt(epsg))).hectares(box(*extent))
    assert GroundArea(grid_over(scaled, crs)).hectares(box(*scaled)) == pytest.approx(degrees, rel=1e-9)


@pytest.mark.parametrize(
    ("epsg", "extent"),
    [
        (4326, (-180, -90, 180, 90)),
        (4326, (-180.25, -90, 179.75, 90)),
        (3857, (-HALF_WAY, -HALF_WAY, HALF_WAY, HALF_WAY)),
        (3832, (-HALF_WAY, -HALF_WAY, HALF_WAY, HALF_WAY)),
        (6933, (-17_367_530, -7_314_540, 17_367_530, 7_314_540)),
    ],
    ids=["degrees", "degrees from beyond the 180th meridian", "Mercator", "Mercator of the Pacific", "equal areas"],
)
def test_parts_of_the_whole_earth_are_measured_like_those_of_a_small_grid(
    epsg: int, extent: tuple[float, float, float, float]
) -> None:
    left, bottom, right, top = extent
    whole = GroundArea(grid_over(extent, wkt(epsg)))
    width, height = (right - left) / 360, (top - bottom) / 180
    for column, row in [(0, 90), (0, 0), (359, 179), (180, 45), (90, 130)]:
        x, y = left + column * width, bottom + row * height
        part = x, y, x + width, y + height
        assert whole.hectares(box(*part)) == pytest.approx(
            GroundArea(grid_over(part, wkt(epsg))).hectares(box(*part)), rel=1e-9
        )


def test_the_whole_earth_is_as_large_as_its_ellipsoid() -> None:
    area = GroundArea(grid_over((-180, -90, 180, 90), wkt(4326)))
    a, b = 6_378_137.0, 6_378_137.0 * (1 - 1 / 298.257223563)
    e = math.sqrt(1 - (b / a) ** 2)
    surface = 2 * math.pi * (a**2 + b**2 * math.atanh(e) / e)
    assert area.hectares(box(-180, -90, 180, 90)) * 1e4 == pytest.approx(surface, rel=1e-9)


def test_what_cannot_be_measured_is_told_with_its_reason() -> None:
    area = GroundArea(grid_over((-18_000_000, -9_000_000, 18_000_000, 9_000_000), MOLLWEIDE))
    with pytest.raises(InputError, match=r"area of a polygon cannot be measured in World_Mollweide \(.+\): reproject"):
        area.hectares(box(-18_000_000, 8_000_000, -17_000_000, 9_000_000))


def test_measuring_leaves_the_polygon_as_it_is() -> None:
    polygon = box(200_000, 9_660_000, 210_000, 9_670_000)
    GroundArea(grid_over((200_000, 9_660_000, 210_000, 9_670_000), wkt(32750))).hectares(polygon)
    assert polygon.Equals(box(200_000, 9_660_000, 210_000, 9_670_000))


def test_a_crs_without_an_ellipsoid_has_planar_areas() -> None:
    site = osr.SpatialReference('LOCAL_CS["site", UNIT["foot", 0.3048]]')
    area = GroundArea(grid_over((0, 0, 1000, 1000), site.ExportToWkt()))
    assert area.hectares(box(0, 0, 1000, 1000)) == pytest.approx(0.3048**2 * 100)


@pytest.mark.parametrize(("hectares", "pixels"), [(0.0, 0), (0.0001, 1), (1.0, 2), (99.0, 100)])
def test_an_area_is_that_many_whole_pixels(hectares: float, pixels: int) -> None:
    area = GroundArea(grid_over((200_000, 9_660_000, 210_000, 9_670_000), wkt(32750)))  # pixels of 0.9986 ha
    assert area.pixels(hectares) == pixels
    assert np.ceil(hectares / 0.998647) == pixels


@pytest.mark.parametrize(("side", "decimals"), [(100.0, 4), (10.0, 4), (1.0, 6), (0.5, 7), (0.1, 8)])
def test_areas_are_told_to_a_hundredth_of_a_pixel(side: float, decimals: int) -> None:
    area = GroundArea(grid_over((200_000, 9_660_000, 200_000 + 100 * side, 9_660_000 + 100 * side), wkt(32750)))
    assert area.decimals == decimals
    pixel = area.hectares(box(200_000, 9_660_000, 200_000 + side, 9_660_000 + side))
    assert round(pixel, area.decimals) == pytest.approx(pixel, rel=0.03)
