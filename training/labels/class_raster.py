"""A class raster as labels, in any CRS and resolution."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.grid import grid_of
from paddy_segmenter.core.rasters.legend import palette_colour, read_colours, read_legend
from paddy_segmenter.core.rasters.raster import Image, Raster, open_raster
from paddy_segmenter.core.rasters.reprojection import extent_in, intersect
from paddy_segmenter.core.rasters.resample import AS_THEY_ARE
from paddy_segmenter.core.tiles import strip_windows
from paddy_segmenter.errors import InputError

from ..metrics import UNLABELLED

NOWHERE = -(2**31)  # stands for no value at all; a class raster may hold any other number
FARTHEST = 2**31  # from 0 that a value may be which is no class; beyond, floats are given out for missing data
HIGHEST_VALUE = 65_535  # of a class: maps are written as Byte or UInt16


class ClassRaster:
    """A raster whose first band holds class values; its nodata value, NaN and the `ignored` values mean unlabelled."""

    def __init__(self, path: str, ignored: tuple[int, ...]) -> None:
        self._raster = Raster(path)
        self._ignored = ignored
        self.path = path

    def classes(self) -> dict[Any, LegendClass]:
        """Returns the classes by value, with the raster's own names and colours where it has them."""
        known, colours = read_legend(self.path), read_colours(self.path)
        values = sorted(self._values - set(map(_rounded, self._ignored)))
        check_values(values, self.path)
        return {v: known.get(v, unnamed_class(v, colours.get(v, palette_colour(i)))) for i, v in enumerate(values)}

    def burn(self, target: gdal.Dataset, index_of: dict[Any, int]) -> None:
        """Writes class indices where the target's pixel centres lie on a class, UNLABELLED on ignored values."""
        index_of = {value: index for value, index in index_of.items() if not isinstance(value, str)}
        index_of |= dict.fromkeys(self._ignored, UNLABELLED)
        here = extent_in(grid_of(target), self._raster.crs, self.path)
        if not index_of or here is None or not intersect(here, self._raster.grid.extent()):
            return
        known = np.array(sorted(index_of), np.float64)
        indices = np.array([index_of[value] for value in sorted(index_of)])
        with _warped_like(target, self._shown_values()) as warped:
            for window in strip_windows(target.RasterYSize, target.RasterXSize):
                box = window.column, window.row, window.width, window.height
                values, before = warped.ReadAsArray(*box), target.ReadAsArray(*box)
                place = np.searchsorted(known, values).clip(0, len(known) - 1)
                target.GetRasterBand(1).WriteArray(np.where(known[place] == values, indices[place], before), *box[:2])

    def holds(self, value: int) -> bool:
        """Returns whether a pixel has the value."""
        return _rounded(value) in self._values

    def _shown_values(self) -> gdal.Dataset:
        """Returns the first band with all that hides it: alpha, and a mask or else the nodata value, as `Raster` reads them."""
        dataset, bands = open_raster(self.path), [1, *self._raster.alpha_numbers]
        has_mask = dataset.GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET
        return gdal.Translate("", dataset, format="VRT", bandList=bands, noData="none" if has_mask else None)

    @cached_property
    def _values(self) -> set[int]:
        grid, found = self._raster.grid, set[int]()
        for window in strip_windows(grid.height, grid.width):
            found |= self._whole_numbers(self._raster.read(window, (1,))[0])
        return found

    def _whole_numbers(self, values: Image) -> set[int]:
        found = np.unique(values[np.isfinite(values)])
        fractions, immense = found[found != np.round(found)], found[abs(found) > FARTHEST]
        if fractions.size:
            raise InputError(
                f"{self.path} holds {fractions[0]:g}, which is no class value: choose a class raster, not an image"
            )
        if immense.size:
            raise InputError(
                f"{self.path} holds {immense[0]:g}, which looks like missing data: make it the file's nodata value"
            )
        return set(found.astype(np.int64).tolist())


def _rounded(value: int) -> int:
    """Returns the value as a raster is read, in fp32."""
    return int(np.float32(value))


@contextmanager
def _warped_like(target: gdal.Dataset, source: gdal.Dataset) -> Iterator[gdal.Dataset]:
    """Yields the source's values on the target's grid, nearest neighbour, NOWHERE beyond it, in a temporary file beside it."""
    driver, size = gdal.GetDriverByName("GTiff"), (target.RasterXSize, target.RasterYSize)
    place = target.GetDescription() + ".values.tif"
    warped = driver.Create(place, *size, 1, gdal.GDT_Float64, ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"])
    warped.SetGeoTransform(target.GetGeoTransform())
    warped.SetSpatialRef(target.GetSpatialRef())
    warped.GetRasterBand(1).SetNoDataValue(NOWHERE)
    warped.GetRasterBand(1).Fill(NOWHERE)
    gdal.Warp(warped, source, resampleAlg="near", errorThreshold=0, options=[AS_THEY_ARE])
    try:
        yield warped
    finally:
        del warped
        Path(place).unlink()


def unnamed_class(value: int, colour: tuple[int, int, int]) -> LegendClass:
    """Returns a class of which only the value is known."""
    return LegendClass(value, f"class {value}", colour)


def has_own_name(known: LegendClass) -> bool:
    """Returns whether a class is called by more than its value."""
    return known != unnamed_class(known.value, known.colour)


def check_values(values: list[int], path: str) -> None:
    """Raises InputError where a class value does not fit into a map."""
    for value in values:
        if not 0 <= value <= HIGHEST_VALUE:
            raise InputError(
                f"{path} holds the class value {value}, but values go from 0 to {HIGHEST_VALUE}: "
                "renumber it, or name it among the ignored values"
            )
