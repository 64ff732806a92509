import math

import pytest
from osgeo import osr

from paddy_segmenter.core.rasters.ellipsoid import transformed
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.view_grid import aspect_of, needs_view, turn_of, view_grid
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

UTM, DEGREES = 32750, 4326


def grid(epsg: int, pixel: float, *, high: float | None = None, degrees: float = 0.0, top: float = 0.0) -> Grid:
    """A grid of 100 x 100 pixels, `pixel` wide and `high` high, with rows that run `degrees` north of east."""
    high = pixel if high is None else high
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Grid(100, 100, (114.0, pixel * c, high * s, top, pixel * s, -high * c), wkt(epsg))


@pytest.mark.parametrize(
    ("seen", "gsd", "aspect", "needed"),
    [
        (grid(UTM, 1.5), 1.5, 1.0, False),
        (grid(UTM, 1.5), 1.8, 1.0, False),
        (grid(UTM, 1.5), 1.9, 1.0, True),
        (grid(UTM, 1.5), 1.15, 1.0, True),
        (grid(UTM, 1.5, high=2.5), 1.94, 1.0, True),
        (grid(UTM, 1.5, high=2.5), 1.94, None, False),
        (grid(DEGREES, 0.0001), 11.13, 1.0, False),
        (grid(DEGREES, 0.0001, top=56.0), 8.33, 1.0, True),
        (grid(DEGREES, 0.0001, top=56.0), 8.33, 1.79, False),
        (grid(DEGREES, 0.0001, top=56.0), 8.33, None, False),
        (grid(DEGREES, 0.0001, top=-3.0), 1.5, 1.0, True),
        (grid(UTM, 1.5, degrees=0.9), 1.5, 1.0, False),
        (grid(UTM, 1.5, degrees=1.1), 1.5, 1.0, True),
        (grid(UTM, 1.5, degrees=-30.0), 1.5, 1.0, True),
        (grid(UTM, 1.5, degrees=90.0), 1.5, 1.0, False),
        (grid(UTM, 1.5, degrees=180.0), 1.5, 1.0, False),
    ],
    ids=["same", "a fifth coarser", "a quarter coarser", "a quarter finer", "high pixels", "high pixels, model unknown",
         "degrees at the equator", "degrees in the north, model of metres", "degrees in the north, model of such degrees",
         "degrees in the north, model unknown", "degrees and finer", "hardly turned", "turned", "turned the other way",
         "quarter turn", "half turn"],
)  # fmt: skip
def test_a_view_is_needed_where_objects_would_look_different(
    seen: Grid, gsd: float, aspect: float | None, needed: bool
) -> None:
    assert needs_view(seen, gsd, aspect) is needed


def test_degrees_are_high_in_the_north_and_square_at_the_equator() -> None:
    assert aspect_of(grid(DEGREES, 1e-4, top=60.0)) == pytest.approx(1.996, rel=1e-3)
    assert aspect_of(grid(DEGREES, 1e-4)) == pytest.approx(0.993, rel=1e-3)
    assert aspect_of(grid(UTM, 2.0, high=3.0)) == 1.5


@pytest.mark.parametrize(
    ("degrees", "turn"), [(0, 0), (0.5, 0.5), (-20, 20), (45, 45), (60, 30), (90, 0), (135, 45), (181, 1)]
)
def test_a_turn_is_counted_from_the_nearest_point_of_the_compass(degrees: float, turn: float) -> None:
    assert turn_of(grid(UTM, 1.5, degrees=degrees)) == pytest.approx(turn, abs=1e-9)


def test_a_sheared_grid_counts_as_turned() -> None:
    assert turn_of(Grid(10, 10, (0.0, 1.0, 0.1, 0.0, 0.0, -1.0), wkt(UTM))) == pytest.approx(5.71, abs=0.01)


@pytest.mark.parametrize(
    ("epsg", "pixel", "gsd", "aspect", "size", "step"),
    [
        (UTM, 1.5, 3.0, 1.0, (50, 50), (3.0, -3.0)),
        (UTM, 3.0, 1.5, 1.0, (200, 200), (1.5, -1.5)),
        (UTM, 1.5, 4.0, 1.0, (38, 38), (4.0, -4.0)),
        (UTM, 1.5, 200.0, 1.0, (1, 1), (200.0, -200.0)),
        (UTM, 2.0, 4.0, 4.0, (100, 25), (2.0, -8.0)),
        (2263, 10.0, 6.096, 1.0, (50, 50), (20.0, -20.0)),
    ],
    ids=["coarser", "finer", "not a whole number", "one pixel", "high pixels", "feet"],
)
def test_a_view_keeps_crs_and_corner_and_covers_all(
    epsg: int, pixel: float, gsd: float, aspect: float, size: tuple[int, int], step: tuple[float, float]
) -> None:
    view = view_grid(grid(epsg, pixel, top=500.0), gsd, aspect)
    assert (view.width, view.height) == size
    assert view.transform == pytest.approx((114.0, step[0], 0.0, 500.0, 0.0, step[1]), rel=1e-5)
    assert view.crs == wkt(epsg)


@pytest.mark.parametrize(
    ("epsg", "top", "left", "name"),
    [(4326, -3.0, 114.0, "WGS 84 / UTM zone 50S"), (4326, 56.0, 9.0, "WGS 84 / UTM zone 32N"),
     (4258, 56.0, 9.0, "ETRS89 / UTM zone 32N"), (4326, 0.0, 185.0, "WGS 84 / UTM zone 1S")],
)  # fmt: skip
def test_degrees_become_metres_of_the_zone_on_the_same_datum(epsg: int, top: float, left: float, name: str) -> None:
    view = view_grid(Grid(100, 100, (left, 1e-4, 0.0, top, 0.0, -1e-4), wkt(epsg)), 10.0)
    assert osr.SpatialReference(view.crs).GetName() == name
    assert view.gsd == 10.0
    assert view.height == pytest.approx(1113 / 10, abs=4)


def around(epsg: int, longitude: float, latitude: float, pixel: float = 10.0) -> Grid:
    """A grid of 100 x 100 pixels of a projected CRS around a place in degrees."""
    degrees, crs = osr.SpatialReference(wkt(DEGREES)), osr.SpatialReference(wkt(epsg))
    [(x, y)] = transformed([(longitude, latitude)], degrees, crs)
    return Grid(100, 100, (x - 50 * pixel, pixel, 0.0, y + 50 * pixel, 0.0, -pixel), wkt(epsg))


@pytest.mark.parametrize(
    ("seen", "size", "keeps_crs"),
    [
        (around(4087, 25, 60), (51, 101), True),
        (around(6933, 25, 60), (58, 173), True),
        (around(3857, 25, 60), (51, 51), True),
        (around(8857, 110, 55), (155, 119), False),
        (grid(DEGREES, 1e-4, top=60.0), (61, 114), False),
    ],
    ids=["plate carree", "EASE", "Mercator", "Equal Earth, sheared", "degrees"],
)
def test_pixels_of_a_view_are_square_on_the_ground_whatever_the_crs(
    seen: Grid, size: tuple[int, int], keeps_crs: bool
) -> None:
    view = view_grid(seen, 10.0)
    assert needs_view(seen, 10.0, 1.0)
    assert not needs_view(view, 10.0, 1.0)
    assert (view.gsd, aspect_of(view), turn_of(view)) == pytest.approx((10.0, 1.0, 0.0), abs=1e-3)
    assert (view.width, view.height) == pytest.approx(size, abs=2)
    assert (view.crs == seen.crs) is keeps_crs


def test_a_view_has_the_pixels_of_a_model_of_high_ones_in_a_stretched_crs_too() -> None:
    view = view_grid(around(4087, 25, 60), 10.0, 4.0)
    assert (view.gsd, aspect_of(view)) == pytest.approx((10.0, 4.0), rel=1e-3)


@pytest.mark.parametrize("crs", [32750, 3035, 5070, 3978, 3031])
def test_maps_of_countries_and_poles_are_seen_as_they_are(crs: int) -> None:
    places = {32750: (114.1, -2), 3035: (25, 60), 5070: (-75, 45), 3978: (-60, 70), 3031: (100, -70)}
    seen = around(crs, *places[crs])
    assert (seen.gsd, aspect_of(seen), turn_of(seen)) == (10.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (Grid(3, 96, (114.0, 1e-4, 0.0, 60.0, 0.0, -1e-4), wkt(DEGREES)), r"covers 16.7 x 1.07e\+03 m, less than a pixel"),
        (Grid(721, 20, (-180.25, 0.5, 0.0, 90.25, 0.0, -0.5), wkt(DEGREES)), r"latitude 90.25, .* cut off its rows beyond"),
    ],
    ids=["thinner than a pixel", "beyond the pole"],
)  # fmt: skip
def test_what_could_only_be_seen_in_part_is_refused(seen: Grid, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        view_grid(seen, 100.0)


@pytest.mark.parametrize(("gsd", "aspect"), [(1e-6, 1.0), (1e-300, 1.0), (1.5, 1e10), (1.5, 1e-10), (1e-300, 1e30)])
def test_pixels_that_are_absurdly_fine_are_refused(gsd: float, aspect: float) -> None:
    with pytest.raises(InputError, match=r"are more than 100 times finer than the raster's of 1\.5 m: take a finer"):
        view_grid(grid(UTM, 1.5), gsd, aspect)
