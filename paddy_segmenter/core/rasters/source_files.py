"""The files that the pixels of a raster, or the shapes of a layer, come from, and whether they are still the same."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import unescape  # nosec B406 # undoes what GDAL escaped in a name, parses nothing

from osgeo import gdal

from .gdal_errors import first_line
from .listed_files import listed_files
from .masks import mask_kinds

# Files beside a raster that programs make when they look at it. What they declare of it stands in `Raster.identity`.
MADE_BY_LOOKING = (".aux.xml", ".ovr")
# Drivers whose files name the files of others.
VIRTUAL_DRIVERS = {"VRT", "OGR_VRT", "GTI", "DERIVED"}
# How a virtual raster names another dataset, and what may surround a file in such a name, e.g. GTIFF_DIR:2:image.tif
NAMED = re.compile(r"<Source(?:Filename|Dataset)([^>]*)>([^<]+)</")
IS_RELATIVE = re.compile(r"""relativeToVRT=["']1["']""")
AROUND_FILES = re.compile('[:",]')
# What GDAL reads through, e.g. /vsizip/archive.zip/raster.tif
SPECIAL_FOLDER = re.compile(r"/vsi[a-z0-9_]+/")

SECOND = 10**9
# Nanoseconds within which a file's time may stay the same though it is written again: of disks that note whole or even seconds,
# and of all others, whose systems' clocks tick less often than they show.
COARSE_TICK = 2 * SECOND
FINE_TICK = SECOND // 50

Stamp = tuple[int, int | str, int]


class Sources(NamedTuple):
    """What lies behind a dataset: the files that GDAL reads for it, and what the datasets behind a virtual one declare."""

    files: list[str]
    declared: list[str]


def source_files(dataset: gdal.Dataset) -> list[str]:
    """Returns the files that GDAL reads for a dataset: several for a virtual one, with those behind the virtual ones among them."""
    return sources_of(dataset).files


def sources_of(dataset: gdal.Dataset) -> Sources:
    """Returns what lies behind a dataset, through virtual ones that name others."""
    sources = Sources([], [])
    for path, inner in files_behind(dataset):
        sources.files.append(path)
        if inner:
            sources.declared.extend(_declared_by(inner))
    return sources


def files_behind(dataset: gdal.Dataset) -> Iterator[tuple[str, gdal.Dataset | None]]:
    """Yields each file that GDAL reads for a dataset, opened where it is one that a virtual dataset names."""
    # By their real paths: virtual rasters may name each other in a circle.
    return _files_behind(dataset, set())


def _files_behind(dataset: gdal.Dataset, known: set[str]) -> Iterator[tuple[str, gdal.Dataset | None]]:
    is_virtual = dataset.GetDriver().ShortName in VIRTUAL_DRIVERS
    listed = listed_files(dataset)
    for path in listed:
        place = os.path.realpath(path)
        if _is_made_by_looking(path, listed) or place in known:
            continue

        known.add(place)
        inner = _opened(path) if is_virtual else None
        yield path, inner
        # Now, so that no more than one file of thousands is open: systems allow about 1000.
        if inner:
            yield from _files_behind(inner, known)

    for name in _named_by(dataset) if is_virtual else ():
        if name not in known and (inner := _opened(name)):
            known.add(name)
            yield from _files_behind(inner, known)


def _declared_by(dataset: gdal.Dataset) -> list[str]:
    try:
        return [str(dataset.GetGeoTransform()), *mask_kinds(dataset)]
    except RuntimeError as error:
        # Whatever it declares is damaged: its pixels may do all the same, and are told to be damaged where they are read.
        gdal.ErrorReset()
        return [first_line(error)]


def place_within(name: str, files: Sequence[str]) -> str:
    """Returns what of a dataset's name chooses among several in its files, such as a page, a sub-dataset or a member of an archive.

    That is the name without the paths of the files, and nothing where the name is a path.
    """
    if os.path.exists(name):
        return ""
    for place in filter(None, map(_place_of, files)):
        name = name.replace(str(place), "")
    return name


def stamps_of(files: Sequence[str]) -> list[Stamp]:
    """Returns for each file what changes when it is written or replaced: size, time in nanoseconds, inode.

    Of a file in an archive it is the archive, of a folder all files in it; of names that are no files of the system, size and time
    as GDAL knows them, or else the name. Waits, for two seconds at the most, where a file is so new that it could be written again
    without a change of its time.
    """
    stamps = [stamp for path in files for stamp in _stamps_of(path)]
    times = [stamp[1] for stamp in stamps if isinstance(stamp[1], int)]
    _let_clocks_tick(max(times, default=0))
    return stamps


def _stamps_of(path: str) -> list[Stamp]:
    real = [os.stat(file) for file in _real_files(path)]
    if real:
        return [(facts.st_size, facts.st_mtime_ns, facts.st_ino) for facts in real]
    known = gdal.VSIStatL(path)
    return [(known.size, known.mtime * SECOND, 0)] if known else [(0, path, 0)]


def _real_files(path: str) -> list[str]:
    """Returns the file of the system that a path leads to, itself or an archive, or all files in a folder; none of other names."""
    place = _place_of(path)
    if place is None:
        return []
    if place.is_dir():
        return sorted(os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names)
    return [str(place)]


def _place_of(path: str) -> Path | None:
    """Returns the file or the folder of the system that a path leads to, itself or an archive; None of other names."""
    while special := SPECIAL_FOLDER.match(path):
        path = path[special.end() :]
    place = Path(path.replace("{", "").replace("}", ""))
    if place.is_dir():
        return place
    return next((each for each in (place, *place.parents) if each.is_file()), None)


def _is_made_by_looking(path: str, listed: Sequence[str]) -> bool:
    """Returns whether a file lies beside another one of a dataset, and programs make it when they look at that."""
    return any(path.endswith(suffix) and path.removesuffix(suffix) in listed for suffix in MADE_BY_LOOKING)


def _named_by(virtual: gdal.Dataset) -> list[str]:
    """Returns the datasets that a virtual raster names by what is no path, which GDAL does not list: pages, sub-datasets."""
    text = (virtual.GetMetadata("xml:VRT") or [""])[0]
    folder = os.path.dirname(virtual.GetDescription())
    names = []
    for attributes, escaped in dict.fromkeys(NAMED.findall(text)):
        name = unescape(escaped, {"&quot;": '"'})
        is_relative = IS_RELATIVE.search(attributes)
        if gdal.VSIStatL(os.path.join(folder, name) if is_relative else name) is None:
            names.append(_brought_into(folder, name) if is_relative else name)
    return list(dict.fromkeys(names))


def _brought_into(folder: str, name: str) -> str:
    """Returns the name of a dataset with the folder before the file that it names."""
    for part in filter(None, AROUND_FILES.split(name)):
        if os.path.exists(os.path.join(folder, part)):
            return name.replace(part, os.path.join(folder, part))
    return name


def _let_clocks_tick(newest: int) -> None:
    """Waits until a file that was written at this time would get another time if it were written again."""
    tick = FINE_TICK if newest % SECOND else COARSE_TICK
    age = time.time_ns() - newest
    if 0 <= age < tick:
        time.sleep((tick - age) / SECOND)


def _opened(path: str) -> gdal.Dataset | None:
    try:
        return gdal.OpenEx(path)
    except RuntimeError:
        # It is damaged, which is told where its pixels are read.
        return None
