"""Outputs in the making: written under another name beside the target, so that no unfinished file looks finished."""

import os
from pathlib import Path

SIDECARS = (
    "",
    ".aux.xml",
    ".ovr",
    ".msk",
    ".tmp",
    "-journal",
    "-wal",
    "-shm",
)  # what GDAL and SQLite write beside a file


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
    for sidecar in SIDECARS:
        Path(partial_path(path, pid) + sidecar).unlink(missing_ok=True)
