import math
from collections.abc import Callable

import numpy as np
import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.rasters.grid import Grid, grid_of
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from tests.conftest import wkt

Write = Callable[..., str]


@pytest.mark.parametrize(
    ("epsg", "pixel", "metres"),
    [(32750, 1.5, 1.5), (4326, 0.0001, 11.095), (2263, 10.0, 3.048)],
    ids=["metres", "degrees at the equator", "feet"],
)
def test_the_gsd_is_in_metres_whatever_the_crs_counts_in(
    write_raster: Write, epsg: int, pixel: float, metres: float
) -> None:
    raster = Raster(write_raster("grid.tif", np.ones((4, 4), np.uint8), epsg=epsg, gsd=pixel, left=0, top=0.0002))
    assert raster.grid.gsd == pytest.approx(metres, rel=1e-3)


@pytest.mark.parametrize(("epsg", "latitude"), [(3857, 0), (3857, 56), (3857, -56), (3395, 56)])
def test_a_metre_of_mercators_is_shorter_on_the_ground_the_farther_it_is_from_the_equator(
    write_raster: Write, epsg: int, latitude: float
) -> None:
    northing = 6_378_137 * math.log(math.tan(math.radians(45 + latitude / 2)))  # on a sphere
    raster = Raster(write_raster("grid.tif", np.ones((4, 4), np.uint8), epsg=epsg, gsd=10, left=0, top=northing))
    assert raster.grid.gsd == pytest.approx(10 * math.cos(math.radians(latitude)), rel=0.01)


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        ((200.0, 2.0, 0.0, 900.0, 0.0, -2.0), (214.0, 2.0, 0.0, 894.0, 0.0, -2.0)),
        ((200.0, 0.0, 2.0, 900.0, 2.0, 0.0), (206.0, 0.0, 2.0, 914.0, 2.0, 0.0)),
    ],
    ids=["north up", "turned"],
)
def test_a_part_of_a_grid_starts_at_its_first_pixel(transform: tuple[float, ...], expected: tuple[float, ...]) -> None:
    grid = Grid(100, 80, transform, wkt(32750))
    assert grid.part(Window(row=3, column=7, height=20, width=10)) == Grid(10, 20, expected, grid.crs)


def test_a_crs_is_kept_as_it_is(write_raster: Write) -> None:
    path = write_raster("sphere.tif", np.ones((4, 4), np.uint8))
    virtual = path.replace(".tif", ".vrt")
    gdal.Translate(virtual, path, format="VRT", outputSRS="EPSG:32750+3855")
    sphere = gdal.Open(virtual, gdal.GA_Update)
    crs = osr.SpatialReference()
    crs.SetFromUserInput("+proj=tmerc +lat_0=0 +lon_0=117 +k=0.9996 +x_0=500000 +y_0=10000000 +R=6370997")
    crs.SetProjCS("Transverse Mercator Earth")
    sphere.SetSpatialRef(crs)
    kept = grid_of(sphere).crs
    assert kept == sphere.GetSpatialRef().ExportToWkt(["FORMAT=WKT2"])
    assert osr.SpatialReference(kept).GetSemiMajor() == 6370997
