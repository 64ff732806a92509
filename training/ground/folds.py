"""The split of the labelled ground: spatial blocks, so that what is measured on was not seen in training."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError

Counts = npt.NDArray[np.int64]

FEWEST_BLOCKS = 12  # that a planned split wants, so that a fifth of them is more than one place
DRAWS = 500  # random splits that are compared


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


def plan_block(sizes: list[tuple[int, int]], chip: int) -> int:
    """Returns a block's side in pixels: two chips, or less where the rasters (height, width) are too small for enough blocks."""
    block = 2 * chip
    while block > chip // 4 and sum(len(cut_blocks(*size, block)) for size in sizes) < FEWEST_BLOCKS:
        block //= 2
    return block


def choose_validation(counts: Counts, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Chooses the blocks to validate on: about `share` of them, with class shares as near to the whole's as a random draw gives.

    Args:
        counts: labelled pixels, (blocks, classes); blocks without labels are not chosen.
        share: 0..1.
        seed: the same seed chooses the same blocks.

    Raises:
        InputError: fewer than two blocks have labels.
    """
    labelled = np.flatnonzero(counts.sum(axis=1))
    if len(labelled) < 2:
        raise InputError(
            "all labels lie within one block, so that nothing is left to validate on: label more ground or choose smaller blocks"
        )
    wanted = min(max(1, round(share * len(labelled))), len(labelled) - 1)
    generator = np.random.default_rng(seed)
    draws = [generator.permutation(labelled)[:wanted] for _ in range(DRAWS)]
    best = min(draws, key=lambda chosen: _imbalance(counts, chosen, share))
    return np.isin(np.arange(len(counts)), best)


def _imbalance(counts: Counts, chosen: npt.NDArray[np.intp], share: float) -> float:
    """Returns how far a draw is from holding `share` of every class; a class that training would miss weighs most."""
    total, validation = counts.sum(axis=0), counts[chosen].sum(axis=0)
    present = total > 0
    shares = validation[present] / total[present]
    return float(np.abs(shares - share).mean() + 10 * np.mean(shares == 1) + np.mean(shares == 0))


def _edges(length: int, block: int) -> list[int]:
    parts = -(-length // block)
    return [length * i // parts for i in range(parts + 1)]
