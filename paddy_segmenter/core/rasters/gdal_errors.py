"""What GDAL reports, as sentences."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal

from paddy_segmenter.errors import OutputError


@contextmanager
def told_as_output_error(path: str) -> Iterator[None]:
    """Raises OutputError where GDAL fails to write `path` in this block."""
    # GDAL reports a full disk late and, before 3.7, without raising: the last error message is the only trace.
    gdal.ErrorReset()
    try:
        yield
    except RuntimeError as error:
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
    """Returns the first line of an error's text, or its kind where it has none."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _refusal(path: str, reason: str) -> OutputError:
    folder = Path(path).resolve().parent
    return OutputError(f"cannot write into {folder} ({reason}): free disk space or choose another folder")
