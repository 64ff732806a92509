import sys
from pathlib import Path

import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.polygons.ground_area import GroundArea, pixel_of
from paddy_segmenter.core.polygons.layer_crs import layer_crs
from paddy_segmenter.core.polygons.trial import try_polygons
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import EnvironmentMissing, InputError
from tests.conftest import wkt

ROTATED_POLE = "+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371229 +no_defs"
GEOSTATIONARY = "+proj=geos +lon_0=0 +h=35785831 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"
DISC = 5_570_000.0  # metres from the middle of the earth's disc to its picture's border
NO_WAY_TO_DEGREES = (
    'PROJCS["grid of a site",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["unnamed"],UNIT["metre",1]]'
)


def text_of(name: str) -> str:
    crs = osr.SpatialReference()
    crs.SetFromUserInput(name)
    return str(crs.ExportToWkt(["FORMAT=WKT2_2019"]))


def with_height(epsg: int) -> str:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    crs.PromoteTo3D()
    return str(crs.ExportToWkt(["FORMAT=WKT2_2019"]))


def grid_in(crs: str, left: float = 200_000.0, top: float = 9_670_000.0, side: float = 10.0) -> Grid:
    return Grid(100, 100, (left, side, 0, top, 0, -side), crs)


def try_whole(grid: Grid, tolerance: float = 0.0, *, has_data: bool = True) -> None:
    try_polygons(grid, Window(0, 0, grid.height, grid.width), tolerance, lambda pixel: has_data)


def test_a_crs_with_height_goes_without_it_into_the_geopackage(tmp_path: Path) -> None:
    crs = layer_crs(grid_in(with_height(32750)))
    flat = osr.SpatialReference(wkt(32750))
    assert crs.IsSame(flat)
    assert crs.GetAxesCount() == 2
    try_whole(grid_in(with_height(32750)))


@pytest.mark.parametrize("epsg", [32750, 4326, 3413, 27572])
def test_a_crs_that_a_geopackage_can_hold_stays_as_it_is(epsg: int) -> None:
    assert layer_crs(grid_in(wkt(epsg))).ExportToWkt() == osr.SpatialReference(wkt(epsg)).ExportToWkt()


@pytest.mark.skipif(int(gdal.VersionInfo()) >= 3_090_000, reason="GDAL 3.9 writes WKT 2 to GeoPackages")
def test_a_crs_that_no_geopackage_can_hold_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"a GeoPackage cannot hold the CRS .* \(.*WKT2\): reproject the raster, or leave"
    ):
        try_whole(grid_in(text_of(ROTATED_POLE), 10.0, 10.0, 0.01))


def test_a_crs_from_which_nothing_leads_to_the_ellipsoid_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"cannot be measured in grid of a site \(.+\): reproject the raster, or leave"
    ):
        try_whole(grid_in(NO_WAY_TO_DEGREES))


def test_a_simplification_without_shapely_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    try_whole(grid_in(wkt(32750)))
    with pytest.raises(EnvironmentMissing, match=r"borders are simplified with shapely 2\.1"):
        try_whole(grid_in(wkt(32750)), 5.0)


def test_corners_in_space_count_where_they_hold_data() -> None:
    disc = grid_in(text_of(GEOSTATIONARY), -DISC, DISC, DISC / 50)
    try_whole(disc, has_data=False)
    with pytest.raises(InputError, match="the area of a polygon cannot be measured in"):
        try_whole(disc)
    try_polygons(disc, Window(40, 40, 20, 20), 0.0, lambda pixel: True)


def test_pixels_that_reach_beyond_a_pole_are_as_large_as_the_ground_that_they_show() -> None:
    points = Grid(1440, 721, (-0.125, 0.25, 0, 90.125, 0, -0.25), wkt(4326))  # as weather models give them
    try_whole(points)
    half = Grid(1440, 721, (-0.125, 0.25, 0, 90, 0, -0.125), wkt(4326))
    whole_area, half_area = GroundArea(points), GroundArea(half)
    assert whole_area.hectares(pixel_of(points, 0, 7)) == pytest.approx(half_area.hectares(pixel_of(half, 0, 7)))
    assert whole_area.hectares(pixel_of(points, 720, 7)) == pytest.approx(half_area.hectares(pixel_of(half, 0, 7)))
