"""The finished strips of a segmentation, in a hidden folder beside its output: what a broken-off run continues from.

A strip is one file that takes its name when it is whole, so that the folder's content is the state, whenever a run ends.
"""

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from paddy_segmenter.errors import OutputError

from ..identity import changes, keep_identity, plain, read_identity
from ..tiles import Window

Pixels = npt.NDArray[np.generic]
CONCLUDED = "finished"
QUICKLY = 1  # zlib's level: strips live for hours at the most


class Journal:
    """The journal of the segmentation that writes `output`; the folder comes with the first strip."""

    def __init__(self, output: str) -> None:
        target = Path(output)
        self.folder = target.with_name(f".{target.name}.strips")
        self._output = output
        self._identity = read_identity(self.folder)

    @property
    def identity(self) -> Mapping[str, Any]:
        """What the strips depend on: that of the job that left the folder, until `begin`; empty where there is no folder."""
        return self._identity

    def changed(self, identity: Mapping[str, Any]) -> list[str]:
        """Returns the names of what differs from the job that left the folder; none where there is no folder."""
        return changes(self._identity, identity)

    def begin(self, identity: Mapping[str, Any]) -> None:
        """Takes up a job: strips of one that differs, or that nobody knows, are removed."""
        if plain(identity) != self._identity:
            self.discard()
        self._identity = plain(identity)

    def holds(self, strip: Window) -> bool:
        """Returns whether the strip is finished; what a failing disk made of it does not count."""
        try:
            with zipfile.ZipFile(self._path(strip)) as file:
                return file.testzip() is None
        except (OSError, zipfile.BadZipFile, zlib.error):
            return False

    def save(self, strip: Window, layers: Mapping[str, Pixels]) -> None:
        """Keeps the finished pixels of a strip by layer. Raises OutputError where the disk refuses."""
        with self._told():
            keep_identity(self.folder, self._identity)
            path = self._path(strip)
            part = path.with_suffix(f".{os.getpid()}.part")
            try:
                _write_strip(part, layers)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)  # a full disk needs the room

    def load(self, strip: Window, layer: str) -> Pixels:
        """Returns the pixels of a finished strip in one layer."""
        with np.load(self._path(strip), allow_pickle=False) as layers:
            pixels: Pixels = layers[layer]
        return pixels

    def conclude(self) -> None:
        """Leaves nothing in the folder but the note that the job is finished."""
        with self._told():
            (self.folder / CONCLUDED).touch()
            for strip in self.folder.glob("strip_*"):
                strip.unlink()

    @property
    def is_concluded(self) -> bool:
        """Whether the job is finished."""
        return (self.folder / CONCLUDED).exists()

    def discard(self) -> None:
        """Removes the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._identity = {}

    def _path(self, strip: Window) -> Path:
        return self.folder / f"strip_{strip.row}_{strip.column}.npz"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            folder = self.folder.parent.resolve()
            raise OutputError(
                f"{self._output} cannot be written ({error.strerror or error}): free disk space in {folder}, then run the same job"
                " again, it continues"
            ) from error


def _write_strip(path: Path, layers: Mapping[str, Pixels]) -> None:
    with path.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICKLY) as file:
            for name, pixels in layers.items():
                with file.open(f"{name}.npy", "w", force_zip64=True) as entry:
                    np.save(entry, pixels, allow_pickle=False)
        raw.flush()
        os.fsync(raw.fileno())
