"""A view is known to be empty where nothing is stored of its raster, and never where it has data."""

import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.reprojection import window_around
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.rasters.view import View
from paddy_segmenter.core.tiles import Window
from tests.conftest import LEFT, TOP, declare_scale, wkt

SIDE, BLOCK = 320, 32  # pixels of the raster and of its stored blocks
DEGREE = 111_320.0  # metres


def write_sparse(path: Path, transform: tuple[float, ...], epsg: int = 32750, share: float = 0.08) -> str:
    """Writes two bands of blocks, of which that share is stored, not always in both."""
    options = ["TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "SPARSE_OK=TRUE", "INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, 2, gdal.GDT_UInt16, options)
    dataset.SetProjection(wkt(epsg))
    dataset.SetGeoTransform(transform)
    chance = np.random.default_rng(4)
    for number in (1, 2):
        band = dataset.GetRasterBand(number)
        band.SetNoDataValue(0)
        for row, column in product(range(0, SIDE, BLOCK), repeat=2):
            if chance.random() < share:
                band.WriteArray(np.full((BLOCK, BLOCK), 9, np.uint16), column, row)
    return str(path)


def turned(degrees: float, gsd: float) -> tuple[float, ...]:
    c, s = gsd * math.cos(math.radians(degrees)), gsd * math.sin(math.radians(degrees))
    return LEFT, c, s, TOP, s, -c


def windows_of(grid: Grid, side: int) -> Iterator[Window]:
    """Yields windows that lie close together, reach beyond the borders, and begin anywhere."""
    for row, column in product(range(-side, grid.height, side // 2 + 1), range(-side, grid.width, side // 2 + 1)):
        yield Window(row, column, side, side)


@pytest.mark.parametrize("missing_where", ["all", "any"])
@pytest.mark.parametrize(
    ("transform", "epsg", "gsd"),
    [
        (turned(0, 1.5), 32750, 0.4),
        (turned(0, 1.5), 32750, 1.1),
        (turned(0, 1.5), 32750, 4.1),
        (turned(30, 1.5), 32750, 0.5),
        (turned(30, 1.5), 32750, 1.5),
        (turned(45, 1.5), 32750, 6.3),
        (turned(90, 1.5), 32750, 4.0),
        ((114.0, 1.5 / DEGREE, 0.0, 50.0, 0.0, -1.5 / DEGREE), 4326, 0.7),
        ((114.0, 1.5 / DEGREE, 0.0, 50.0, 0.0, -1.5 / DEGREE), 4326, 5.0),
        ((100.0, 0.05, 0.0, 60.0, 0.0, -0.05), 4326, 5000.0),
        ((179.0, 0.005, 0.0, 0.5, 0.0, -0.005), 4326, 400.0),
        ((-180.5, 0.005, 0.0, 60.0, 0.0, -0.005), 4326, 400.0),
    ],
    ids=["much finer", "finer", "coarser", "turned and finer", "turned", "turned and coarser", "a quarter turn", "degrees, finer",
         "degrees, coarser", "half a continent", "beyond 180 degrees east", "beyond 180 degrees west"],
)  # fmt: skip
def test_a_window_with_data_is_never_called_empty_and_most_others_are(
    tmp_path: Path, transform: tuple[float, ...], epsg: int, gsd: float, missing_where: str
) -> None:
    source = Raster(write_sparse(tmp_path / "sparse.tif", transform, epsg), missing_where)
    with view_at(source.path, gsd) as path:
        view = View(path, source)
        _, valid = view.read(Window(0, 0, view.grid.height, view.grid.width), (1, 2))
        assert valid.any()
        side = max(min(valid.shape) // 12, 2)
        found = {True: 0, False: 0}
        for window in windows_of(view.grid, side):
            has_data = valid[max(window.row, 0) : window.bottom, max(window.column, 0) : window.right].any()
            if view.is_known_empty(window, (1, 2)):
                assert not has_data, window
                found[True] += 1
            elif not has_data:
                found[False] += 1
        assert found[True] > found[False], found


@pytest.mark.parametrize(("degrees", "gsd"), [(0, 0.5), (0, 1.4), (10, 18.0)])
def test_what_a_bilinear_kernel_carries_beyond_a_block_is_not_called_empty(
    tmp_path: Path, degrees: float, gsd: float
) -> None:
    source = Raster(write_sparse(tmp_path / "sparse.tif", turned(degrees, 1.5)))
    with view_at(source.path, gsd) as path:
        view = View(path, source)
        _, valid = view.read(Window(0, 0, view.grid.height, view.grid.width), (1, 2))
        places = np.argwhere(valid)
        for row, column in places[:: len(places) // 400 + 1]:
            assert not view.is_known_empty(Window(int(row), int(column), 1, 1), (1, 2))


def test_another_thread_gets_a_view_that_knows_as_much(tmp_path: Path) -> None:
    source = Raster(write_sparse(tmp_path / "sparse.tif", turned(0, 1.5)), missing_where="any")
    with view_at(source.path, 3.0) as path:
        view = View(path, source)
        windows = list(windows_of(view.grid, 16))
        known = [view.is_known_empty(window, (1,)) for window in windows]
        assert len(set(known)) == 2
        assert [view.reopened().is_known_empty(window, (1,)) for window in windows] == known
        assert view.reopened().missing_where == "any"


def test_the_bands_of_a_view_are_those_of_its_raster_without_alpha(tmp_path: Path) -> None:
    path = str(tmp_path / "alpha.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 64, 64, 2, gdal.GDT_Byte, ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16",
                                                                                  "SPARSE_OK=TRUE"])  # fmt: skip
    dataset.SetProjection(wkt(32750))
    dataset.SetGeoTransform((LEFT, 1, 0, TOP, 0, -1))
    dataset.GetRasterBand(1).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset.WriteArray(np.full((2, 16, 16), 255, np.uint8))
    dataset = None
    source = Raster(path)
    with view_at(path, 2.0) as seen:
        view = View(seen, source)
        windows = Window(0, 0, 4, 4), Window(16, 16, 16, 16)
        assert [view.is_known_empty(window, (1,)) for window in windows] == [False, True]
        assert [bool(view.read(window, (1,))[1].any()) for window in windows] == [True, False]


def test_a_side_that_is_bent_lies_within_the_window_around_it() -> None:
    metres = Grid(400, 400, (0.0, 5000.0, 0.0, 7_000_000.0, 0.0, -5000.0), wkt(32650))
    degrees = Grid(2000, 2000, (80.0, 0.05, 0.0, 90.0, 0.0, -0.05), wkt(4326))
    window = Window(0, 0, 200, 200)
    around = window_around(window, metres, degrees)
    assert around is not None
    for row, column in product(range(0, 200, 7), repeat=2):
        inner = window_around(Window(row, column, 1, 1), metres, degrees)
        assert inner is not None
        assert inner.within(around) == inner
    beyond = Grid(10, 10, (0.0, 5e7, 0.0, 5e9, 0.0, -5e7), metres.crs)
    assert window_around(Window(0, 0, 10, 10), beyond, degrees) is None


def test_a_view_is_scaled_as_its_raster_and_after_its_nodata_values(tmp_path: Path) -> None:
    path = declare_scale(write_sparse(tmp_path / "scaled.tif", turned(0, 1.5), share=0.5), (0.5, 10.0), (1.0, 0.0))
    window = Window(0, 0, SIDE // 2, SIDE // 2)
    with view_at(path, 3.0) as place:
        raw, _ = View(place, Raster(path)).read(window, (2, 1))
        scaled, _ = View(place, Raster(path, values="scaled")).reopened().read(window, (2, 1))
    assert np.isnan(raw).any()
    np.testing.assert_array_equal(scaled[0], raw[0])
    np.testing.assert_array_equal(scaled[1], raw[1] * 0.5 + 10)
