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

    @contextmanager
    def heeded(self, give_up: Callable[[], None]) -> Iterator[None]:
        """Heeds signals while the block runs; `give_up` is called in the other thread before it ends the process."""
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
        self.happened = True
        raise KeyboardInterrupt

    def _watch(self, watched: socket.socket, numbers: set[int], give_up: Callable[[], None]) -> None:
        with watched:
            if not _receives(watched, numbers):
                return
            self.happened = True
            time.sleep(ONE_SIGNAL_SECONDS)
            _forget_received(watched)

            watched.settimeout(GRACE - ONE_SIGNAL_SECONDS)
            with suppress(TimeoutError):
                _receives(watched, numbers)
            give_up()
            os._exit(CANCELLED_CODE)


def _receives(watched: socket.socket, numbers: set[int]) -> bool:
    """Waits for one of these signals and returns whether it came; false where the job has ended."""
    while received := watched.recv(1):
        if received[0] in numbers:
            return True
    return False


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
