"""What a segmentation will take: tiles, time, memory and room on the disks, told before it starts."""

import math
from dataclasses import dataclass

from ..amounts import duration, size, sizes
from ..tiles import STRIP

FLOAT = 4  # bytes of a number in the network and in the blending


@dataclass(frozen=True)
class Estimate:
    """What a segmentation will take: tiles, seconds, bytes of memory, and bytes on the disk at best and at worst.

    Where the seconds are not a number, nothing was measured: the run is short, or continues.
    """

    tiles: int
    seconds: float
    memory: int
    disk: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.tiles} tile{'' if self.tiles == 1 else 's'}, {_time(self.seconds)}, {size(self.memory)} of memory, {sizes(*self.disk)} on the disk"


def memory_of(
    *,
    classes: int,
    bands: int,
    tile: tuple[int, int],
    width: int,
    batch: int,
    ahead: int,
    drawn: int,
    network: int,
    cache: int,
) -> int:
    """Returns the bytes of memory that a segmentation takes at most, without those of an idle program.

    Args:
        classes: of the model.
        bands: of the model.
        tile: its height and width in pixels.
        width: of a panel in pixels; tiles reach beyond it.
        batch: tiles per step.
        ahead: batches that are read ahead.
        drawn: bytes of a pixel in all maps together.
        network: bytes of the network's weights and of what it computes in one step.
        cache: bytes of the raster's blocks that GDAL keeps.
    """
    height, across = tile
    sums = (classes + 1) * (STRIP + height) * width  # the strip, and the tiles that reach below it
    finished = classes * STRIP * width
    # Being read, waiting, computed; logits and probabilities.
    tiles = batch * height * across * ((ahead + 2) * bands + 2 * classes)
    return FLOAT * (sums + finished + tiles) + drawn * STRIP * width + network + cache


def _time(seconds: float) -> str:
    return "the first ones will show how long" if math.isnan(seconds) else duration(seconds)
