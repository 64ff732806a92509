import numpy as np
import pytest
from osgeo import ogr, osr

from paddy_segmenter.core.polygons.ground_area import GroundArea
from paddy_segmenter.core.rasters.grid import Grid
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
