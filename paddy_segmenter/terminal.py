"""Runs a job as a program: parses it, talks to a person or (with --events) to a parent process, turns errors into exit codes.

Exit codes: 0 done, 1 a sentence says why not, 2 wrong usage, 3 done but for a part, 130 cancelled.

With --events standard output carries one event per line and nothing else, and standard input the orders: 'cancel', or its
end, stops the job; 'finish' has it end early with what it has, where it can. A last argument '-' stands for a JSON list of
further arguments in the first line of standard input, because Windows allows no command line over 32767 characters.
"""

import argparse
import io
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, TextIO

from .command_line import add_fields, job_from_namespace
from .errors import OUT_OF_MEMORY, AlreadyTold, Cancelled, PaddyError, tells_full_memory
from .events import Epoch, Event, Failure, Listener, Message, Progress, Reporter, Result, Started, to_line
from .packages import PACKAGES, remedy_for
from .partial import discard_partials, discard_scratch
from .rules import Job

PARTLY_DONE = 3
GRACE = 1.0  # seconds between a wish to cancel and the end of the process, whatever it is doing

Task = Callable[[Any, Reporter], dict[str, Any]]  # takes the job and the reporter, returns the result's outputs


def run_program(name: str, tasks: Mapping[type[Job], Task], arguments: list[str] | None = None) -> int:
    """Runs the job that the arguments name and returns the exit code. `tasks` maps each kind of job to what does it."""
    words = sys.argv[1:] if arguments is None else arguments
    tell, orders = _take_pipes() if "--events" in words else (Person(), sys.stdin)
    parsed = _parse(name, tasks, words, orders)
    try:
        with nullcontext() if parsed.events else _sigterm_like_ctrl_c():
            return _run(parsed, tasks, tell, orders)
    except BrokenPipeError:  # nobody reads on: that ends the job, and Python must not try once more when it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 130


@contextmanager
def _sigterm_like_ctrl_c() -> Iterator[None]:
    """Has kill, timeout and SLURM end the job as Ctrl-C does: with a word and no unfinished file."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what signals do
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _parse(name: str, tasks: Mapping[type[Job], Task], words: list[str], orders: TextIO) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {name}")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for kind in tasks:
        verb = verbs.add_parser(kind.program[1], help=kind.__doc__, description=kind.__doc__, allow_abbrev=False)
        verb.add_argument(
            "--events", action="store_true", help="talk in JSON lines; cancel on 'cancel' or the end of standard input"
        )
        verb.set_defaults(kind=kind)
        add_fields(verb, kind)
    if words[-1:] == ["-"]:
        try:
            words = [*words[:-1], *map(str, json.loads(orders.readline()))]
        except (ValueError, TypeError):
            parser.error("'-' wants a JSON list of arguments in the first line of standard input")
    return parser.parse_args(words)


def _run(parsed: argparse.Namespace, tasks: Mapping[type[Job], Task], tell: Listener, orders: TextIO) -> int:
    reporter, job = Reporter(tell), None
    try:
        job = job_from_namespace(parsed.kind, parsed)
        if parsed.events:
            tell(Started(os.getpid()))
            threading.Thread(target=_obey, args=(orders, reporter, job), daemon=True).start()
        outputs = _do(job, tasks[parsed.kind], reporter)
        tell(Result(outputs))
        return PARTLY_DONE if outputs.get("failed") and not parsed.events else 0
    except BrokenPipeError:
        raise
    except AlreadyTold:
        return 1
    except (Exception, KeyboardInterrupt) as error:  # whatever it is becomes a sentence
        failure = _failure_of(error)
        if job or not _is_one_of_several():
            tell(failure)
        return 130 if failure.kind == Cancelled.__name__ else 1


def _is_one_of_several() -> bool:
    """Returns whether torchrun started this program beside a first one, which tells what is wrong with their arguments."""
    return "TORCHELASTIC_RUN_ID" in os.environ and os.environ["RANK"] != "0"


def _do(job: Job, task: Task, reporter: Reporter) -> dict[str, Any]:
    try:
        return task(job, reporter)
    finally:
        _discard_partials_of(job)


class Person:
    """Prints events for someone who reads along."""

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
                print(f"{event.share:6.1%}{left}  {event.text}", file=sys.stderr, flush=True)
        elif isinstance(event, Epoch):
            print(f"epoch {event.number}: " + ", ".join(f"{k} {v:.4g}" for k, v in event.figures.items()), flush=True)
        elif isinstance(event, Message):
            print(event.text if event.level == "info" else f"Warning: {event.text}", flush=True)
        elif isinstance(event, Failure):
            start = "" if event.kind == Cancelled.__name__ else "Error: "
            print(f"{start}{event.text}", file=sys.stderr, flush=True)
        elif isinstance(event, Result):
            for name, value in event.outputs.items():
                print(f"{name}: {value}", flush=True)


class Lines:
    """Writes events as JSON lines for a parent process, each whole, whichever thread it comes from."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def __call__(self, event: Event, /) -> None:
        """Writes one line."""
        with self._lock:
            self._stream.write(to_line(event) + "\n")
            self._stream.flush()


def _take_pipes() -> tuple[Lines, TextIO]:
    """Takes standard output for the events and standard input for the orders, out of reach of everything else.

    What libraries print goes to standard error from now on, and standard input becomes the null device: on Windows a
    library's start-up code asks for the state of standard input and would wait for the thread that reads from it.
    """
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    orders = os.fdopen(os.dup(0), encoding="utf-8", errors="replace")
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return Lines(events), orders


def _obey(orders: TextIO, reporter: Reporter, job: Job) -> None:
    """Cancels when the parent asks or is gone, and ends the process if the job does not stop by itself."""
    while orders.readline() == "finish\n":  # else 'cancel', or '' when the parent has died: both mean stop
        if job.can_finish:
            reporter.finish()
        else:
            reporter.warning("this job cannot be finished early, it goes on: cancel it, and it can go on later")
    reporter.cancel()
    time.sleep(GRACE)
    _discard_partials_of(job)
    os._exit(130)


def _discard_partials_of(job: Job) -> None:
    discard_scratch(os.getpid())
    with suppress(OSError):  # Windows keeps files that are still open: then the parent process removes them
        for path in job.output_paths():
            discard_partials(path, os.getpid())


def _failure_of(error: BaseException) -> Failure:
    """Returns the sentence for an error; the traceback of one that nobody foresaw goes to standard error."""
    if isinstance(error, KeyboardInterrupt):
        return Failure("cancelled", Cancelled.__name__)
    if isinstance(error, PaddyError):
        return Failure(str(error), type(error).__name__)
    if isinstance(error, MemoryError) or tells_full_memory(str(error)):
        return Failure(OUT_OF_MEMORY)
    package = _broken_package(error)
    if package:
        missing = isinstance(error, ModuleNotFoundError) and error.name == package
        what = "is not installed in" if missing else f"cannot be loaded ({_one_line(error)}) by"
        return Failure(
            f"{package} {what} {sys.executable}: {remedy_for((package,), sys.executable)}", "EnvironmentMissing"
        )
    traceback.print_exception(error)
    return Failure(f"unexpected {type(error).__name__} ({_one_line(error)}): please report it with the log")


def _broken_package(error: BaseException) -> str | None:
    """Returns the package that failed to be imported, by the error or else by the code that raised it."""
    if not isinstance(error, ImportError):
        return None
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    modules = [error.name or "", *(str(frame.f_globals.get("__name__")) for frame in frames)]
    roots = (module.partition(".")[0] for module in modules)
    return next((root for root in roots if root in PACKAGES), None)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
