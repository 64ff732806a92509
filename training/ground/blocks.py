"""Blocks: the ground cut into nearly equal rectangles, with the labels of each class counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.tiles import Window

from ..metrics import UNLABELLED
from .labelled_parts import labelled_parts
from .site import Indices, Site

Counts = npt.NDArray[np.int64]

FEWEST_BLOCKS = 12  # with labels that a planned split wants, so that a fifth of them is more than one place


@dataclass(frozen=True)
class Block:
    """A block of the raster with this index, and how many labelled pixels of each class it holds."""

    raster: int
    window: Window
    counts: tuple[int, ...]


def cut_blocks(height: int, width: int, block: int) -> list[Window]:
    """Cuts a raster into nearly equal blocks whose sides are at most `block` pixels.

    >>> [(w.row, w.column, w.height, w.width) for w in cut_blocks(height=10, width=25, block=10)]
    [(0, 0, 10, 8), (0, 8, 10, 8), (0, 16, 10, 9)]
    """
    return [
        Window(top, left, bottom - top, right - left)
        for top, bottom in pairwise(_edges(height, block))
        for left, right in pairwise(_edges(width, block))
    ]


def plan_block(count: Callable[[int], int], chip: int, fewest: int = FEWEST_BLOCKS) -> int:
    """Returns a block's side in pixels: two chips, or less where that gives fewer than `fewest` blocks with labels.

    `count` tells how many of them there are of a side.
    """
    side = 2 * chip
    while side > chip // 4 and count(side) < fewest:
        side //= 2
    return side


def count_labelled_places(sites: Sequence[Site], side: int, enough: int) -> int:
    """Returns how many places have a block with labels, but no more than `enough`; rasters on one grid show the same places."""
    places = set[tuple[Grid, Window]]()
    for place in _labelled_places(sites, side):
        places.add(place)
        if len(places) >= enough:
            break
    return len(places)


def count_blocks(sites: Sequence[Site], side: int, classes: int) -> tuple[Block, ...]:
    """Returns the blocks of all sites that hold labels, with these counted, whatever their role is."""
    blocks = (
        Block(number, window, count_labels(site.read_labels(window), classes))
        for number, site in enumerate(sites)
        for window in sorted(_near_labels(site, side), key=lambda window: (window.row, window.column))
    )
    return tuple(block for block in blocks if any(block.counts))


def count_labels(labels: Indices, classes: int) -> tuple[int, ...]:
    """Returns how many pixels each class has among class indices of any shape."""
    return tuple(np.bincount(labels[labels != UNLABELLED], minlength=classes).tolist())


def sum_counts(blocks: Sequence[Block], classes: int) -> Counts:
    """Returns the labelled pixels of all blocks together, (classes,)."""
    return np.asarray(sum((np.array(block.counts) for block in blocks), np.zeros(classes, np.int64)))


def _labelled_places(sites: Sequence[Site], side: int) -> Iterator[tuple[Grid, Window]]:
    for site in sites:
        for window in _near_labels(site, side):
            if (site.read_labels(window) != UNLABELLED).any():
                yield site.raster.grid, window


def _near_labels(site: Site, side: int) -> Iterator[Window]:
    """Yields each block of a raster once that may hold labels: nothing is done about the others, of which a vast one has very many."""
    rows = _edges(site.raster.grid.height, side)
    columns = _edges(site.raster.grid.width, side)

    known = set[Window]()
    for part in labelled_parts(site.labels):
        across = _touched(columns, part.column, part.right)
        for row in _touched(rows, part.row, part.bottom):
            for column in across:
                window = Window(
                    rows[row], columns[column], rows[row + 1] - rows[row], columns[column + 1] - columns[column]
                )
                if window not in known:
                    known.add(window)
                    yield window


def _touched(edges: Sequence[int], start: int, end: int) -> range:
    """Returns the numbers of the blocks between edges that reach into start..end."""
    first = int(np.searchsorted(edges, start, side="right")) - 1
    return range(first, int(np.searchsorted(edges, end, side="left")))


def _edges(length: int, block: int) -> list[int]:
    parts = -(-length // block)
    return [length * i // parts for i in range(parts + 1)]
