"""Signals that end a job: Ctrl-C, kill, SLURM's limit, a terminal that is closed."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

GRACE = 3.0  # seconds that an interrupted job has to end by itself
ONE_SIGNAL_SECONDS = (
    0.3  # within which a signal that comes twice is one: timeout sends it to the process and to its group
)
CANCELLED_CODE = 130


class Interrupts:
    """The signals of a process: the first one raises KeyboardInterrupt in the main thread, wherever that is.

    Python raises it between two of its own instructions only, while a step of the network or of GDAL may take minutes.
    So a thread waits beside the job and ends the process after GRACE seconds, or at once where a second signal comes.
    """

    def __init__(self) -> None:
        self.happened = False  # whatever fails after a signal, such as GDAL that is stopped midway, is its consequence
        self._finish: Callable[[], None] | None = None
        # The main thread may be told minutes after the other one.
        self._heard, self._watched = FirstSignal(), FirstSignal()

    @contextmanager
    def heeded(self, give_up: Callable[[], None], finish: Callable[[], None] | None = None) -> Iterator[None]:
        """Heeds signals while the block runs; `give_up` is called in the other thread before it ends the process.

        With `finish`, the first SIGTERM is no end: the other thread calls it, and the job is to end by itself.
        """
        self._finish = finish
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread may say what signals do
            return

        watched, woken = socket.socketpair()
        woken.setblocking(False)
        waker_before = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        handlers_before = {number: signal.signal(number, self._interrupt) for number in _numbers_to_heed()}
        watcher = threading.Thread(target=self._watch, args=(watched, set(handlers_before), give_up), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            if not self.happened:  # after a signal the thread waits on, for what else may keep the process from ending
                signal.set_wakeup_fd(waker_before)
                for number, handler in handlers_before.items():
                    signal.signal(number, handler)
                woken.close()
                watcher.join()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._finish and number == signal.SIGTERM and self._heard.is_still_it():
            return
        self.happened = True
        raise KeyboardInterrupt

    def _watch(self, watched: socket.socket, numbers: set[int], give_up: Callable[[], None]) -> None:
        with watched:
            if not self._is_to_end(watched, numbers):
                return
            self.happened = True
            time.sleep(ONE_SIGNAL_SECONDS)
            _forget_received(watched)

            watched.settimeout(GRACE - ONE_SIGNAL_SECONDS)
            with suppress(TimeoutError):
                _receive(watched, numbers)
            give_up()
            os._exit(CANCELLED_CODE)

    def _is_to_end(self, watched: socket.socket, numbers: set[int]) -> bool:
        """Waits for a signal that ends the process and returns whether it came; false where the job has ended."""
        while number := _receive(watched, numbers):
            if not self._finish or number != signal.SIGTERM:
                return True
            is_new = not self._watched.has_come
            if not self._watched.is_still_it():
                return True
            if is_new:
                self._finish()
        return False


class FirstSignal:
    """The first signal of a kind, which may come twice at once."""

    def __init__(self) -> None:
        self._came: float | None = None

    @property
    def has_come(self) -> bool:
        """Whether there was one."""
        return self._came is not None

    def is_still_it(self) -> bool:
        """Returns whether a signal that comes now is the first one, or its repetition."""
        now = time.monotonic()
        if self._came is None:
            self._came = now
        return now - self._came < ONE_SIGNAL_SECONDS


def _receive(watched: socket.socket, numbers: set[int]) -> int:
    """Waits for one of these signals and returns it; 0 where the job has ended."""
    while received := watched.recv(1):
        if received[0] in numbers:
            return received[0]
    return 0


def _forget_received(watched: socket.socket) -> None:
    watched.setblocking(False)
    with suppress(BlockingIOError):
        while watched.recv(64):
            pass


def _numbers_to_heed() -> list[int]:
    """Returns the signals that end a job here. A shell has its background jobs ignore Ctrl-C, and nohup the terminal's end."""
    names = "SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"  # the last one is Windows' own, which lacks the one before it
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    usual = signal.SIG_DFL, signal.default_int_handler
    return [number for number in known if signal.getsignal(number) in usual]
