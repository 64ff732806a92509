"""Errors of any kind as one sentence each."""

import sys
import traceback

from .credentials import without_credentials
from .errors import OUT_OF_MEMORY, AlreadyTold, Cancelled, EnvironmentMissing, PaddyError, tells_full_memory
from .events import Failure
from .packages import PACKAGES, remedy_for

LONGEST_REASON = 200  # characters of an error's own text


def failure_of(error: BaseException) -> Failure:
    """Returns the sentence for an error; the traceback of one that nobody foresaw goes to standard error."""
    if isinstance(error, KeyboardInterrupt):
        return Failure("cancelled", Cancelled.__name__)
    if isinstance(error, PaddyError):
        return Failure(without_credentials(str(error)), type(error).__name__)
    if isinstance(error, MemoryError) or tells_full_memory(str(error)):
        return Failure(OUT_OF_MEMORY)

    package = broken_package(error)
    if package:
        missing = isinstance(error, ModuleNotFoundError) and error.name == package
        what = "is not installed in" if missing else f"cannot be loaded ({_one_line(error)}) by"
        remedy = remedy_for((package,), sys.executable)
        return Failure(f"{package} {what} {sys.executable}: {remedy}", "EnvironmentMissing")

    sys.stderr.write(without_credentials("".join(traceback.format_exception(error))))
    return Failure(
        f"unexpected {type(error).__name__} ({_one_line(error)}): please report it with the log (standard error)"
    )


def concerns_all(error: Exception) -> bool:
    """Returns whether an error ends a job whose other parts would go on: nobody wants them, or something is not installed."""
    ends_all = Cancelled, AlreadyTold, EnvironmentMissing, BrokenPipeError
    return isinstance(error, ends_all) or broken_package(error) is not None


def broken_package(error: BaseException) -> str | None:
    """Returns the package that failed to be imported, by the error or else by the code that raised it."""
    if not isinstance(error, ImportError):
        return None
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    modules = [error.name or "", *(str(frame.f_globals.get("__name__")) for frame in frames)]
    roots = (module.partition(".")[0] for module in modules)
    return next((root for root in roots if root in PACKAGES), None)


def _one_line(error: BaseException) -> str:
    return without_credentials(" ".join(str(error).split()))[:LONGEST_REASON]
