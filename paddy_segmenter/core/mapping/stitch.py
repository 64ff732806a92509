"""Blends the probabilities of overlapping tiles into strips: seamless, in memory that does not grow with the raster's height.

A strip's pixels depend on the lattice and the tiles alone: each pixel adds its tiles in the order of the lattice, whether the
strips above were computed in the same run or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..tiles import STRIP, Lattice, Window, panel_strips

TINY = 1e-30  # below the product of any two weights of the window
PANEL_MEMORY = 256 * 2**20  # bytes of a panel's sums
PANEL_TILES = (
    6  # that a panel is wide, even where that takes more: those at its border are computed for its neighbour too
)
MAX_PANEL_MEMORY = 2**30  # bytes of the sums that so many tiles do not outdo


@dataclass(frozen=True)
class Tile:
    """What the network says of a window: probabilities (classes, H, W) in fp32, all finite, and which pixels have some (H, W).

    It `is_whole` where all that have data do.
    """

    window: Window
    probabilities: Tensor
    valid: Tensor
    is_whole: bool = True


def blend_window(height: int, width: int) -> Tensor:
    """Returns the (height, width) weights of a tile's pixels, a Hann window in (0, 1]: benchmarks/README.md compares it with others."""
    down, across = (torch.hann_window(side + 2, periodic=False)[1:-1] for side in (height, width))  # without the zeros
    return torch.outer(down, across)


def plan_panels(height: int, width: int, lattice: Lattice, classes: int) -> list[list[Window]]:
    """Returns the strips of a raster, panel by panel from left to right, each from top to bottom: so wide as memory allows.

    No panel is narrower than a block of the maps. What memory this machine has does not matter: all parts of a map have its panels.
    """
    column = 4 * (classes + 1) * (STRIP + lattice.tile_height)  # bytes
    wanted = max(PANEL_MEMORY // column, PANEL_TILES * lattice.tile_width)
    widest = min(wanted, MAX_PANEL_MEMORY // column) // STRIP * STRIP
    return panel_strips(height, width, max(widest, STRIP))


def stitch(
    lattice: Lattice, classes: int, strips: Sequence[Window], tiles: Iterable[Tile], device: torch.device
) -> Iterator[tuple[Window, Tensor, Tensor]]:
    """Yields for each of the consecutive `strips` its window, probabilities (classes, H, W) and validity (H, W).

    Pixels that are valid in no tile have probabilities of 0. Everything stays on the device.

    Args:
        lattice: where tiles lie.
        classes: number of classes.
        strips: one below the other, of one width.
        tiles: all that touch the strips and have data, in the lattice's order: row by row.
        device: where the tiles come from.
    """
    weights = blend_window(lattice.tile_height, lattice.tile_width).to(device)
    # Sums of weight x probability and, as the last layer, of the weights; row 0 is the current strip's first row.
    sums = torch.zeros(classes + 1, strips[0].height + lattice.tile_height, strips[0].width, device=device)

    source = iter(tiles)
    upcoming = next(source, None)
    for strip in strips:
        while upcoming and upcoming.window.row < strip.bottom:
            _add(sums, upcoming, strip, weights)
            upcoming = next(source, None)

        total = sums[-1, : strip.height]
        yield strip, sums[:-1, : strip.height] / total.clamp_min(TINY), total > 0
        _move_up(sums, strip.height)


def _move_up(sums: Tensor, rows: int) -> None:
    """Moves all rows up by so many, part by part, so that no copy of them all is needed; zeros follow from below."""
    height = sums.shape[1]
    for top in range(0, height - rows, rows):
        part = sums[:, top + rows : top + 2 * rows]
        sums[:, top : top + part.shape[1]] = part
    sums[:, height - rows :] = 0


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
