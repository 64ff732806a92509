"""What GDAL reports, as sentences."""

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from osgeo import gdal

from paddy_segmenter.errors import OutputError
from paddy_segmenter.partial import partial_path

SIGNS_OF_FULL_DISK = ("no space left", "disk full", "disk is full", "not enough space")  # of the system's and SQLite's
PROBED_BYTES = 4 * 2**20  # more than GDAL writes at once
LONGEST_REASON = 200  # characters: SQLite's hold whole statements


@contextmanager
def told_as_output_error(path: str) -> Iterator[None]:
    """Raises OutputError where GDAL fails to write `path` in this block."""
    # GDAL reports a full disk late and, before 3.7, without raising: the last error message is the only trace.
    gdal.ErrorReset()
    try:
        yield
    except RuntimeError as error:
        with unheard():  # datasets that functions of GDAL's held when they failed
            traceback.clear_frames(error.__traceback__)
        raise _refusal(path, first_line(error)) from error
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise _refusal(path, gdal.GetLastErrorMsg())


@contextmanager
def unheard() -> Iterator[None]:
    """Lets Python keep to itself what fails in letting go of a dataset: it could only be printed, and GDAL remembers it."""
    told, sys.unraisablehook = sys.unraisablehook, lambda unraisable: None
    try:
        yield
    finally:
        sys.unraisablehook = told


def first_line(error: Exception) -> str:
    """Returns the first line of an error's text, which GDAL may leave empty."""
    return str(error).splitlines()[0] if str(error) else "GDAL names no reason"


def crs_remedy(reason: str, usual: str) -> str:
    """Returns what helps where a CRS cannot be used: PROJ may have found the data of another PROJ, else the usual."""
    if "proj.db" in reason:
        return "unset the environment variables PROJ_LIB and PROJ_DATA, which lead to the data of another PROJ"
    return usual


def _refusal(path: str, reason: str) -> OutputError:
    """Returns the error for what could not be written; only where the disk is full, room helps."""
    folder = Path(os.path.realpath(path)).parent
    refusal = _refusal_of_disk(path, reason)
    if refusal == os.strerror(errno.EMFILE):
        return OutputError(
            f"{path} cannot be written ({refusal}): let a program open more of them (ulimit -n), or take fewer rasters"
        )
    if refusal:
        return OutputError(f"cannot write into {folder} ({refusal}): free disk space there")
    return OutputError(
        f"{path} cannot be written ({reason[:LONGEST_REASON]}): see whether its folder can be written to, else report it with"
        " the log (standard error)"
    )


def _refusal_of_disk(path: str, reason: str) -> str:
    """Returns why the disk takes no more, by what GDAL says, which may be anything, or by writing a little; else nothing."""
    lowered = reason.lower()
    if any(sign in lowered for sign in SIGNS_OF_FULL_DISK):
        return os.strerror(errno.ENOSPC)

    probe = Path(partial_path(path) + ".tmp")
    try:
        with probe.open("wb") as file:
            file.write(bytes(PROBED_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.strerror or str(error)
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return ""
