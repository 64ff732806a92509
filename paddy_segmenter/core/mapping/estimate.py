"""What a segmentation will take: tiles, time, memory and room on the disk, told before it starts."""

import math
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter

from ..amounts import duration, size, sizes
from ..tiles import STRIP

FLOAT = 4  # bytes of a number in the network and in the blending
# Bytes of a map on the disk over those of its pixels, at best and at worst. Measured: maps of fields 1/20 to 1/60, confidences
# 1/1.6 to 1/5, probabilities 1/1.4, as float32 1/1.1; a map of one class throughout is smaller still.
PACKED = {"output": (1 / 100, 1 / 10), "confidence": (1 / 10, 2 / 3), "probabilities": (1 / 20, 1.0)}
OVERVIEWS = 1 / 3  # of a map: a quarter, a sixteenth ...
STRIPS = 1.2  # the finished strips, which stay until the maps are whole, are packed a little less


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


def disk_of(pixels: int, maps: Mapping[str, int], share: float = 1.0) -> tuple[int, int]:
    """Returns the bytes on the disk, at best and at worst, until maps with overviews are whole and their strips are removed.

    Args:
        pixels: of the raster.
        maps: bytes of a pixel by the field that names the map: output, confidence, probabilities.
        share: of the pixels that have data.
    """
    best, worst = (sum(PACKED[name][index] * size for name, size in maps.items()) for index in (0, 1))
    factor = pixels * (1 + OVERVIEWS + STRIPS)
    return round(best * factor * share), round(worst * factor)


def check_room(output: str, estimate: Estimate, report: Reporter) -> None:
    """Warns where the disk of `output` may be too full.

    Raises:
        OutputError: it is too full even if the maps pack as well as they can.
    """
    folder = Path(output).resolve().parent
    free = shutil.disk_usage(folder).free
    least, most = estimate.disk
    if free < least:
        raise OutputError(
            f"{size(free)} are free in {folder}, but the maps take {sizes(least, most)}: free disk space or choose another folder"
        )
    if free < most:
        report.warning(
            f"{size(free)} are free in {folder}, and the maps take {sizes(least, most)}: the disk may run full, free some space"
        )


def _time(seconds: float) -> str:
    return "the first ones will show how long" if math.isnan(seconds) else duration(seconds)
