"""Runs a job as a program: parses it, talks to a person or (with --events) to a parent process, turns errors into exit codes.

Exit codes: 0 done, 1 a sentence says why not, 2 wrong usage, 3 done but for a part, 130 cancelled.

With --events standard output carries one event per line and nothing else, and standard input the orders: 'cancel', or its
end, stops the job; 'finish' has it end early with what it has, where it can. A last argument '-' stands for a JSON list of
further arguments in the first line of standard input, because Windows allows no command line over 32767 characters.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any, TextIO

from .command_line import add_fields, job_from_namespace
from .errors import AlreadyTold, Cancelled, OutputError
from .events import Event, Failure, Listener, Reporter, Result, Started, to_line
from .failures import failure_of
from .interrupts import CANCELLED_CODE, Interrupts
from .locks import discard_held_locks
from .open_files import allow_open_files
from .partial import discard_partials
from .person import Person
from .rules import Job
from .scratch import discard_scratch

PARTLY_DONE = 3
GRACE = 1.0  # seconds between a wish to cancel and the end of the process, whatever it is doing

CANCELLED = Failure("cancelled", Cancelled.__name__)

Task = Callable[[Any, Reporter], dict[str, Any]]  # takes the job and the reporter, returns the result's outputs


def run_program(name: str, tasks: Mapping[type[Job], Task], arguments: list[str] | None = None) -> int:
    """Runs the job that the arguments name and returns the exit code. `tasks` maps each kind of job to what does it."""
    words = sys.argv[1:] if arguments is None else arguments
    allow_open_files()
    tell, orders = _take_pipes() if "--events" in words else (Person(), sys.stdin)
    parsed = _parse(name, tasks, words, orders)
    try:
        return _run(parsed, tasks, tell, orders)
    except BrokenPipeError:  # nobody reads on: that ends the job, and Python must not try once more when it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return CANCELLED_CODE


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
    reporter, interrupts = Reporter(tell), Interrupts()
    is_told = threading.Event()
    job: Job | None = None
    try:
        job = job_from_namespace(parsed.kind, parsed)
        if parsed.events:
            tell(Started(os.getpid()))
            threading.Thread(target=_obey, args=(orders, reporter, job), daemon=True).start()

        give_up = partial(_give_up, job, tell, is_told)
        finish = partial(_finish, reporter) if job.finishes_on_stop else None
        with nullcontext() if parsed.events else interrupts.heeded(give_up, finish):
            outputs = _do(job, tasks[parsed.kind], reporter)
        tell(Result(outputs))
        return PARTLY_DONE if outputs.get("failed") and not parsed.events else 0
    except (BrokenPipeError, SystemExit):
        raise
    except AlreadyTold:
        is_told.set()
        return 1
    except BaseException as error:  # whatever it is becomes a sentence, a panic of the library behind model files, too
        failure = CANCELLED if interrupts.happened else failure_of(error)
        is_told.set()
        if job or not _is_one_of_several():
            with suppress(OutputError):  # a terminal or log that takes no more
                tell(failure)
        return CANCELLED_CODE if failure.kind == Cancelled.__name__ else 1


def _is_one_of_several() -> bool:
    """Returns whether torchrun started this program beside a first one, which tells what is wrong with their arguments."""
    return "TORCHELASTIC_RUN_ID" in os.environ and os.environ["RANK"] != "0"


def _do(job: Job, task: Task, reporter: Reporter) -> dict[str, Any]:
    try:
        return task(job, reporter)
    finally:
        _discard_partials_of(job)


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
    os._exit(CANCELLED_CODE)


def _finish(reporter: Reporter) -> None:
    """Has the job end with the best that it has."""
    reporter.finish()
    if _is_one_of_several():
        return
    with suppress(OSError, OutputError):
        reporter.message(
            "asked to stop: this ends with the best that it has, as soon as there is something; asked once more it stops at once"
        )


def _give_up(job: Job, tell: Listener, is_told: threading.Event) -> None:
    """Leaves nothing unfinished behind where the job cannot do so itself, because it does not end."""
    _discard_partials_of(job)
    discard_held_locks()
    if is_told.is_set() or _is_one_of_several():
        return
    with suppress(OSError, OutputError):
        tell(CANCELLED)


def _discard_partials_of(job: Job) -> None:
    discard_scratch(os.getpid())
    with suppress(OSError):  # Windows keeps files that are still open: then the parent process removes them
        for path in job.output_paths():
            discard_partials(path, os.getpid())
