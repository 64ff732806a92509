"""Whether a segmentation will find room: on the disk of each of its files, and in memory."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from paddy_segmenter.errors import InputError, OutputError
from paddy_segmenter.events import Reporter

from ..amounts import free_size, size, sizes
from ..memory import free_memory, whole_memory

# Bytes of a map on the disk over those of its pixels, at best and at worst. Measured: maps of fields 1/20 to 1/60, confidences
# 1/1.6 to 1/5, probabilities 1/1.4, as float32 1/1.1; a map of one class throughout is smaller still.
PACKED = {"output": (1 / 100, 1 / 10), "confidence": (1 / 10, 2 / 3), "probabilities": (1 / 20, 1.0)}
OVERVIEWS = 1 / 3  # of a map: a quarter, a sixteenth ...
STRIPS = 1.2  # the finished strips, which stay until the maps are whole, are packed a little less
# Bytes for each pixel of the map. Measured: fields 80 pixels wide .7, 8 pixels wide 6.4, with 5 % of salt 13; their outlines as much.
POLYGONS = (0.05, 13.0)
OUTLINES = (0.05, 10.0)


@dataclass(frozen=True)
class Need:
    """Bytes that files take on the disk of a folder, at best and at worst."""

    folder: Path
    least: float
    most: float


def needs_of(
    maps: Mapping[str, tuple[str, int]], polygons: str, strips: Path, pixels: int, seen_pixels: int, share: float
) -> list[Need]:
    """Returns what all files take on their disks until the maps are whole and their strips are removed.

    Args:
        maps: file and bytes of a pixel by the field that names the map: output, confidence, probabilities.
        polygons: file of the polygons; empty: none.
        strips: folder of the finished strips, which may hold some already.
        pixels: of the maps.
        seen_pixels: of the raster as the model sees it.
        share: of the pixels that have data.
    """
    folder = strips.resolve()
    held = sum(file.lstat().st_size for file in folder.glob("*")) if folder.is_dir() else 0

    needs = [Need(folder, -held, -held)]
    for name, (path, pixel_size) in maps.items():
        needs.append(_need(path, PACKED[name], pixels * pixel_size * (1 + OVERVIEWS), share))
        needs.append(_need(folder / "strip", PACKED[name], seen_pixels * pixel_size * STRIPS, share))
    if polygons:
        needs.append(_need(polygons, POLYGONS, pixels, share))
        needs.append(_need(Path(tempfile.gettempdir()) / "outlines", OUTLINES, pixels, share))
    return needs


def room_of(needs: Sequence[Need]) -> tuple[int, int]:
    """Returns the bytes that all together take at best and at worst."""
    least = max(sum(need.least for need in needs), 0)
    most = max(sum(need.most for need in needs), 0)
    return round(least), round(most)


class TightDisk(NamedTuple):
    """A disk that may be too full: the bytes that are free there and those that are needed, and where else files could go."""

    folder: Path
    free: int
    least: int
    most: int
    remedy: str


def tight_disks(needs: Iterable[Need]) -> Iterator[TightDisk]:
    """Yields the disks on which less is free than files take at worst."""
    by_disk = sorted(((_disk_of(need.folder), need) for need in needs), key=lambda pair: pair[0])
    for _, pairs in groupby(by_disk, key=lambda pair: pair[0]):
        disk = [need for _, need in pairs]
        folder = _existing(max(disk, key=lambda need: need.most).folder)
        least, most = room_of(disk)
        free = shutil.disk_usage(folder).free
        remedy = "choose another folder"
        if all(need.folder == _scratch() for need in disk):
            remedy = "let the environment variable TMPDIR name another folder"
        if free < most:
            yield TightDisk(folder, free, least, most, remedy)


def check_room(needs: Iterable[Need], report: Reporter) -> None:
    """Warns where a disk may be too full.

    Raises:
        OutputError: it is too full even if all packs as well as it can.
    """
    for folder, free, least, most, remedy in tight_disks(needs):
        if free < least:
            raise OutputError(
                f"{free_size(free)} are free in {folder}, but the maps take {sizes(least, most)} there: free disk space or {remedy}"
            )
        report.warning(
            f"{free_size(free)} are free in {folder}, and the maps take {sizes(least, most)} there: the disk may run full, free"
            f" some space or {remedy}"
        )


def check_memory(needed: int, report: Reporter) -> None:
    """Warns where more memory is needed than is free.

    Raises:
        InputError: this machine does not have as much.
    """
    whole, free = whole_memory(), free_memory()

    if needed > whole:
        raise InputError(
            f"the map takes about {size(needed)} of memory, but this machine has {size(whole)}: choose smaller tiles (tile), or a"
            " machine with more"
        )
    if needed > free:
        report.warning(
            f"the map takes about {size(needed)} of memory, and {size(free)} are free: close other programs, or choose smaller"
            " tiles (tile)"
        )


def _need(path: str | Path, bytes_of: tuple[float, float], number: float, share: float) -> Need:
    """Returns what a file takes; at worst, all pixels have data."""
    least, most = bytes_of
    return Need(Path(path).resolve().parent, least * number * share, most * number)


def _scratch() -> Path:
    return Path(tempfile.gettempdir()).resolve()


def _disk_of(folder: Path) -> int:
    return os.stat(_existing(folder)).st_dev


def _existing(folder: Path) -> Path:
    """Returns the folder, or the one above it that is there already."""
    return next(each for each in (folder, *folder.parents) if each.exists())
