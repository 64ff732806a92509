"""A class raster as labels, in any CRS and resolution."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.circle import HERE, circle_of, turns
from paddy_segmenter.core.rasters.gdal_settings import AS_THEY_ARE
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import palette_colour, read_colours, read_legend
from paddy_segmenter.core.rasters.picked_bands import pick_bands
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.reprojection import extent_in
from paddy_segmenter.core.tiles import Window, strip_windows
from paddy_segmenter.errors import InputError

from ..metrics import UNLABELLED
from .areas import Inside, LabelledAreas
from .placed import Indices

NOWHERE = -(2**31)  # stands for no value at all; a class raster may hold any other number
FARTHEST = 2**31  # from 0 that a value may be which is no class; beyond, floats are given out for missing data
WELL_SAMPLED = [
    "SAMPLE_GRID=YES",
    "SAMPLE_STEPS=128",
    "SOURCE_EXTRA=64",
]  # of parts up to 4096 pixels wide, each 32 pixels
HIGHEST_VALUE = 65_535  # of a class: maps are written as Byte or UInt16


class ClassRaster:
    """A raster whose only band, beside alpha, holds class values; its nodata value, NaN and the `ignored` ones mean unlabelled.

    Raises InputError where there are more bands.
    """

    def __init__(self, path: str, ignored: tuple[int, ...]) -> None:
        self._raster = Raster(path)
        bands = len(self._raster.band_numbers)
        if bands != 1:
            raise InputError(
                f"{path} has {bands} bands, but a class raster has one, which holds class values: take the band that does"
                " (gdal_translate -b 1), or turn the colours of an RGB mask into values (Raster > Conversion > RGB to PCT)"
            )
        self._ignored = ignored
        self.path = path

    def classes(self) -> dict[Any, LegendClass]:
        """Returns the classes by value, with the raster's own names and colours where it has them."""
        known, colours = read_legend(self.path), read_colours(self.path)
        values = sorted(self._values - set(self._ignored))
        check_values(values, self.path)
        return {v: known.get(v, unnamed_class(v, colours.get(v, palette_colour(i)))) for i, v in enumerate(values)}

    @property
    def is_of_bytes(self) -> bool:
        """Whether its numbers are of 8 bits, as those of most images."""
        return self._raster.is_of_bytes(self._raster.band_numbers)

    def refusal(self) -> InputError | None:
        """Returns what is to be said where no pixel has a class."""
        if not self._values:
            return InputError(
                f"{self.path} has no data in any pixel: correct its nodata value or mask, or choose another class raster"
            )
        if not self.classes():
            return InputError(
                f"{self.path} holds nothing but ignored values: ignore fewer, or choose another class raster"
            )
        return None

    def refusal_on(self, raster: Raster) -> InputError | None:
        """Returns None: whatever of a class raster lies on a raster has a class or is none of its labels."""
        return None

    def lacks_class_on(self, raster: Raster) -> bool:
        """Returns False, for the same reason."""
        return False

    @contextmanager
    def on(self, grid: Grid, index_of: dict[Any, int]) -> Iterator["ValuesOnGrid"]:
        """Yields the values as they lie on a grid, with class indices, UNLABELLED where they are ignored."""
        indices = {value: index for value, index in index_of.items() if not isinstance(value, str)}
        indices |= dict.fromkeys(self._ignored, UNLABELLED)
        with self._shown_values() as source:
            circle = circle_of(self._raster.crs) or 0.0
            yield ValuesOnGrid(source, grid, indices, lambda part: [turn * circle for turn in self._turns_on(part)])

    def holds(self, value: int) -> bool:
        """Returns whether a pixel has the value."""
        return value in self._values

    def _turns_on(self, grid: Grid) -> range:
        """Returns by how many whole circles of their CRS the values may be moved to lie on a grid."""
        here = extent_in(grid, self._raster.crs, self.path)
        # Of a grid that reaches farther than the labels' CRS, such as a picture of the whole earth, it is not known.
        return HERE if here is None else turns(self._raster.grid.extent(), here, circle_of(self._raster.crs))

    @contextmanager
    def _shown_values(self) -> Iterator[gdal.Dataset]:
        """Yields the band with all that hides it, as `Raster` reads it."""
        folder = f"/vsimem/class_values_{uuid4().hex}"
        gdal.Mkdir(folder, 0o700)
        try:
            yield pick_bands(self._raster, self._raster.band_numbers, {}, f"{folder}/band")
        finally:
            gdal.RmdirRecursive(folder)

    @cached_property
    def _values(self) -> set[int]:
        grid, found = self._raster.grid, set[int]()
        for window in strip_windows(grid.height, grid.width):
            stored, valid = self._raster.read_stored(window)
            found |= self._whole_numbers(np.unique(stored[valid]))
        return found

    def _whole_numbers(self, found: npt.NDArray[Any]) -> set[int]:
        fractions = found[found != np.round(found)]
        immense = found[(found > FARTHEST) | (found < -FARTHEST)]
        if fractions.size:
            raise InputError(
                f"{self.path} holds {fractions[0]:g}, which is no class value: choose a class raster, not an image"
            )
        if immense.size:
            raise InputError(
                f"{self.path} holds {immense[0]:g}, which looks like missing data: make it the file's nodata value"
            )
        return {int(value) for value in found}


class ValuesOnGrid:
    """Class values on a grid, of pixels whose centres lie on a class."""

    def __init__(
        self, source: gdal.Dataset, grid: Grid, index_of: dict[int, int], shifts_on: Callable[[Grid], list[float]]
    ) -> None:
        self._source, self._grid = source, grid
        self._shifts_on = shifts_on  # by how much the source may be moved eastward to lie on a grid
        self._known = np.array(sorted(index_of), np.float64)
        self._indices = np.array([index_of[value] for value in sorted(index_of)], np.int64)

    def part_with_any(self, window: Window) -> Window | None:
        """Returns the window: where values lie is known when it is read."""
        return window

    def read(self, window: Window, unlabelled: int, inside: Inside | None) -> Indices | None:
        """Returns the class indices (H, W) of a window, `unlabelled` where there is no value, None where there is none anywhere."""
        here = self._grid.part(window)
        shifts = self._shifts_on(here)
        if not len(self._known) or not shifts:
            return None
        values = _warped(self._source, here, shifts)
        place = np.searchsorted(self._known, values).clip(0, len(self._known) - 1)
        is_known = self._known[place] == values
        return np.where(is_known, self._indices[place], unlabelled) if is_known.any() else None

    def settle(self, areas: LabelledAreas | None) -> None:
        """Does nothing: of single pixels nothing is told."""


def _warped(source: gdal.Dataset, grid: Grid, shifts: list[float]) -> npt.NDArray[np.float64]:
    """Returns the source's values (H, W) on a grid, nearest neighbour, NOWHERE beyond it, moved east by each of the `shifts`."""
    warped = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Float64)
    warped.SetGeoTransform(grid.transform)
    warped.SetProjection(grid.crs)
    warped.GetRasterBand(1).SetNoDataValue(NOWHERE)
    warped.GetRasterBand(1).Fill(NOWHERE)

    # Where the grid lies across the end of the source's coordinates, GDAL would not see all of the source that it needs.
    sampled = WELL_SAMPLED if len(shifts) > 1 else []
    left, *others = source.GetGeoTransform()
    for shift in shifts:
        source.SetGeoTransform((left + shift, *others))
        gdal.Warp(warped, source, resampleAlg="near", errorThreshold=0, warpOptions=sampled, options=[AS_THEY_ARE])
    source.SetGeoTransform((left, *others))
    return np.asarray(warped.ReadAsArray(), np.float64)


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
