"""The finished strips of a segmentation, in a hidden folder beside its output: what a broken-off run continues from.

A strip is one file that takes its name when it is whole, so that the folder's content is the state, whenever a run ends. It begins
with a seal, a digest of the job, the place of the strip and its content: what another job left, what a disk lost or what somebody
changed does not carry it.
"""

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from paddy_segmenter.durable import take_name
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter

from ..identity import Identity, digest_of
from ..tiles import Window
from ..unfinished import FINISHED, UnfinishedWork

Pixels = npt.NDArray[np.generic]
SEAL_BYTES = 32
READ_AT_ONCE = 2**22
# zlib's level: strips live for hours at the most.
QUICK_COMPRESSION = 1


class Journal:
    """The journal of the segmentation that writes `output`; the folder comes with the first strip."""

    def __init__(self, output: str) -> None:
        self._work = UnfinishedWork(output, "strips")
        self._output = output

    @property
    def folder(self) -> Path:
        return self._work.folder

    def decided_for(self, identity: Identity) -> dict[str, Any] | None:
        """Returns how an earlier run of the same job decided to compute, or None where none left a journal."""
        return self._work.decided_for(identity)

    def begin(self, identity: Identity, decided: Identity, report: Reporter) -> None:
        """Takes up a job. Strips of one that differs, or that nobody knows, are set aside, and that is told."""
        self._work.begin(identity, decided, report)

    def holds(self, strip: Window) -> bool:
        """Returns whether the strip is finished; what a failing disk or another job made of it does not count."""
        return self._content(strip) is not None

    def save(self, strip: Window, layers: Mapping[str, Pixels]) -> None:
        """Keeps the finished pixels of a strip by layer. Raises OutputError where the disk refuses."""
        content = _packed(layers)

        with self._writing():
            self._work.keep_owner()
            path = self._path(strip)
            part = path.with_suffix(f".{os.getpid()}.part")
            try:
                with part.open("wb") as file:
                    file.write(self._seal(strip, content))
                    file.write(content)
                if path.is_dir():  # whoever made it there
                    shutil.rmtree(path)
                take_name(part, path)
            finally:
                # A full disk needs the room.
                part.unlink(missing_ok=True)

    def load(self, strip: Window, layer: str) -> Pixels:
        """Returns the pixels of a finished strip in one layer. Raises OutputError where the disk lost them since."""
        content = self._content(strip)
        if content is None:
            raise OutputError(
                f"the finished strip {self._path(strip)} is damaged: run the same job again, it is computed anew"
            )
        with np.load(io.BytesIO(content), allow_pickle=False) as layers:
            pixels: Pixels = layers[layer]
        return pixels

    def conclude(self, drawn: Identity, outputs: Sequence[str]) -> None:
        """Leaves nothing in the folder but the note that the job is finished, with size and digest of its outputs.

        Args:
            drawn: what the outputs depend on beside the strips.
            outputs: the files, whole and on the disk.
        """
        note = json.dumps({"drawn": drawn, "outputs": {str(Path(path).resolve()): _facts(path) for path in outputs}})
        with self._writing():
            self._work.keep_owner()
            part = self.folder / f"{FINISHED}.{os.getpid()}.part"
            part.write_text(note, encoding="utf-8")
            take_name(part, self.folder / FINISHED)
            self._work.discard_files()

    def is_concluded(self, drawn: Identity, outputs: Sequence[str]) -> bool:
        """Returns whether the job is finished, and each output still is the file that was written."""
        try:
            note = json.loads((self.folder / FINISHED).read_text(encoding="utf-8"))
            if note["drawn"] != json.loads(json.dumps(drawn)):
                return False
            return all(note["outputs"].get(str(Path(path).resolve())) == _facts(path) for path in outputs)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False

    def discard(self) -> None:
        """Removes the folder."""
        self._work.discard()

    def _path(self, strip: Window) -> Path:
        return self.folder / f"strip_{strip.row}_{strip.column}.npz"

    def _content(self, strip: Window) -> bytes | None:
        """Returns the content of a strip, or None where there is none that carries its seal."""
        try:
            found = self._path(strip).read_bytes()
        except OSError:
            return None
        seal, content = found[:SEAL_BYTES], found[SEAL_BYTES:]
        return content if seal == self._seal(strip, content) else None

    def _seal(self, strip: Window, content: bytes) -> bytes:
        owner = self._work.owner
        place = f"{strip.row} {strip.column} {strip.height} {strip.width}"
        sealed = hashlib.sha256(digest_of(owner.identity) + digest_of(owner.decided) + place.encode())
        sealed.update(content)
        return sealed.digest()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            folder = self.folder.parent.resolve()
            raise OutputError(
                f"{self._output} cannot be written ({error.strerror or error}): free disk space in {folder}, then run the same job"
                " again, it continues"
            ) from error


def _packed(layers: Mapping[str, Pixels]) -> bytes:
    """Returns the pixels of all layers as a compressed .npz."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK_COMPRESSION) as file:
        for name, pixels in layers.items():
            with file.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.save(entry, pixels, allow_pickle=False)
    return packed.getvalue()


def _facts(path: str) -> list[int | str]:
    """Returns size and SHA-256 of a file. Raises OSError where it cannot be read."""
    digest, size = hashlib.sha256(), 0
    with Path(path).open("rb") as file:
        while part := file.read(READ_AT_ONCE):
            digest.update(part)
            size += len(part)
    return [size, digest.hexdigest()]
