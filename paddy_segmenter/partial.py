"""Outputs in the making: written under another name beside the target, so that no unfinished file looks finished."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# What GDAL and SQLite write beside a file and read with it.
SIDECARS = ".aux.xml", ".ovr", ".msk", "-journal", "-wal", "-shm"
UNFINISHED = ("", *SIDECARS, ".tmp")  # what is left of a file in the making

held_locks: set[Path] = set()  # by this process


def partial_path(path: str, pid: int | None = None) -> str:
    """Returns where process `pid` (default: this one) writes before `path` is whole, e.g. folder/.map.4711.part.tif.

    The suffix stays last, so that drivers recognise the format.
    """
    target = Path(path)
    return str(target.with_name(f".{target.stem}.{os.getpid() if pid is None else pid}.part{target.suffix}"))


def discard_partials(path: str, pid: int) -> None:
    """Removes what process `pid` left of the unfinished `path`, with its sidecars. Missing files are fine.

    Raises:
        OSError: a left-over cannot be removed.
    """
    for suffix in UNFINISHED:
        Path(partial_path(path, pid) + suffix).unlink(missing_ok=True)


def lock_path(path: str) -> Path:
    """Returns the file that a process locks while it makes `path`."""
    target = Path(path)
    return target.with_name(f".{target.name}.lock")


def discard_lock(path: str) -> None:
    """Removes the lock of `path` that a killed process left; one that is held stays, and it may be missing."""
    lock = lock_path(path)
    with suppress(OSError):
        if sys.platform == "win32":
            lock.unlink()  # which Windows refuses while it is held
            return
        import fcntl

        with lock.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.unlink()


def discard_held_locks() -> None:
    """Removes the locks that this process holds, which is about to end: they fall with it, their files do not."""
    for lock in tuple(held_locks):
        with suppress(OSError):  # Windows keeps files that are open
            lock.unlink()


def scratch_folder(pid: int) -> Path:
    """Returns where process `pid` keeps files that it needs only while it runs."""
    return Path(tempfile.gettempdir()) / f"paddy_segmenter_{pid}"


def discard_scratch(pid: int) -> None:
    """Removes that folder as far as it can be removed. It may be missing."""
    shutil.rmtree(scratch_folder(pid), ignore_errors=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """Yields this process' scratch folder, new and for its user alone; it vanishes with the block, or else with the process."""
    discard_scratch(os.getpid())  # an earlier process may have had the same id
    folder = scratch_folder(os.getpid())
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        discard_scratch(os.getpid())
