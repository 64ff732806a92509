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

REACH = 4  # pixels of the map in which data is sought on each side
CELL = 256  # pixels of the map, the side of what is read at once

OFFSETS = sorted(product(range(-REACH, REACH + 1), repeat=2), key=lambda step: (step[0] ** 2 + step[1] ** 2, step))


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
        window = Window(int(cell[0]) * CELL, int(cell[1]) * CELL, CELL, CELL).grown(REACH)
        places = down[chosen] - window.row, across[chosen] - window.column
        values[:, rows[chosen], columns[chosen]] = _nearest(dataset, window, places, seen(window))


def _nearest(dataset: gdal.Dataset, window: Window, places: tuple[Pixels, Pixels], seen: Validity) -> npt.NDArray[Any]:
    """Returns what the nearest pixels with data of a window hold (bands, N), nodata where none is near or the place is seen."""
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    pixels = _read(dataset, window, nodata)
    has_data = pixels[0] != nodata

    rows, columns = places
    found = pixels[:, rows, columns]
    missing = np.flatnonzero(~seen[rows, columns])
    for down, across in OFFSETS:
        known = has_data[rows[missing] + down, columns[missing] + across]
        near = missing[known]
        found[:, near] = pixels[:, rows[near] + down, columns[near] + across]
        missing = missing[~known]
        if not missing.size:
            break
    return found


def _read(dataset: gdal.Dataset, window: Window, nodata: float) -> npt.NDArray[Any]:
    """Reads all bands of a window that may reach beyond the map, nodata there."""
    whole = Window(0, 0, dataset.RasterYSize, dataset.RasterXSize)
    if not window.overlaps(whole):
        return np.full((dataset.RasterCount, window.height, window.width), nodata)

    inside = window.within(whole)
    read = dataset.ReadAsArray(inside.column, inside.row, inside.width, inside.height)
    read = read[None] if read.ndim == 2 else read
    pixels = np.full((len(read), window.height, window.width), nodata, read.dtype)
    top = inside.row - window.row
    left = inside.column - window.column
    pixels[:, top : top + inside.height, left : left + inside.width] = read
    return pixels
