"""A view of a raster that knows where it is empty, because the raster that it is made of does."""

import math

from ..tiles import Window
from .declared_scale import Scale
from .raster import Raster
from .reprojection import window_around


class View(Raster):
    """What `view_at` shows of all bands of a raster. Pixels without data are judged by the raster's rule.

    Raises InputError where the view cannot be opened.
    """

    def __init__(self, path: str, source: Raster) -> None:
        super().__init__(path, source.missing_where, values=source.values)
        self._source = source
        ratio = self.grid.gsd / source.grid.gsd
        self._reach = math.ceil(max(ratio, 1.0)) + 1  # the source's pixels that a bilinear kernel takes on each side

    @property
    def origin(self) -> Raster:
        return self._source

    def bands_of(self, origins: tuple[int, ...]) -> tuple[int, ...]:
        numbers = self._source.band_numbers  # alpha is none of the view's
        return tuple(numbers.index(number) + 1 for number in origins)

    def scale_of(self, band: int) -> Scale:
        # A mean of stored numbers stands for the mean of what they stand for.
        return self._source.scale_of(self._source.band_numbers[band - 1])

    def reopened(self) -> "View":
        """Returns the same view with handles of its own, for another thread."""
        return View(self.path, self._source.reopened())

    def is_known_empty(self, window: Window, bands: tuple[int, ...]) -> bool:
        """Returns whether nothing is stored of the source wherever a pixel of the window takes its values from. False says nothing."""
        inside, _ = self._clip(window)
        if inside.height <= 0 or inside.width <= 0:
            return True
        there = window_around(inside, self.grid, self._source.grid)
        numbers = tuple(self._source.band_numbers[band - 1] for band in bands)
        return there is not None and self._source.is_known_empty(there.grown(self._reach), numbers)
