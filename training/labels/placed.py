"""Polygons on the grid of a raster, burnt window by window."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.polygon_layer import burn
from paddy_segmenter.core.rasters.rings import box_around
from paddy_segmenter.core.tiles import STRIP, Window

Indices = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]

PANEL = 4096  # pixels: the widest part of a raster that is burnt at once
HALF = 0.5  # of a pixel: where its centre is
ROUNDING = 1e-6  # of a pixel by which the pixels around a polygon are widened


class PlacedPolygons:
    """Polygons in the CRS of a grid; where they overlap, the later one counts."""

    def __init__(self, grid: Grid, polygons: Iterable[ogr.Geometry]) -> None:
        self._grid = grid
        self._polygons = list(polygons)
        self._sides = _pixels_around(self._polygons, grid)

    @property
    def whole(self) -> Window:
        """All pixels of the grid."""
        return Window(0, 0, self._grid.height, self._grid.width)

    def in_window(self, window: Window) -> Numbers:
        """Returns the numbers, counted from 0, of those that may hold the centre of a pixel of the window."""
        left, top, right, bottom = self._sides.T
        beside = (left > window.right) | (right < window.column) | (top > window.bottom) | (bottom < window.row)
        return np.flatnonzero(~beside)

    def part_with_any(self, window: Window) -> Window | None:
        """Returns the part of the window outside of which no polygon holds the centre of a pixel, None where none lies in it."""
        sides = self._sides[self.in_window(window)]
        if not sides.size:
            return None
        left, top = np.floor(sides[:, :2].min(axis=0).clip(min=(window.column, window.row))).astype(int).tolist()
        right, bottom = np.ceil(sides[:, 2:].max(axis=0).clip(max=(window.right, window.bottom))).astype(int).tolist()
        part = Window(top, left, bottom - top, right - left)
        return part if part.height > 0 and part.width > 0 else None

    def centres_around(self, number: int) -> Window:
        """Returns the pixels, on the grid or beyond it, whose centres lie in the box around one; none where its size is 0 or less."""
        left, top, right, bottom = self._sides[number]
        column, row = math.ceil(left - HALF), math.ceil(top - HALF)
        return Window(row, column, math.floor(bottom - HALF) + 1 - row, math.floor(right - HALF) + 1 - column)

    def read(self, window: Window, numbers: Numbers) -> Indices:
        """Returns which of these polygons the centre of each pixel (H, W) lies in, by its place among them from 0, -1 in none."""
        here = self._grid.part(window)
        burnt = gdal.GetDriverByName("MEM").Create("", here.width, here.height, 1, gdal.GDT_Int32)
        burnt.SetGeoTransform(here.transform)
        burnt.SetProjection(here.crs)
        burn(((self._polygons[number], place) for place, number in enumerate(numbers, 1)), burnt)
        return np.asarray(burnt.ReadAsArray(), np.int64) - 1


def parts_of(window: Window) -> Iterator[Window]:
    """Yields the parts of a window that are burnt one after the other."""
    for row in range(window.row, window.bottom, STRIP):
        for column in range(window.column, window.right, PANEL):
            yield Window(row, column, min(STRIP, window.bottom - row), min(PANEL, window.right - column))


def _pixels_around(polygons: list[ogr.Geometry], grid: Grid) -> npt.NDArray[np.float64]:
    """Returns left, top, right, bottom of each polygon in pixels of the grid, (N, 4)."""
    boxes = np.array([box_around(polygon) for polygon in polygons], np.float64).reshape(-1, 4)
    left, a, b, top, d, e = gdal.InvGeoTransform(grid.transform)
    x, y = boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]]
    columns, rows = left + a * x + b * y, top + d * x + e * y
    least, most = -ROUNDING, ROUNDING
    sides = columns.min(axis=1) + least, rows.min(axis=1) + least, columns.max(axis=1) + most, rows.max(axis=1) + most
    return np.stack(sides, axis=1)
