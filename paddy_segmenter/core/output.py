"""Files that appear under their name only when they are whole."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paddy_segmenter.durable import sync_file, sync_folder
from paddy_segmenter.errors import OutputError
from paddy_segmenter.partial import SIDECARS, discard_partials, partial_path, place_of

LONGEST_SHOWN = 200  # characters of a path in a sentence


@contextmanager
def whole_file(path: str) -> Iterator[str]:
    """Yields a path beside `path` to write to; the file takes its name when the block ends well and vanishes when it does not.

    It is on the disk then, with its name: a power failure does not undo it. Where `path` is a symbolic link, the file that it leads
    to is written.
    Raises OutputError where the folder is missing or cannot be written, or where the disk is full.
    """
    check_writable(path)
    part = partial_path(path)
    try:
        yield part
        _take_names(part, place_of(path))
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({error.strerror or error}): choose another folder or free disk space"
        ) from error
    finally:
        discard_partials(path, os.getpid())


def make_folder(path: str) -> None:
    """Creates a folder and those above it where they are missing. Raises OutputError where that is not possible."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {path} cannot be created ({error.strerror}): choose another one") from error


def check_writable(path: str) -> None:
    """Raises OutputError where `path` could not be written: worth asking before hours of work."""
    _check_name(path)
    folder = place_of(path).absolute().parent
    if not folder.is_dir():
        raise OutputError(f"the folder {folder} does not exist: create it or choose another one")
    if Path(path).is_dir():
        raise OutputError(f"{path} is a folder: give the name of a file in it")
    try:
        Path(partial_path(path)).touch()
        discard_partials(path, os.getpid())
    except OSError as error:
        # The name itself fits, but not with what a file that is being written has in front and behind.
        if error.errno == errno.ENAMETOOLONG:
            raise _unfit_name(path, error) from error
        raise OutputError(f"the folder {folder} cannot be written to ({error.strerror}): choose another one") from error


def _check_name(path: str) -> None:
    """Raises OutputError where nothing can have this name: it is too long, a link to itself, or no UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"{path!r} is no UTF-8, which GDAL writes alone: choose another name") from error
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:
        raise _unfit_name(path, error) from error


def _unfit_name(path: str, error: OSError | ValueError) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(f"{path[:LONGEST_SHOWN]} cannot be written to ({reason}): choose another name")


def _take_names(part: str, target: Path) -> None:
    """Gives a whole file and its sidecars their names, once their content is on the disk."""
    beside = [suffix for suffix in SIDECARS if os.path.exists(part + suffix)]
    for suffix in (*beside, ""):
        sync_file(part + suffix)

    for suffix in SIDECARS:
        if suffix in beside:
            os.replace(part + suffix, f"{target}{suffix}")
        else:
            # An older file's would be read as the new one's.
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    os.replace(part, target)
    sync_folder(target.parent)
