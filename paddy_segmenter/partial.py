"""Outputs in the making: written under another name beside the target, so that no unfinished file looks finished."""

import os
import re
from contextlib import suppress
from pathlib import Path

# What GDAL and SQLite write beside a file and read with it.
SIDECARS = ".aux.xml", ".ovr", ".msk", "-journal", "-wal", "-shm"
# What is left of a file in the making.
UNFINISHED = ("", *SIDECARS, ".tmp")


def place_of(path: str) -> Path:
    """Returns where a file really lies: the one that a symbolic link leads to is written, and the link stays."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else Path(path)


def partial_path(path: str, pid: int | None = None) -> str:
    """Returns where process `pid` (default: this one) writes before `path` is whole, e.g. folder/.map.4711.part.tif.

    The suffix stays last, so that drivers recognise the format.
    """
    target = place_of(path)
    return str(target.with_name(f".{target.stem}.{os.getpid() if pid is None else pid}.part{target.suffix}"))


def discard_partials(path: str, pid: int) -> None:
    """Removes what process `pid` left of the unfinished `path`, with its sidecars. Missing files are fine.

    Raises:
        OSError: a left-over cannot be removed.
    """
    for suffix in UNFINISHED:
        Path(partial_path(path, pid) + suffix).unlink(missing_ok=True)


def discard_dead_partials(path: str) -> None:
    """Removes what any process left of the unfinished `path`, as far as it can be removed.

    Only for who holds the lock of `path`: then no living process makes it.
    """
    target = place_of(path)
    stem, suffix, sidecar = re.escape(target.stem), re.escape(target.suffix), "|".join(map(re.escape, UNFINISHED))
    left = re.compile(rf"\.{stem}\.\d+\.part{suffix}(?:{sidecar})")

    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if left.fullmatch(entry.name):
                os.unlink(entry.path)
