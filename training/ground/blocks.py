"""Blocks: the ground cut into nearly equal rectangles, with the labels of each class counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.tiles import Window

from ..metrics import UNLABELLED
from .site import Indices, Site

Counts = npt.NDArray[np.int64]

FEWEST_BLOCKS = 12  # that a planned split wants, so that a fifth of them is more than one place


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
    rows, columns = _edges(height, block), _edges(width, block)
    return [
        Window(top, left, bottom - top, right - left)
        for top, bottom in pairwise(rows)
        for left, right in pairwise(columns)
    ]


def plan_block(sizes: list[tuple[int, int]], chip: int, fewest: int = FEWEST_BLOCKS) -> int:
    """Returns a block's side in pixels: two chips, or less where the rasters (height, width) are too small for `fewest` blocks."""
    block = 2 * chip
    while block > chip // 4 and sum(len(cut_blocks(*size, block)) for size in sizes) < fewest:
        block //= 2
    return block


def count_blocks(sites: Sequence[Site], side: int, classes: int) -> tuple[Block, ...]:
    """Cuts all sites into blocks and counts their labels, whatever their role is."""
    return tuple(
        Block(number, window, count_labels(site.read(window)[2], classes))
        for number, site in enumerate(sites)
        for window in cut_blocks(site.raster.grid.height, site.raster.grid.width, side)
    )


def count_labels(labels: Indices, classes: int) -> tuple[int, ...]:
    """Returns how many pixels each class has among class indices of any shape."""
    return tuple(np.bincount(labels[labels != UNLABELLED], minlength=classes).tolist())


def sum_counts(blocks: Sequence[Block], classes: int) -> Counts:
    """Returns the labelled pixels of all blocks together, (classes,)."""
    return np.asarray(sum((np.array(block.counts) for block in blocks), np.zeros(classes, np.int64)))


def _edges(length: int, block: int) -> list[int]:
    parts = -(-length // block)
    return [length * i // parts for i in range(parts + 1)]
