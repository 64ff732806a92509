"""Blends the probabilities of overlapping tiles into strips: seamless, in memory that does not grow with the raster's height.

A strip's pixels depend on the lattice and the tiles alone: each pixel adds its tiles in the order of the lattice, whether the
strips above were computed in the same run or not.
"""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from .tiles import Lattice, Window

Tiles = Iterator[tuple[Window, Tensor, Tensor]]
TileRow = Callable[[int], Tiles]  # start row -> its tiles: window, probabilities (K, T, T) and validity (T, T)


def blend_window(tile: int) -> Tensor:
    """Returns the (tile, tile) weights of a tile's pixels: a Gaussian, sigma = tile / 8 (nnU-Net, Isensee et al. 2021), in (0, 1]."""
    distance = torch.arange(tile, dtype=torch.float32) - (tile - 1) / 2
    along = torch.exp(-0.5 * (distance / (tile / 8)) ** 2)
    return torch.outer(along, along).clamp_min(1e-4)


def stitch(
    lattice: Lattice, classes: int, strips: Sequence[Window], compute: TileRow
) -> Iterator[tuple[Window, Tensor, Tensor]]:
    """Yields for each of the consecutive `strips` its window, probabilities (classes, H, W) and validity (H, W).

    Pixels that are valid in no tile have probabilities of 0.
    """
    weights = blend_window(lattice.tile)
    width = max(lattice.width, lattice.tile)
    # Sums of weight x probability and, as the last layer, of the weights; row 0 is the current strip's first row.
    sums = torch.zeros(classes + 1, strips[0].height + lattice.tile, width)
    done = -1
    for strip in strips:
        for row in lattice.rows_touching(strip.row, strip.bottom):
            if row > done:
                for window, probabilities, valid in compute(row):
                    _add(sums, window, strip.row, probabilities, weights * valid)
                done = row
        total = sums[-1:, : strip.height, : strip.width]
        yield strip, sums[:-1, : strip.height, : strip.width] / total.clamp_min(1e-12), total[0] > 0
        sums = torch.cat([sums[:, strip.height :], torch.zeros(classes + 1, strip.height, width)], dim=1)


def _add(sums: Tensor, window: Window, top: int, probabilities: Tensor, weights: Tensor) -> None:
    hidden = max(top - window.row, 0)  # rows of the tile that belong to strips above
    rows = slice(window.row + hidden - top, window.bottom - top)
    columns = slice(window.column, window.right)
    sums[:-1, rows, columns] += probabilities[:, hidden:] * weights[hidden:]
    sums[-1, rows, columns] += weights[hidden:]
