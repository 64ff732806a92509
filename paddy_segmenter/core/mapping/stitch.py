"""Blends the probabilities of overlapping tiles into strips: seamless, in memory that does not grow with the raster's height.

A strip's pixels depend on the lattice and the tiles alone: each pixel adds its tiles in the order of the lattice, whether the
strips above were computed in the same run or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..tiles import Window

TINY = 1e-30  # below the product of any two weights of the window


@dataclass(frozen=True)
class Tile:
    """What the network says of a window: probabilities (classes, T, T) in fp32 and which pixels have data (T, T)."""

    window: Window
    probabilities: Tensor
    valid: Tensor


def blend_window(tile: int) -> Tensor:
    """Returns the (tile, tile) weights of a tile's pixels, a Hann window in (0, 1]: benchmarks/README.md compares it with others."""
    along = torch.hann_window(tile + 2, periodic=False)[1:-1]  # without the zeros at either end
    return torch.outer(along, along)


def stitch(
    side: int, classes: int, strips: Sequence[Window], tiles: Iterable[Tile], device: torch.device
) -> Iterator[tuple[Window, Tensor, Tensor]]:
    """Yields for each of the consecutive `strips` its window, probabilities (classes, H, W) and validity (H, W).

    Pixels that are valid in no tile have probabilities of 0. Everything stays on the device.

    Args:
        side: of a tile in pixels.
        classes: number of classes.
        strips: one below the other, of one width.
        tiles: all that touch the strips and have data, in the order of the lattice: row by row.
        device: where the tiles come from.
    """
    weights = blend_window(side).to(device)
    # Sums of weight x probability and, as the last layer, of the weights; row 0 is the current strip's first row.
    sums = torch.zeros(classes + 1, strips[0].height + side, strips[0].width, device=device)
    source = iter(tiles)
    upcoming = next(source, None)
    for strip in strips:
        while upcoming and upcoming.window.row < strip.bottom:
            _add(sums, upcoming, strip, weights)
            upcoming = next(source, None)
        total = sums[-1, : strip.height]
        yield strip, sums[:-1, : strip.height] / total.clamp_min(TINY), total > 0
        sums[:, :side] = sums[:, strip.height : strip.height + side].clone()
        sums[:, side:] = 0


def _add(sums: Tensor, tile: Tile, strip: Window, weights: Tensor) -> None:
    """Adds the part of the tile that lies in the strips; rows above the current one are finished."""
    window = tile.window
    top, left, right = (
        max(window.row, strip.row),
        max(window.column, strip.column),
        min(window.right, strip.right),
    )
    hidden, reached = slice(top - window.row, None), slice(left - window.column, right - window.column)
    rows, columns = slice(top - strip.row, window.bottom - strip.row), slice(left - strip.column, right - strip.column)
    weighed = weights[hidden, reached] * tile.valid[hidden, reached]
    sums[:-1, rows, columns] += tile.probabilities[:, hidden, reached] * weighed
    sums[-1, rows, columns] += weighed
