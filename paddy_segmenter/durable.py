"""Files that outlive a power failure: what stands under a name is on the disk before the name is."""

import os
from contextlib import suppress
from pathlib import Path

# Windows flushes only what is open for writing, and would change line ends without O_BINARY.
TO_FLUSH = os.O_RDWR | getattr(os, "O_BINARY", 0)


def take_name(part: str | Path, path: str | Path) -> None:
    """Gives a whole file its name: after a power failure `path` holds all of it, or what it held before.

    Raises OSError where the disk refuses.
    """
    sync_file(part)
    os.replace(part, path)
    sync_folder(Path(path).parent)


def sync_file(path: str | Path) -> None:
    """Brings the content of a file to the disk. Raises OSError where the disk refuses."""
    handle = os.open(path, TO_FLUSH)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: str | Path) -> None:
    """Brings the names in a folder to the disk, on systems and disks that can be asked to."""
    if os.name == "nt":
        return

    handle = os.open(path, os.O_RDONLY)
    try:
        # Some network disks know no such order: they keep names themselves.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
