"""The mean of a raster inside outlines, by Green's theorem: no pixel is looked up in a polygon, none is burnt."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from .outlines import Outline

Integers = npt.NDArray[np.int64]
ROWS = 128  # that are summed up together: 40 MB of sums in a raster of 20 000 columns


def mean_inside(outlines: Sequence[Outline], raster: gdal.Dataset) -> npt.NDArray[np.float64]:
    """Returns the mean of the first band over the pixels inside each outline, NaN where none of them has data.

    The sum inside a ring is the sum along its upright edges of all that lies left of them, so it is a difference of a
    summed-area table (Crow 1984) at the edges' ends. Exact for integers; the table is made row by row and never held whole.
    """
    corners = _corners(outlines)
    totals = np.zeros((2, len(outlines)))
    columns, band = raster.RasterXSize, raster.GetRasterBand(1)
    above: Integers = np.zeros((2, 1, columns), np.int64)
    first, last = corners[0, [0, -1]].tolist()
    for row in range(first, last, ROWS):
        box = 0, row, columns, min(ROWS, last - row)
        valid = band.GetMaskBand().ReadAsArray(*box) != 0
        table = np.stack([np.where(valid, band.ReadAsArray(*box), 0), valid]).astype(np.int64)
        table = table.cumsum(axis=2).cumsum(axis=1) + above
        above = table[:, -1:]
        start, stop = np.searchsorted(corners[0], [row, row + box[3]], side="right")
        rows, right, zones, signs = corners[:, start:stop]
        for total, sums in zip(totals, table, strict=True):
            total += np.bincount(zones, signs * sums[rows - row - 1, right - 1], len(outlines))
    with np.errstate(invalid="ignore"):
        return totals[0] / totals[1]  # type: ignore[no-any-return]


def _corners(outlines: Sequence[Outline]) -> Integers:
    """Returns the ends of upright edges (4, N): row, column, index of the outline, 1 or -1; from top to bottom."""
    found = [
        _edge_ends(ring, zone, is_hole=index > 0)
        for zone, outline in enumerate(outlines)
        for index, ring in enumerate(outline.rings)
    ]
    corners = np.concatenate(found, axis=1)
    return corners[:, np.argsort(corners[0])]


def _edge_ends(ring: npt.NDArray[np.float64], zone: int, *, is_hole: bool) -> Integers:
    points = ring.astype(np.int64)
    upright = (points[1:, 0] == points[:-1, 0]) & (points[1:, 0] > 0)  # nothing lies left of column 0
    start, end = points[:-1][upright], points[1:][upright]
    area = int(np.sum(end[:, 0] * (end[:, 1] - start[:, 1])))  # negative where the ring runs the other way
    sign = -1 if (area < 0) != is_hole else 1
    columns, zones, signs = end[:, 0], np.full(len(end), zone), np.full(len(end), sign)
    return np.hstack([np.stack([end[:, 1], columns, zones, signs]), np.stack([start[:, 1], columns, zones, -signs])])
