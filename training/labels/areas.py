"""Labelled areas: polygons beyond which no ground counts."""

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid, grid_of
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer, burn
from paddy_segmenter.core.tiles import strip_windows

from ..metrics import UNLABELLED


def clear_outside(areas: PolygonLayer, target: gdal.Dataset) -> None:
    """Writes UNLABELLED into the pixels of the target whose centres lie in none of the areas."""
    grid = grid_of(target)
    for strip in strip_windows(grid.height, grid.width):
        inside = _burnt(areas, grid.part(strip))
        values = target.ReadAsArray(strip.column, strip.row, strip.width, strip.height)
        target.GetRasterBand(1).WriteArray(np.where(inside, values, UNLABELLED), strip.column, strip.row)


def _burnt(areas: PolygonLayer, grid: Grid) -> npt.NDArray[np.uint8]:
    """Returns 1 where a pixel's centre lies in an area, else 0, (H, W)."""
    mask = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Byte)
    mask.SetGeoTransform(grid.transform)
    mask.SetProjection(grid.crs)
    burn(((geometry, 1) for _, geometry in areas.placed_on(grid)), mask)
    return np.asarray(mask.ReadAsArray())
