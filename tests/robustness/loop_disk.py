"""An ext4 file system in a file: a copy of the file is what its disk holds if the power fails at that moment."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTES = 48
COMMIT_SECONDS = 1  # after which names are on the disk; contents may follow half a minute later


class LoopDisk:
    """A file system in `image`, to be mounted on `place`. Only root may, and not in every container."""

    def __init__(self, image: Path, place: Path) -> None:
        self._image, self._place = image, place
        self._snapshot = image.with_suffix(".snapshot")

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Mounts a new file system for the block."""
        self._image.unlink(missing_ok=True)
        with self._image.open("wb") as file:
            file.truncate(MEGABYTES * 2**20)
        _do("mkfs.ext4", "-q", "-F", str(self._image))
        with self._mounted(self._image):
            (self._place / "lost+found").rmdir()
            _do("sync", "--file-system", str(self._place))
            yield

    def cut(self, seconds: float) -> None:
        """Keeps, some seconds later, what the disk holds."""
        time.sleep(seconds)
        shutil.copyfile(self._image, self._snapshot)

    @contextmanager
    def after_the_cut(self) -> Iterator[None]:
        """Mounts what the disk held for the block."""
        with self._mounted(self._snapshot):
            yield

    @contextmanager
    def _mounted(self, image: Path) -> Iterator[None]:
        _do("mount", "-t", "ext4", "-o", f"loop,commit={COMMIT_SECONDS}", str(image), str(self._place))
        try:
            yield
        finally:
            _do("umount", str(self._place))


def can_mount(folder: Path) -> bool:
    """Returns whether this process may mount such a file system here."""
    place = folder / "mounted"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        return False
    try:
        with LoopDisk(folder / "image", place).fresh():
            return True
    except subprocess.CalledProcessError:
        return False


def _do(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
