"""A class raster as labels, in any CRS and resolution."""

from typing import Any

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.legend import palette_colour, read_legend
from paddy_segmenter.core.raster import Raster
from paddy_segmenter.core.tiles import strip_windows
from paddy_segmenter.errors import InputError

from .metrics import UNLABELLED

NOWHERE = -(2**31)  # stands for no value at all; a class raster may hold any other number
HIGHEST_VALUE = 65_535  # of a class: maps are written as Byte or UInt16


class ClassRaster:
    """A raster whose first band holds class values; its nodata value and the `ignored` values mean unlabelled."""

    def __init__(self, path: str, ignored: tuple[int, ...]) -> None:
        self._raster = Raster(path)
        self._ignored = ignored
        self.path = path

    def classes(self) -> dict[Any, LegendClass]:
        """Returns the classes by value, with the raster's own names and colours where it has them."""
        grid, found = self._raster.grid, set[int]()
        for window in strip_windows(grid.height, grid.width):
            found |= set(np.unique(self._raster.read_values(window, NOWHERE)).tolist())
        known = read_legend(self.path)
        values = sorted(found - {NOWHERE, *self._ignored})
        check_values(values, self.path)
        return {v: known.get(v, LegendClass(v, f"class {v}", palette_colour(i))) for i, v in enumerate(values)}

    def burn(self, target: gdal.Dataset, index_of: dict[Any, int]) -> None:
        """Writes class indices where the target's pixel centres lie on a class, UNLABELLED on ignored values."""
        values = _warp_like(target, self.path)
        index_of = index_of | dict.fromkeys(self._ignored, UNLABELLED)
        known = np.array(sorted(index_of))
        indices = np.array([index_of[value] for value in known])
        for window in strip_windows(target.RasterYSize, target.RasterXSize):
            box = window.column, window.row, window.width, window.height
            here, before = values.ReadAsArray(*box), target.ReadAsArray(*box)
            place = np.searchsorted(known, here).clip(0, len(known) - 1)
            target.GetRasterBand(1).WriteArray(np.where(known[place] == here, indices[place], before), *box[:2])


def _warp_like(target: gdal.Dataset, path: str) -> gdal.Dataset:
    """Returns the raster's values on the target's grid, nearest neighbour, NOWHERE beyond it, in a temporary file beside it."""
    driver, size = gdal.GetDriverByName("GTiff"), (target.RasterXSize, target.RasterYSize)
    warped = driver.Create(
        target.GetDescription() + ".values.tif", *size, 1, gdal.GDT_Int32, ["TILED=YES", "COMPRESS=DEFLATE"]
    )
    warped.SetGeoTransform(target.GetGeoTransform())
    warped.SetSpatialRef(target.GetSpatialRef())
    warped.GetRasterBand(1).SetNoDataValue(NOWHERE)
    warped.GetRasterBand(1).Fill(NOWHERE)
    gdal.Warp(warped, gdal.Translate("", path, format="VRT", bandList=[1]), resampleAlg="near")
    return warped


def check_values(values: list[int], path: str) -> None:
    """Raises InputError where a class value does not fit into a map."""
    for value in values:
        if not 0 <= value <= HIGHEST_VALUE:
            raise InputError(
                f"{path} holds the class value {value}, but values go from 0 to {HIGHEST_VALUE}: "
                "renumber it, or name it among the ignored values"
            )
