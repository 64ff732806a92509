"""A program that is followed line by line, such as pip, and killed with all that it started when nobody wants it any more."""

import queue
import subprocess  # nosec B404 # to run programs is what this module is for
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, cast

from ..errors import Cancelled, EnvironmentMissing
from .child import POSIX, kill_tree, lines_of, start_thread
from .environment import NO_WINDOW

POLL = 0.1  # seconds between two looks at a silent program
LOG_LINES = 60
PATIENCE = 2.0  # seconds to read on after the program's end


def run_command(
    words: Sequence[str],
    variables: Mapping[str, str],
    folder: str,
    tell: Callable[[str], None],
    is_cancelled: Callable[[], bool],
) -> tuple[int, str]:
    """Runs a program to its end and returns its exit code and the last lines that it wrote.

    Args:
        words: the program and its arguments; no shell sees them.
        variables: its whole environment.
        folder: where it runs.
        tell: gets each line as it comes, and '' about ten times a second while none comes, in this thread.
        is_cancelled: asked as often; the program is killed when it first says yes.

    Raises:
        Cancelled: the user asked for it.
        EnvironmentMissing: the program cannot be started.
    """
    process = _start(words, variables, folder)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    reader = start_thread(lambda pipe: _read(pipe, lines), cast("IO[bytes]", process.stdout))
    log: deque[str] = deque(maxlen=LOG_LINES)
    try:
        while process.poll() is None:
            if is_cancelled():
                raise Cancelled("cancelled")
            _tell_next(lines, log, tell)
    finally:
        if process.poll() is None:
            kill_tree(process.pid)
        code = process.wait()
    reader.join(PATIENCE)
    while not lines.empty():
        _tell_next(lines, log, tell)
    return code, "\n".join(log)


def _start(words: Sequence[str], variables: Mapping[str, str], folder: str) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # nosec B603 # no shell
            words, env=dict(variables), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=POSIX, creationflags=NO_WINDOW)  # fmt: skip
    except OSError as error:
        raise EnvironmentMissing(f"{words[0]} cannot be started: {error.strerror or error}") from error


def _read(pipe: IO[bytes], lines: "queue.SimpleQueue[str]") -> None:
    for line in lines_of(pipe):
        lines.put(line)


def _tell_next(lines: "queue.SimpleQueue[str]", log: deque[str], tell: Callable[[str], None]) -> None:
    line = ""
    with suppress(queue.Empty):
        line = lines.get(timeout=POLL)
        log.append(line)
    tell(line)
