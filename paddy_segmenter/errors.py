"""What can go wrong: one tree, each message one sentence with the value, the rule and the remedy."""

OUT_OF_MEMORY = "out of memory: close other programs, or use a smaller batch or smaller chips"
SIGNS_OF_FULL_MEMORY = (  # as Python, torch, CUDA, C++, GDAL and Windows say it
    "out of memory",
    "memoryerror",
    "can't allocate memory",
    "cannot allocate memory",
    "not enough memory",
    "bad_alloc",
    "cublas_status_alloc_failed",
    "paging file is too small",
    "failed to map segment from shared object",  # of a library that is being loaded
)


class PaddyError(Exception):
    """Anything that is told to the user as one sentence."""


class InputError(PaddyError):
    """Something the user gave cannot be used as it is."""


class NoPlaceError(InputError):
    """A polygon has a corner that is no place on earth, or none on the raster's grid."""


class OutputError(PaddyError):
    """A result cannot be written where the user wants it."""


class EnvironmentMissing(PaddyError):
    """A program or a package that the job needs is not installed."""


class WorkerError(PaddyError):
    """The child process ended without a result; `log` holds the last lines it wrote."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


class Cancelled(PaddyError):
    """The user asked the job to stop."""


class AlreadyTold(PaddyError):
    """Another process of the same job has told why it ended: there is nothing to add."""


def tells_full_memory(text: str) -> bool:
    """Returns whether the text of an error, or the end of a log, says that memory ran out."""
    lowered = text.lower()
    return any(sign in lowered for sign in SIGNS_OF_FULL_MEMORY)
