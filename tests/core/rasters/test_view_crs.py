import pytest
from osgeo import osr

from paddy_segmenter.core.rasters.ellipsoid import transformed
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.view_crs import extent_in_metres, metric_crs_of
from paddy_segmenter.errors import InputError


def grid_in(name: str, left: float, top: float, pixel: float, width: int = 100, height: int = 100) -> Grid:
    crs = osr.SpatialReference()
    crs.SetFromUserInput(name)
    return Grid(width, height, (left, pixel, 0.0, top, 0.0, -pixel), crs.ExportToWkt(["FORMAT=WKT2"]))


@pytest.mark.parametrize(
    ("grid", "name"),
    [
        (grid_in("EPSG:4326", 114.0, -3.0, 1e-4), "WGS 84 / UTM zone 50S"),
        (grid_in("EPSG:4326", 185.0, 0.0, 1e-4), "WGS 84 / UTM zone 1S"),
        (grid_in("EPSG:4326+5773", 114.0, -3.0, 1e-4), "WGS 84 / UTM zone 50S"),
        (grid_in("EPSG:4807", 2.0, 50.0, 1e-4), "NTF (Paris) / UTM zone 31N"),
        (grid_in("EPSG:4326", 20.0, 90.0, 0.01), "WGS 84 / Lambert azimuthal equal area around 89.5, 20.5"),
        (grid_in("IAU_2015:30100", 3.0, 4.0, 1e-4), "around 3.995, 3.005"),
        (grid_in("+proj=sinu +R=6371007.181", 1e7, -4e6, 10.0), "around -35.98, 111.1"),
    ],
    ids=["degrees", "beyond 180", "with heights", "grads from Paris", "pole", "moon", "sheared"],
)
def test_metres_are_those_of_the_utm_zone_or_of_a_projection_around_the_centre(grid: Grid, name: str) -> None:
    crs = osr.SpatialReference(metric_crs_of(grid))
    assert name in crs.GetName()
    assert crs.IsProjected()
    assert not crs.IsCompound()
    [place] = transformed([grid.centre], osr.SpatialReference(grid.crs), crs)
    left, bottom, right, top = extent_in_metres(grid, crs.ExportToWkt())
    assert left < place[0] < right
    assert bottom < place[1] < top


@pytest.mark.parametrize(
    ("grid", "reason"),
    [
        (grid_in("EPSG:4326", 80.0, 10.0, 1.0, 70, 10), "is 70 degrees wide, but one UTM zone serves 60: cut it"),
        (grid_in("EPSG:4326", -180.0, 90.0, 1.0, 360, 180), r"reaches \d+ degrees from its centre, but one .* 45: cut"),
    ],
)
def test_what_no_projection_shows_well_is_refused(grid: Grid, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        metric_crs_of(grid)


def test_all_around_a_pole_the_box_holds_the_whole_cap() -> None:
    cap = grid_in("EPSG:4326", -180.0, 90.0, 0.5, 720, 20)
    left, bottom, right, top = extent_in_metres(cap, metric_crs_of(cap))
    across = 2 * 10 * 111_694  # metres, ten degrees at the pole on each side
    assert right - left == pytest.approx(across, rel=0.01)
    assert top - bottom == pytest.approx(across, rel=0.01)
