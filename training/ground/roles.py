"""What each pixel of a site is for: a raster of roles on its grid, in which what is learnt takes no space."""

from collections.abc import Iterable

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import STRIP, Window

LEARNT, VALIDATED, WITHHELD = range(3)
OPTIONS = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER"]


def create_roles(path: str, grid: Grid) -> gdal.Dataset:
    """Creates a raster of roles on the grid, all of them LEARNT."""
    roles = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, gdal.GDT_Byte, OPTIONS)
    roles.SetGeoTransform(grid.transform)
    roles.SetProjection(grid.crs)
    roles.GetRasterBand(1).SetNoDataValue(LEARNT)
    return roles


def write_roles(path: str, grid: Grid, validated: Iterable[Window], withheld: Iterable[Window]) -> Raster:
    """Writes the roles of a site whose windows are given, which may reach beyond the grid, and returns them opened.

    What is both validated on and withheld is validated on.
    """
    with told_as_output_error(path):
        roles = create_roles(path, grid)
        for window in withheld:
            _fill(roles, window, WITHHELD)
        for window in validated:
            _fill(roles, window, VALIDATED)
        roles.FlushCache()
        del roles
    return Raster(path)


def _fill(roles: gdal.Dataset, window: Window, role: int) -> None:
    left, right = max(window.column, 0), min(window.right, roles.RasterXSize)
    for top in range(max(window.row, 0), min(window.bottom, roles.RasterYSize), STRIP):
        rows = min(STRIP, window.bottom - top, roles.RasterYSize - top)
        roles.WriteArray(np.full((rows, right - left), role, np.uint8), left, top)
