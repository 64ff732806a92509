import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.nearest_data import FAR, fill_from_nearest
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.raster_file import create_raster
from paddy_segmenter.core.rasters.resample import back_on_grid, view_at, way_back
from paddy_segmenter.core.tiles import Window
from tests.conftest import LEFT, TOP, wkt

Write = Callable[..., str]
NODATA = 255
RANDOM = np.random.default_rng(4)


def ignore(share: float) -> None: ...


def seen_and_back(path: str, gsd: float, folder: Path, classes: bool = True) -> np.ndarray:
    """Returns a raster's first band as it comes back from a view of it, whose pixels with data have the class 1."""
    raster = Raster(path)
    with view_at(path, gsd) as place:
        view = Raster(place)
        seen = lambda window: view.read(window, (1,))[1]  # noqa: E731
        whole = Window(0, 0, view.grid.height, view.grid.width)
        with create_raster(str(folder / "seen.tif"), view.grid, np.uint8, NODATA) as file:
            file.write(whole, np.where(seen(whole), 1, NODATA).astype(np.uint8))
        method = way_back(view.grid, raster.grid, classes)
        valid = lambda window: raster.read(window, (1,))[1]  # noqa: E731
        back_on_grid(
            str(folder / "seen.tif"), str(folder / "back.tif"), raster.grid, method, "NONE", valid, seen, ignore
        )
    return gdal.Open(str(folder / "back.tif")).ReadAsArray()  # type: ignore[no-any-return]


def lay(path: str, transform: tuple[float, ...]) -> str:
    gdal.Open(path, gdal.GA_Update).SetGeoTransform(transform)
    return path


def turned(degrees: float) -> tuple[float, ...]:
    c, s = 10 * math.cos(math.radians(degrees)), 10 * math.sin(math.radians(degrees))
    return (LEFT, c, s, TOP, s, -c)


@pytest.mark.parametrize("gsd", [5.0, 13.0, 30.0, 70.0])
@pytest.mark.parametrize("degrees", [5.0, 7.0, 20.0, 30.0, 45.0])
@pytest.mark.parametrize("classes", [True, False], ids=["classes", "amounts"])
def test_a_turned_raster_loses_no_pixel_and_gains_none(
    write_raster: Write, tmp_path: Path, degrees: float, gsd: float, classes: bool
) -> None:
    values = np.where(RANDOM.random((96, 128)) < 0.3, -1, 5).astype(np.float32)
    path = lay(write_raster("turned.tif", values, nodata=-1), turned(degrees))
    np.testing.assert_array_equal(seen_and_back(path, gsd, tmp_path, classes), np.where(values < 0, NODATA, 1))


def test_a_sheared_raster_and_one_of_a_single_row_lose_no_pixel(write_raster: Write, tmp_path: Path) -> None:
    sheared = lay(write_raster("sheared.tif", np.ones((90, 70), np.uint8)), (LEFT, 10.0, 4.0, TOP, 0.0, -10.0))
    assert (seen_and_back(sheared, 30.0, tmp_path) == 1).all()
    row = lay(write_raster("row.tif", np.ones((1, 128), np.uint8)), turned(30.0))
    assert (seen_and_back(row, 30.0, tmp_path) == 1).all()


def test_tiles_in_degrees_that_are_mapped_one_by_one_have_no_gap_between_them(
    write_raster: Write, tmp_path: Path
) -> None:
    gsd = 10 / 111_320
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        place = {"left": 14 + 61 * gsd * column, "top": 60 - 59 * gsd * row}
        tile = write_raster("tile.tif", np.ones((59, 61), np.uint8), epsg=4326, gsd=gsd, **place)
        for view in (5.0, 17.0, 20.0, 70.0):
            assert (seen_and_back(tile, view, tmp_path) == 1).all()


@pytest.mark.parametrize("degrees", [1e-4, 1.1e-4])
def test_a_column_of_data_that_runs_between_the_centres_of_a_view_loses_no_pixel(
    write_raster: Write, tmp_path: Path, degrees: float
) -> None:
    values = np.array([[1, 255]], np.uint8).repeat(559, axis=0)
    path = write_raster("thin.tif", values, nodata=255, epsg=4326, gsd=degrees, left=8.4, top=47.1)
    np.testing.assert_array_equal(seen_and_back(path, 9.18, tmp_path), values)


@pytest.mark.parametrize("gsd", [25.7, 84.8])
def test_the_sharp_corners_of_a_raster_near_the_pole_lose_no_pixel(
    write_raster: Write, tmp_path: Path, gsd: float
) -> None:
    c, s = 1e-3 * math.cos(0.5236), 1e-3 * math.sin(0.5236)
    path = write_raster("corner.tif", np.ones((110, 42), np.uint8), epsg=4326, gsd=1e-3)
    assert (seen_and_back(lay(path, (20.0, c, s, 87.0, s, -c)), gsd, tmp_path) == 1).all()


WIDTH = 600
GRID = Grid(WIDTH, 1, (LEFT, 1.0, 0.0, TOP, 0.0, -1.0), wkt(32750))


def filled(tmp_path: Path, values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Returns pixels of GRID with all gaps filled from a map on it that holds the values (bands, W)."""
    path = str(tmp_path / "map.tif")
    with create_raster(path, GRID, np.uint8, NODATA, len(values)) as file:
        file.write(Window(0, 0, 1, WIDTH), values[:, None].astype(np.uint8))

    def read_seen(window: Window) -> np.ndarray:
        rows, columns = np.mgrid[window.row : window.bottom, window.column : window.right]
        inside = (rows == 0) & (columns >= 0) & (columns < WIDTH)
        return inside & seen[columns.clip(0, WIDTH - 1)]

    pixels = values[:, None].astype(np.uint8)
    fill_from_nearest(pixels, pixels[0] == NODATA, GRID, gdal.Open(path), read_seen)
    return pixels[:, 0]


def test_the_nearest_pixel_fills_a_gap_in_all_bands_and_none_that_is_too_far(tmp_path: Path) -> None:
    values = np.full((2, WIDTH), NODATA)
    values[:, 10] = 1, 30
    values[:, 17] = 2, 40
    expected = values.copy()
    expected[:, :14] = [[1], [30]]
    expected[:, 14 : 17 + FAR + 1] = [[2], [40]]
    np.testing.assert_array_equal(filled(tmp_path, values, np.zeros(WIDTH, np.bool_)), expected)


def test_a_place_that_was_seen_and_got_no_class_stays_without(tmp_path: Path) -> None:
    values = np.full((1, WIDTH), NODATA)
    values[0, 30] = 7
    seen = np.zeros(WIDTH, np.bool_)
    seen[27:33] = True
    result = filled(tmp_path, values, seen)[0]
    assert result[33] == result[26] == 7
    assert (result[27:30] == NODATA).all()


def test_what_lies_far_off_is_taken_from_the_very_nearest(tmp_path: Path) -> None:
    grid = Grid(700, 300, GRID.transform, GRID.crs)
    rows, columns = RANDOM.integers(0, 300, 200), RANDOM.integers(0, 700, 200)
    values = np.full((1, 300, 700), NODATA, np.uint8)
    values[0, rows, columns] = np.arange(200)
    path = str(tmp_path / "map.tif")
    with create_raster(path, grid, np.uint8, NODATA) as file:
        file.write(Window(0, 0, 300, 700), values[0])

    gaps = (values[0] == NODATA) & (RANDOM.random((300, 700)) < 0.05)
    nothing = lambda window: np.zeros((window.height, window.width), np.bool_)  # noqa: E731
    fill_from_nearest(values, gaps, grid, gdal.Open(path), nothing)
    down, across = np.nonzero(gaps)
    squares = (down[:, None] - rows) ** 2 + (across[:, None] - columns) ** 2
    found = values[0, down, across]
    np.testing.assert_array_equal(squares[np.arange(len(found)), found], squares.min(axis=1))
