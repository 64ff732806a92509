"""The nearest pixel of a map that has data, for those pixels of a raster that the map has none for."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from ..tiles import Window
from .grid import Grid, grid_of
from .raster import Validity
from .reprojection import Pixels, pixels_on

NEAR = 4  # pixels of the map in which data is sought at first, on each side
FAR = 256  # the same, where a shape with data is so thin that it runs between the centres of the map's pixels
CELL = 256  # pixels of the map, the side of what is read at once
NOWHERE = 2**20  # rows off

STEPS = [step for step in product(range(-NEAR, NEAR + 1), repeat=2) if step[0] ** 2 + step[1] ** 2 <= NEAR**2]
OFFSETS = sorted(STEPS, key=lambda step: (step[0] ** 2 + step[1] ** 2, step))


def fill_from_nearest(
    values: npt.NDArray[Any],
    gaps: Validity,
    grid: Grid,
    dataset: gdal.Dataset,
    seen: Callable[[Window], Validity],
) -> None:
    """Writes what the map's nearest pixel with data holds into the gaps that lie where the map's raster has no data.

    Args:
        values: pixels (bands, H, W), nodata in the gaps.
        gaps: which of them to fill (H, W).
        grid: where they lie, in any CRS.
        dataset: the map, whose bands have one nodata value at the same pixels.
        seen: returns where a window of the map's raster has data and was to be mapped, (H, W): what has no class there has
            none for a reason.
    """
    rows, columns = np.nonzero(gaps)
    try:
        down, across = pixels_on(rows, columns, grid, grid_of(dataset))
    except RuntimeError:
        gdal.ErrorReset()  # pixels beyond a pole have no place on the map
        return

    cells = np.column_stack([down // CELL, across // CELL])
    for cell in np.unique(cells, axis=0):
        chosen = (cells == cell).all(axis=1)
        window = Window(int(cell[0]) * CELL, int(cell[1]) * CELL, CELL, CELL).grown(NEAR)
        places = down[chosen] - window.row, across[chosen] - window.column
        values[:, rows[chosen], columns[chosen]] = _nearest(dataset, window, places, seen(window))


def _nearest(dataset: gdal.Dataset, window: Window, places: tuple[Pixels, Pixels], seen: Validity) -> npt.NDArray[Any]:
    """Returns what the nearest pixels with data of a window hold (bands, N), nodata where none is there or the place is seen.

    A few that have none near are found farther off, beyond the window.
    """
    pixels: npt.NDArray[Any] = np.stack([_read(band, window) for band in _bands_of(dataset)])
    has_data = pixels[0] != dataset.GetRasterBand(1).GetNoDataValue()

    rows, columns = places
    found = pixels[:, rows, columns]
    missing = np.flatnonzero(~seen[rows, columns])
    for down, across in OFFSETS:
        known = has_data[rows[missing] + down, columns[missing] + across]
        near = missing[known]
        found[:, near] = pixels[:, rows[near] + down, columns[near] + across]
        missing = missing[~known]
        if not missing.size:
            return found

    wider = FAR - NEAR
    found[:, missing] = _farther(dataset, window.grown(wider), rows[missing] + wider, columns[missing] + wider)
    return found


def _farther(dataset: gdal.Dataset, window: Window, rows: Pixels, columns: Pixels) -> npt.NDArray[Any]:
    """Returns what the nearest pixels with data hold (bands, N) that lie in the window up to FAR from each place."""
    bands = _bands_of(dataset)
    nodata = bands[0].GetNoDataValue()
    has_data = _read(bands[0], window) != nodata

    line = np.arange(window.height)[:, None]
    above = np.maximum.accumulate(np.where(has_data, line, -NOWHERE), axis=0)
    below = np.minimum.accumulate(np.where(has_data, line, NOWHERE)[::-1], axis=0)[::-1]

    best, steps = np.empty((2, len(rows)), np.int64), np.empty(len(rows), np.int64)
    for row in np.unique(rows):
        here = np.flatnonzero(rows == row)
        lines = np.where(row - above[row] <= below[row] - row, above[row], below[row])
        squares = (lines - row) ** 2 + (np.arange(window.width) - columns[here, None]) ** 2
        column = squares.argmin(axis=1)
        best[:, here], steps[here] = (lines[column], column), squares.min(axis=1)

    is_there = steps <= FAR**2
    found = np.full((len(bands), len(rows)), nodata)
    for number, band in enumerate(bands if is_there.any() else []):  # one at a time: they may be many
        found[number, is_there] = _read(band, window)[tuple(best[:, is_there])]
    return found


def _bands_of(dataset: gdal.Dataset) -> list[gdal.Band]:
    return [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]


def _read(band: gdal.Band, window: Window) -> npt.NDArray[Any]:
    """Reads a window (H, W) that may reach beyond the map, nodata there."""
    whole, nodata = Window(0, 0, band.YSize, band.XSize), band.GetNoDataValue()
    if not window.overlaps(whole):
        return np.full((window.height, window.width), nodata)

    inside = window.within(whole)
    read = band.ReadAsArray(inside.column, inside.row, inside.width, inside.height)
    pixels = np.full((window.height, window.width), nodata, read.dtype)
    top = inside.row - window.row
    left = inside.column - window.column
    pixels[top : top + inside.height, left : left + inside.width] = read
    return pixels
