"""What a run does to files, counted, so that it can be ended at any of these moments again and again."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal, ogr

CHANGES = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "os.link",
    "os.symlink",
)  # as Python audits them
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
NATIVE = (  # what libraries write themselves
    (gdal.Driver, "Create"), (gdal.Driver, "CreateCopy"), (gdal.Band, "WriteArray"), (gdal.Dataset, "BuildOverviews"),
    (gdal.Dataset, "FlushCache"), (gdal, "Warp"), (gdal, "Translate"), (ogr.Driver, "CreateDataSource"), (ogr.Layer, "CreateFeature"),
)  # fmt: skip


class Events:
    """Counts the moments at which a run is about to change files below `root`, and strikes at one of them.

    Args:
        root: the folder that is watched.
        record: a file that gets a line for each moment: what was about to be done.
        moment: which of them is struck, counted from 1.
        strike: what happens then; the run is killed where it returns.
        synced: called with the handle of each file and folder that has been synced.
    """

    def __init__(self, root: Path, record: Path, moment: int, strike: Callable[[], object] = lambda: None,
                 synced: Callable[[int], object] = lambda _: None) -> None:  # fmt: skip
        self._root, self._record, self._moment = str(root), record, moment
        self._strike, self._synced = strike, synced
        self._lock = threading.RLock()
        self._number = 0
        self._is_on = False

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Watches what is done in the block, and strikes at its end where the moment has not come."""
        self._record.write_text("")
        sys.addaudithook(self._hear)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", self._around_sync(os.fsync))
            for owner, name in NATIVE:
                patch.setattr(owner, name, self._before(name, getattr(owner, name)))
            self._is_on = True
            yield
            self._is_on = False
            if self._moment > self._number:
                self._end()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_on:
            return
        if event in CHANGES or (event == "open" and (arguments[2] or 0) & WRITING):
            self._happen(event, arguments[0])

    def _happen(self, event: str, path: object) -> None:
        """Counts a change; what is named from an opened folder, as in removing a tree, counts wherever it is."""
        name = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""
        if name.startswith(self._root) or (name and not name.startswith("/")):
            self._pass(event)

    def _pass(self, event: str) -> None:
        with self._lock:
            if not self._is_on:
                return
            self._number += 1
            self._is_on = False
            with self._record.open("a") as file:
                file.write(f"{event}\n")
            if self._number == self._moment:
                self._end()
            self._is_on = True

    def _end(self) -> None:
        self._strike()
        os.kill(os.getpid(), signal.SIGKILL)

    def _around_sync(self, sync: Callable[[int], None]) -> Callable[[int], None]:
        def synced(handle: int) -> None:
            self._pass("sync")
            sync(getattr(handle, "fileno", lambda: handle)())
            with self._lock:
                self._is_on = False
                self._synced(getattr(handle, "fileno", lambda: handle)())
                self._is_on = True

        return synced

    def _before(self, name: str, write: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self._pass(name)
            return write(*arguments, **options)

        return counted
