import math

import numpy as np
import pytest
from osgeo import osr

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.reprojection import extent_in, pixels_on, transformation, window_on
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP, wkt

UTM = wkt(32750)
WGS_84_IN = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["%s",%.15g]]'
)
SITE = 'LOCAL_CS["site grid",UNIT["metre",1]]'
HERE = Grid(100, 80, (LEFT, 10.0, 0.0, TOP, 0.0, -10.0), UTM)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (HERE, Window(20, 10, 30, 40)),
        (Grid(100, 80, (LEFT + 50, 10.0, 0.0, TOP - 100, 0.0, -10.0), UTM), Window(10, 5, 30, 40)),
        (Grid(100, 80, (LEFT + 53, 10.0, 0.0, TOP, 0.0, -10.0), UTM), Window(20, 4, 30, 41)),
        (Grid(100, 80, (LEFT, 5.0, 0.0, TOP, 0.0, -5.0), UTM), Window(40, 20, 60, 80)),
        (Grid(100, 80, (LEFT, 0.0, 10.0, TOP, -10.0, 0.0), UTM), Window(10, 20, 40, 30)),
        (Grid(100, 80, (LEFT + 500, 10.0, 0.0, TOP, 0.0, -10.0), UTM), None),
        (Grid(100, 80, (LEFT, 10.0, 0.0, TOP - 500, 0.0, -10.0), UTM), None),
        (Grid(100, 80, (LEFT + 490, 10.0, 0.0, TOP - 490, 0.0, -10.0), UTM), Window(-29, -39, 30, 40)),
        (Grid(100, 80, (-60.0, 1e-4, 0.0, 50.0, 0.0, -1e-4), wkt(4326)), None),
    ],
    ids=["itself", "shifted", "by parts of a pixel", "finer", "turned", "beside", "below", "a corner", "another continent"],
)  # fmt: skip
def test_a_window_is_found_on_another_grid(target: Grid, expected: Window | None) -> None:
    assert window_on(Window(row=20, column=10, height=30, width=40), HERE, target) == expected


def test_a_window_is_found_on_a_grid_in_degrees() -> None:
    degrees = Grid(2000, 2000, (114.2, 1e-4, 0.0, -2.9, 0.0, -1e-4), wkt(4326))
    there = window_on(Window(20, 10, 30, 40), HERE, degrees)
    assert there is not None
    back = window_on(there, degrees, HERE)
    assert back is not None
    assert (back.row, back.column, back.bottom, back.right) == pytest.approx((20, 10, 50, 50), abs=3)


@pytest.mark.parametrize(("unit", "size"), [("arc-second", math.pi / 648_000), ("grad", math.pi / 200)])
@pytest.mark.parametrize("mercator", [3857, 3785], ids=["as it is today", "as it was named before"])
def test_web_mercator_leads_to_the_units_that_longitudes_count_in(unit: str, size: float, mercator: int) -> None:
    way = transformation(
        osr.SpatialReference(wkt(mercator)), osr.SpatialReference(WGS_84_IN % (unit, size)), "area.gpkg"
    )
    radius = 6_378_137.0
    x = radius * math.radians(114.2)
    y = radius * math.asinh(math.tan(math.radians(-2.1)))
    longitude, latitude, _ = way.TransformPoint(x, y)
    assert (longitude * size, latitude * size) == pytest.approx((math.radians(114.2), math.radians(-2.1)), rel=1e-12)


def test_a_local_crs_leads_to_itself_and_nowhere_else() -> None:
    site, same, world = (osr.SpatialReference(crs) for crs in (SITE, SITE, UTM))
    assert transformation(site, same, "fields.gpkg").TransformPoint(1000.3, 7e6)[:2] == (1000.3, 7e6)
    grid = Grid(10, 20, (1000.0, 1.0, 0.0, 500.0, 0.0, -1.0), SITE)
    assert extent_in(grid, same, "fields.gpkg") == pytest.approx((999.9, 479.8, 1010.1, 500.2))
    with pytest.raises(InputError) as refused:
        transformation(site, world, "fields.gpkg")
    assert str(refused.value) == (
        "fields.gpkg cannot be transformed to the raster's CRS (site grid -> WGS 84 / UTM zone 50S): check its CRS"
    )


def test_a_window_is_found_on_a_grid_of_the_same_local_crs_in_other_words() -> None:
    here, there = (Grid(100, 80, HERE.transform, crs) for crs in (SITE, osr.SpatialReference(SITE).ExportToWkt()))
    assert here.crs != there.crs
    assert window_on(Window(20, 10, 30, 40), here, there) == Window(20, 10, 30, 40)


@pytest.mark.parametrize("turn", [-360.0, 0.0, 360.0])
def test_a_window_across_180_degrees_is_found_whichever_way_the_other_grid_counts(turn: float) -> None:
    here, there = (Grid(100, 80, (left, 0.01, 0.0, 10.0, 0.0, -0.01), wkt(4326)) for left in (179.5, 179.6 + turn))
    assert window_on(Window(20, 10, 30, 40), here, there) == Window(20, 0, 30, 40)
    rows, columns = pixels_on(np.array([20]), np.array([10]), here, there)
    assert (rows[0], columns[0]) == (20, 0)
    zone = Grid(100, 80, (818_803.0, 10.0, 0.0, 8_118_503.0, 0.0, -10.0), wkt(32760))
    degrees = Grid(100, 100, (179.99 + turn, 1e-4, 0.0, -17.0, 0.0, -1e-4), wkt(4326))
    assert window_on(Window(0, 0, 80, 100), zone, degrees) == Window(-47, 38, 75, 96)


def test_the_box_around_ground_that_a_projection_tears_holds_all_of_it() -> None:
    world = Grid(360, 180, (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), wkt(4326))
    europe = osr.SpatialReference(wkt(3035))
    box = extent_in(world, europe, "fields.gpkg")
    assert box is None or (box[0] < -4e6 and box[2] > 1.2e7)
