"""Folders for what a process needs only while it runs."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError
from .locks import held, is_free

PREFIX = "paddy_segmenter_"
NAME = re.compile(rf"{PREFIX}(\d+)_\w+")
HOLDER = "in_use.lock"


@contextmanager
def scratch() -> Iterator[Path]:
    """Yields a new folder for this user alone, whose name nobody can guess; it vanishes with the block.

    What killed processes left is removed first. Raises OutputError where no folder can be made.
    """
    discard_dead_scratch()
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}_"))
    except OSError as error:
        place = error.filename or "the folder for temporary files"
        raise OutputError(
            f"no temporary folder can be made ({place}: {error.strerror or error}): free disk space there, or let the"
            " environment variable TMPDIR name another folder"
        ) from error

    try:
        with held(folder / HOLDER):
            try:
                yield folder
            finally:
                _empty(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def discard_scratch(pid: int) -> None:
    """Removes the folders of a process that has ended, or is this one, as far as they can be removed."""
    for folder in _folders():
        if _owner_of(folder) == pid:
            _empty(folder)
            shutil.rmtree(folder, ignore_errors=True)


def discard_dead_scratch() -> None:
    """Removes the folders that no living process holds, as far as they can be removed."""
    for folder in _folders():
        if is_free(folder / HOLDER):
            _empty(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _empty(folder: Path) -> None:
    """Removes all but the lock, which goes last: a folder without one may be about to get it, so that nobody would remove it."""
    with suppress(OSError):
        for entry in [*os.scandir(folder)]:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            elif entry.name != HOLDER:
                with suppress(OSError):
                    os.unlink(entry.path)


def _folders() -> list[Path]:
    """Returns this user's scratch folders."""
    try:
        entries = list(os.scandir(tempfile.gettempdir()))
    except OSError:
        return []
    return [Path(entry.path) for entry in entries if NAME.fullmatch(entry.name) and _is_own_folder(entry)]


def _is_own_folder(entry: "os.DirEntry[str]") -> bool:
    # Of another user nothing is touched, and no link is followed.
    if not entry.is_dir(follow_symlinks=False):
        return False
    try:
        return not hasattr(os, "getuid") or entry.stat(follow_symlinks=False).st_uid == os.getuid()
    except FileNotFoundError:
        # Its process ended just now.
        return False


def _owner_of(folder: Path) -> int:
    named = NAME.fullmatch(folder.name)
    return int(named[1]) if named else 0
