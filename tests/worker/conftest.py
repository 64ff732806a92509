"""Real child processes: a test writes what the child does, and runs it as the worker runs a job."""

import os
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from paddy_segmenter.events import Event, Result
from paddy_segmenter.jobs import SceneJob
from paddy_segmenter.rules import Job
from paddy_segmenter.worker.environment import Environment, child_environment
from paddy_segmenter.worker.process import run_job

PROGRAM = """
import ctypes, os, signal, subprocess, sys, time
from paddy_segmenter.errors import *
from paddy_segmenter.jobs import SceneJob
from paddy_segmenter.partial import partial_path
from paddy_segmenter.terminal import run_program

def work(job, report):
{work}

sys.exit(run_program("errand", {{SceneJob: work}}))
"""


class Errand(SceneJob):
    """A scene job that another program does."""

    program = ("errand", "scene")


@dataclass
class Worker:
    """Runs children whose work is given as source text."""

    folder: Path
    events: list[Event] = field(default_factory=list)

    def environment(self) -> Environment:
        variables = child_environment(sys.executable)
        return Environment(
            sys.executable, variables | {"PYTHONPATH": f"{self.folder}{os.pathsep}{variables['PYTHONPATH']}"}
        )

    def job(self) -> Errand:
        return Errand(output=str(self.folder / "scene with ä space.tif"))

    def write(self, program: str) -> None:
        package = self.folder / "errand"
        package.mkdir(exist_ok=True)
        (package / "__main__.py").write_text(program, encoding="utf-8")

    def write_work(self, work: str) -> None:
        self.write(PROGRAM.format(work=textwrap.indent(textwrap.dedent(work), "    ")))

    def run(self, work: str, *, is_cancelled: Callable[[], bool] = lambda: False) -> Result:
        """Does `work`, the body of a task, in a child that talks as all jobs do."""
        self.write_work(work)
        return run_job(self.job(), self.environment(), self.events.append, is_cancelled)

    def run_program(
        self, program: str, *, job: Job | None = None, is_cancelled: Callable[[], bool] = lambda: False
    ) -> Result:
        """Runs `program`, a whole module, as the child."""
        self.write(textwrap.dedent(program))
        return run_job(job or self.job(), self.environment(), self.events.append, is_cancelled)

    def sees_the_end_of(self, pid: int, *, within: float) -> bool:
        """Returns whether the process ends within these seconds."""
        deadline = time.monotonic() + within
        while is_running(pid):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def is_running(pid: int) -> bool:
    """Returns whether the process lives; one that has ended but was not asked after (Z) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    folder = tmp_path / "with a späce"
    folder.mkdir()
    return Worker(folder)
