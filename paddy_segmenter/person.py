"""What a job tells, printed for someone who reads along."""

import io
import os
import sys
import time
from typing import TextIO

from .errors import Cancelled, OutputError
from .events import Epoch, Event, Failure, Message, Progress, Result
from .printable import printable_lines


class Person:
    """Prints events for someone who reads along. Raises OutputError where what it prints to takes no more."""

    def __init__(self) -> None:
        self._told = 0.0
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a file's name may hold what the terminal cannot show

    def __call__(self, event: Event, /) -> None:
        """Prints what a person wants to know of the event."""
        if isinstance(event, Progress):
            if time.monotonic() - self._told > 1 or event.share >= 1:
                self._told = time.monotonic()
                left = "" if event.seconds_left is None else f", {event.seconds_left:.0f} s left"
                _print(f"{event.share:6.1%}{left}  {event.text}", sys.stderr)
        elif isinstance(event, Epoch):
            _print(f"epoch {event.number}: " + ", ".join(f"{k} {v:.4g}" for k, v in event.figures.items()), sys.stdout)
        elif isinstance(event, Message):
            _print(event.text if event.level == "info" else f"Warning: {event.text}", sys.stdout)
        elif isinstance(event, Failure):
            start = "" if event.kind == Cancelled.__name__ else "Error: "
            _print(f"{start}{event.text}", sys.stderr)
        elif isinstance(event, Result):
            for name, value in event.outputs.items():
                _print(f"{name}: {value}", sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(printable_lines(text), file=stream, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python tries once more when it exits
        raise OutputError(
            f"what the job tells cannot be written ({error.strerror}): free disk space, or have it told elsewhere"
        ) from error
