"""A layer's polygons as they lie on the grid of a raster, and what becomes of each."""

import numpy as np

from paddy_segmenter.core.tiles import Window

from ..metrics import UNLABELLED
from .areas import Inside, LabelledAreas
from .placed import Indices, PlacedPolygons, parts_of
from .tally import Fate, Tally

NO_POLYGON = -1


class PolygonsOnGrid:
    """Polygons on a grid, each with its id and its class index, UNLABELLED where it is ignored."""

    def __init__(self, placed: PlacedPolygons, numbers: list[int], indices: list[int], tally: Tally) -> None:
        self._placed, self._tally = placed, tally
        self._numbers = numbers
        self._indices = np.array(indices, np.int64)
        self._is_shown = np.zeros(len(numbers), np.bool_)

    def part_with_any(self, window: Window) -> Window | None:
        """Returns the part of a window outside of which no polygon lies, None where none lies in it."""
        return self._placed.part_with_any(window)

    def read(self, window: Window, unlabelled: int, inside: Inside | None) -> Indices | None:
        """Returns the class indices (H, W) of a window, `unlabelled` where no polygon lies, None where none lies anywhere.

        `inside` are the pixels that count.
        """
        numbers = self._placed.in_window(window)
        if not numbers.size:
            return None
        places = self._placed.read(window, numbers)
        if inside is not None:
            places = np.where(inside, places, -1)
        pixels = np.bincount(places.ravel() + 1, minlength=len(numbers) + 1)[1:]
        self._is_shown[numbers[pixels > 0]] = True
        return np.append(self._indices[numbers], unlabelled)[places]

    def read_ids(self, window: Window) -> Indices | None:
        """Returns the id of the polygon that each pixel (H, W) of a window lies in, NO_POLYGON in none, None where none lies anywhere."""
        numbers = self._placed.in_window(window)
        if not numbers.size:
            return None
        ids = np.array(self._numbers, np.int64)[numbers]
        return np.append(ids, NO_POLYGON)[self._placed.read(window, numbers)]

    def settle(self, areas: LabelledAreas | None) -> None:
        """Notes what became of each polygon, when all windows were read."""
        for place in np.flatnonzero(self._indices != UNLABELLED):
            fate = Fate.LABEL if self._is_shown[place] else self._fate(int(place), areas)
            self._tally.note(self._numbers[place], fate)

    def _fate(self, place: int, areas: LabelledAreas | None) -> Fate:
        centres = self._placed.centres_around(place)
        if centres.height <= 0 or centres.width <= 0:
            return Fate.WITHOUT_CENTRE
        window = centres.within(self._placed.whole)
        fate = Fate.WITHOUT_CENTRE if window == centres else Fate.BESIDE
        for part in parts_of(window):
            burnt = self._placed.read(part, np.array([place])) >= 0
            if burnt.any() and (areas is None or areas.read(part)[burnt].any()):
                return Fate.HIDDEN
            if burnt.any():
                fate = Fate.OUTSIDE
        return fate
