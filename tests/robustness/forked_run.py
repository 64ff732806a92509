"""Runs a job as its program would, in a fork of this process, so that torch need not be loaded anew; Linux only."""

import os
import resource
import select
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import training.fit  # noqa: F401  # what the programs import when it is needed: here once for all forks
from paddy_segmenter.__main__ import describe, segment, segment_many
from paddy_segmenter.jobs import DescribeJob, SegmentJob, SegmentManyJob, TrainJob
from paddy_segmenter.terminal import run_program
from training.__main__ import fit

TASKS = {SegmentJob: segment, SegmentManyJob: segment_many, DescribeJob: describe, TrainJob: fit}
PROCESSOR_LIMIT = 60  # seconds of one processor: a run is taken to hang after that
TIME_LIMIT = 600.0  # seconds, on a machine that does other things as well
MEMORY_LIMIT = 3 * 2**30  # bytes beyond those that this process holds
ESCAPED = 99  # exit code where an error left the program
PARTLY_DONE = 3


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its exit code (below 0 a signal's number), None where it was stopped for taking too long."""

    code: int | None
    output: str
    errors: str

    @property
    def is_done(self) -> bool:
        return self.code in (0, PARTLY_DONE)

    @property
    def sentences(self) -> list[str]:
        return [line for line in self.errors.splitlines() if line.startswith("Error: ")]

    @property
    def fault(self) -> str:
        """What no run may end in; empty where it is done, or refused with one sentence."""
        if self.code in (None, -signal.SIGXCPU):
            return "hang"
        if self.code is not None and self.code < 0:
            return f"killed by signal {-self.code}"
        if "Traceback (most recent call last)" in self.errors:
            return "traceback"
        if "unexpected" in "".join(self.sentences):
            return "unexpected error"
        if self.is_done:
            return ""
        return (
            "" if self.code == 1 and len(self.sentences) == 1 else f"code {self.code}, {len(self.sentences)} sentences"
        )

    @property
    def kind(self) -> str:
        return self.fault or ("done" if self.is_done else "refused")


def run(
    arguments: list[str], folder: Path, around: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Outcome:
    """Runs the program with these arguments; its scratch files go to `folder`/scratch. In the fork it runs in the context `around`.

    Only for a process of one thread: a fork would wait for ever for what the others hold.
    """
    threads = os.listdir("/proc/self/task")
    assert len(threads) == 1, f"{len(threads)} threads"
    scratch, output, errors = folder / "scratch", folder / "output.txt", folder / "errors.txt"
    scratch.mkdir(exist_ok=True)
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _become(arguments, scratch, output, errors, around)

    code = _wait(child)
    return Outcome(code, output.read_text(errors="replace"), errors.read_text(errors="replace"))


def _wait(child: int) -> int | None:
    """Returns the exit code of a child, None where it had to be stopped."""
    handle = os.pidfd_open(child)
    is_over = bool(select.select([handle], [], [], TIME_LIMIT)[0])
    os.close(handle)
    if not is_over:
        os.kill(child, signal.SIGKILL)

    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if is_over else None


def _become(
    arguments: list[str],
    scratch: Path,
    output: Path,
    errors: Path,
    around: Callable[[], AbstractContextManager[object]],
) -> None:
    code = ESCAPED
    try:
        _redirect(output, errors)
        _set_limits()
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        with around():
            code = run_program("paddy_segmenter", TASKS, arguments)
    except SystemExit as error:  # wrong usage
        code = error.code if isinstance(error.code, int) else ESCAPED
    except BaseException:  # noqa: BLE001  # whatever leaves the program is what is looked for
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _redirect(output: Path, errors: Path) -> None:
    for stream, path in ((1, output), (2, errors)):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, stream)
    sys.stdin = open(os.devnull)  # noqa: SIM115  # until the process ends
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False)


def _set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_LIMIT, PROCESSOR_LIMIT + 10))
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_LIMIT, held + MEMORY_LIMIT))
