"""Runs a job as a child process: passes its events on, cancels it, and turns its end into a result or one sentence."""

import time
from collections.abc import Callable

from ..command_line import command_of
from ..errors import Cancelled, EnvironmentMissing, InputError, OutputError, PaddyError, WorkerError
from ..events import Failure, Listener, Message, Result, Started
from ..locks import discard_lock
from ..packages import ROOT
from ..partial import discard_partials
from ..rules import Job
from ..scratch import discard_scratch
from .child import Child
from .crash import sentence_for
from .diagnosis import remember_failure
from .environment import Environment

PATIENCE = 1.3  # seconds between asking the child to stop and killing it; it ends itself a little earlier
ERRORS: dict[str, type[PaddyError]] = {
    kind.__name__: kind for kind in (InputError, OutputError, EnvironmentMissing, Cancelled)
}


def never() -> bool:
    """Returns False: nobody asks."""
    return False


def run_job(
    job: Job,
    environment: Environment,
    listener: Listener,
    is_cancelled: Callable[[], bool],
    is_finishing: Callable[[], bool] = never,
) -> Result:
    """Runs the job to its end.

    Args:
        job: what to do.
        environment: the Python to do it with.
        listener: gets the command and every event but the last one, in this thread.
        is_cancelled: asked about 20 times a second; the job is over within 2 s after it first says yes.
        is_finishing: asked as often; after it first says yes, a job that can do so ends early with what it has.

    Raises:
        Cancelled: the user asked for it.
        PaddyError: the job told why it cannot be done.
        WorkerError: it ended without a word; `log` holds its last lines.
        EnvironmentMissing: the Python cannot be started.
    """
    listener(Message(command_of(job, environment.python, str(ROOT))))
    child = Child(job, environment)
    try:
        ending, cancelled = _follow(child, listener, is_cancelled, is_finishing)
    finally:
        child.kill()
        code = child.exit_code()
        _discard_outputs(job, child.pid, listener)
    if isinstance(ending, Result):
        return ending  # even where the process crashed while it tidied up: the outputs are whole
    if cancelled:
        raise Cancelled("cancelled")
    error = _error_of(ending, code, child.log())
    remember_failure(error)
    raise error


def _follow(
    child: Child, listener: Listener, is_cancelled: Callable[[], bool], is_finishing: Callable[[], bool]
) -> tuple[Result | Failure | None, bool]:
    """Returns the child's last word, if it had one, and whether the user asked to cancel."""
    ending: Result | Failure | None = None
    asked: float | None = None
    finishing = False
    for event in child.events():
        if isinstance(event, Started):
            child.pid = event.pid
        elif isinstance(event, (Result, Failure)):
            ending = event
        elif event is not None:
            listener(event)
        if not finishing and is_finishing():
            finishing = True
            child.ask_to_finish()
        if asked is None and is_cancelled():
            asked = time.monotonic()
            child.ask_to_stop()
        if asked is not None and time.monotonic() - asked > PATIENCE:
            child.kill()
    return ending, asked is not None


def _discard_outputs(job: Job, pid: int, listener: Listener) -> None:
    """Removes the unfinished outputs and locks that a killed child could not remove itself."""
    discard_scratch(pid)
    try:
        for path in job.output_paths():
            discard_partials(path, pid)
            discard_lock(path)
    except OSError as error:
        listener(Message(f"{error.filename} cannot be removed ({error.strerror}): delete it by hand", "warning"))


def _error_of(failure: Failure | None, code: int, log: str) -> PaddyError:
    """Returns the error that the child told, or else one for the way in which it ended."""
    if failure is None:
        return WorkerError(sentence_for(code, log), log)
    kind = ERRORS.get(failure.kind)
    return kind(failure.text) if kind else WorkerError(failure.text, log)
