"""Where a raster of class indices holds any: of a vast one with few labels only what is stored is read."""

from collections.abc import Iterator

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import STRIP, Window, strip_windows

from ..metrics import UNLABELLED

PART = 64  # pixels of the squares that are told apart
FIRST = (1,)  # band


def stored_parts(labels: Raster) -> Iterator[Window]:
    """Yields windows, row by row, outside of which no pixel has a class index, as the file tells without being read."""
    for strip in strip_windows(labels.grid.height, labels.grid.width):
        if not labels.is_known_empty(strip, FIRST):
            yield from (part for part in _squares(strip, STRIP) if not labels.is_known_empty(part, FIRST))


def labelled_parts(labels: Raster) -> Iterator[Window]:
    """Yields small windows, each with a class index or more, outside of which no pixel has any."""
    for stored in stored_parts(labels):
        labelled = labels.read_values(stored, UNLABELLED) != UNLABELLED
        if labelled.any():
            for row in range(0, stored.height, PART):
                below = Window(stored.row + row, stored.column, min(PART, stored.height - row), stored.width)
                yield from (part for part in _squares(below, PART) if labelled[part.inside(stored)].any())


def _squares(strip: Window, side: int) -> Iterator[Window]:
    """Yields a strip cut into windows of this side, from the left; the last one may be narrower."""
    for column in range(strip.column, strip.right, side):
        yield Window(strip.row, column, strip.height, min(side, strip.right - column))
