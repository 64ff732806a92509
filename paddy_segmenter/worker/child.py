"""A job's process and the threads at its pipes, so that neither a flood nor silence can block the one who follows it."""

import json
import os
import queue
import signal
import subprocess  # nosec B404 # to start a job is what this module is for
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, cast

from ..command_line import arguments_of
from ..errors import EnvironmentMissing
from ..events import Event, from_line
from ..rules import Job
from .environment import CHOOSE, LEAVE_FOLDER, NO_WINDOW, Environment

POLL = 0.05  # seconds between two looks at a silent child
REMAINS = (0.2, 2.0)  # seconds to read on after the child's end, before and after killing what it left at its pipes
LOG_LINES = 40
LONGEST_LINE = 2**24  # bytes; a program gone wild may never break its line
POSIX = os.name == "posix"
# As python -m does, which looks into the folder that it is started in before any code can keep it from that.
START = LEAVE_FOLDER + "import runpy; runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"


class Child:
    """A job's process, running from the moment this is made. Raises EnvironmentMissing where it cannot be started."""

    def __init__(self, job: Job, environment: Environment) -> None:
        self._process = _start_process(job, environment)
        self.pid = self._process.pid  # of the program started, until the child tells its own
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self._orders.put(json.dumps(_values_of(job)).encode() + b"\n")
        pipes = cast("list[IO[bytes]]", [self._process.stdin, self._process.stdout, self._process.stderr])
        start_thread(self._write_orders, pipes[0])
        self._readers = [start_thread(self._read_events, pipes[1]), start_thread(self._read_log, pipes[2])]

    def events(self) -> Iterator[Event | None]:
        """Yields the events as they come, and None at least every POLL seconds, until the process has ended."""
        while self._process.poll() is None:
            yield self._next_event()
        self._finish_reading()
        while (event := self._events.get()) is not None:
            yield event

    def ask_to_stop(self) -> None:
        """Asks the process to stop; it does so when it next looks."""
        self._orders.put(b"cancel\n")

    def ask_to_finish(self) -> None:
        """Asks the process to end early with what it has, where its job can do so."""
        self._orders.put(b"finish\n")

    def kill(self) -> None:
        """Ends the process, if it still runs, with all that it started, and the thread that writes to it."""
        self._orders.put(b"")
        if self._process.poll() is None:
            kill_tree(self._process.pid)

    def exit_code(self) -> int:
        """Waits for the end and returns the exit code; negative: the signal that ended the process."""
        return self._process.wait()

    def log(self) -> str:
        """Returns the last lines that were no events."""
        return "\n".join(self._log)

    def _next_event(self) -> Event | None:
        try:
            return self._events.get(timeout=POLL)
        except queue.Empty:
            return None

    def _read_events(self, pipe: IO[bytes]) -> None:
        for line in lines_of(pipe):
            event = from_line(line)
            if event is None:
                self._log.append(line)
            else:
                self._events.put(event)

    def _read_log(self, pipe: IO[bytes]) -> None:
        for line in lines_of(pipe):
            self._log.append(line)

    def _write_orders(self, pipe: IO[bytes]) -> None:
        with suppress(OSError), pipe:  # a child that does not listen is dead or dying, which shows elsewhere
            while order := self._orders.get():
                pipe.write(order)
                pipe.flush()

    def _finish_reading(self) -> None:
        """Reads what is left in the pipes, without waiting for a process that the child left behind with them open."""
        for seconds in REMAINS:
            deadline = time.monotonic() + seconds
            for reader in self._readers:
                reader.join(max(0.0, deadline - time.monotonic()))
            if not any(reader.is_alive() for reader in self._readers):
                break
            kill_tree(self._process.pid)
        self._events.put(None)


def _start_process(job: Job, environment: Environment) -> "subprocess.Popen[bytes]":
    package, verb = job.program
    command = [environment.python, "-c", START, package, verb, "--events", "-"]
    try:
        return subprocess.Popen(  # nosec B603 # no shell, and the job's values travel through standard input
            command, env=dict(environment.variables), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=POSIX, creationflags=NO_WINDOW)  # fmt: skip
    except OSError as error:
        reason = error.strerror or error
        raise EnvironmentMissing(f"{environment.python} cannot be started ({reason}): {CHOOSE}") from error


def _values_of(job: Job) -> list[str]:
    return arguments_of(job)[3:]  # after -m, package and verb


def start_thread(work: Callable[[IO[bytes]], None], pipe: IO[bytes]) -> threading.Thread:
    """Starts a thread that works at the pipe and does not keep QGIS from ending."""
    thread = threading.Thread(target=work, args=(pipe,), daemon=True)
    thread.start()
    return thread


def lines_of(pipe: IO[bytes]) -> Iterator[str]:
    """Yields the lines that are not empty, whatever their bytes are, and closes the pipe in the end."""
    with pipe:
        while line := pipe.readline(LONGEST_LINE):
            if text := line.decode("utf-8", "replace").rstrip():
                yield text


def kill_tree(pid: int) -> None:
    """Ends the process that leads a session of its own, with all that it started; it may have ended already."""
    if POSIX:
        with suppress(ProcessLookupError, PermissionError):  # none is left, as Linux and as macOS put it
            os.killpg(pid, signal.SIGKILL)
    else:
        kill = ["taskkill", "/F", "/T", "/PID", str(pid)]
        subprocess.run(kill, capture_output=True, check=False, creationflags=NO_WINDOW)  # nosec B603 # a program of Windows
