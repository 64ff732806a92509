"""A job that is no longer wanted: cancelled by the user, or left alone by a parent that died."""

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Message, Result
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.terminal import GRACE
from paddy_segmenter.worker import process

PROMISE = 10.0  # seconds from the wish to cancel to the end on a busy machine; benchmarks.cancel measures the two that are promised
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc and calls the C library")

UNFINISHED = "open(partial_path(job.output), 'w').close(); open(partial_path(job.output) + '.aux.xml', 'w').close()"
STUBBORN = {
    "asleep": "time.sleep(60)",
    "busy in Python": "while True: pass",
    "in a C call": "ctypes.CDLL(None).sleep(60)",
    "in a C call that lets no other thread run": "ctypes.PyDLL(None).sleep(60)",
    "catching everything": """
while True:
    try:
        while True: report.progress(0.5)
    except BaseException:
        time.sleep(0.01)
""",
}


class TrainErrand(TrainJob):
    program = ("errand", "fit")


class Wish:
    """Says yes from the moment the child tells that it is ready, and remembers when that was."""

    def __init__(self, events):
        self.events = events
        self.since = None

    def __call__(self):
        if self.since is None and Message("ready") in self.events:
            self.since = time.monotonic()
        return self.since is not None

    def age(self):
        return time.monotonic() - self.since


def test_a_job_that_looks_is_cancelled_at_once(worker):
    wish = Wish(worker.events)
    with pytest.raises(Cancelled, match=r"^cancelled$"):
        worker.run("report.message('ready')\nwhile True: time.sleep(0.01); report.check()", is_cancelled=wish)
    assert wish.age() < GRACE


def test_a_cancelled_job_may_tidy_up(worker):
    with pytest.raises(Cancelled):
        worker.run(
            """
            try:
                report.message("ready")
                while True: time.sleep(0.01); report.check()
            finally:
                report.message("tidied up")
            """,
            is_cancelled=Wish(worker.events),
        )
    assert worker.events[-1] == Message("tidied up")


@linux
@pytest.mark.parametrize("work", STUBBORN.values(), ids=STUBBORN.keys())
def test_a_job_that_does_not_look_is_over_within_the_promise_and_leaves_nothing(worker, work):
    wish = Wish(worker.events)
    with pytest.raises(Cancelled):
        worker.run(
            f"report.message(str(os.getpid())); {UNFINISHED}; report.message('ready')\n{work}", is_cancelled=wish
        )
    assert wish.age() < PROMISE
    assert worker.sees_the_end_of(int(worker.events[1].text), within=0)
    assert list(worker.folder.glob(".*")) == []


@linux
def test_what_a_cancelled_job_started_ends_with_it(worker):
    wish = Wish(worker.events)
    with pytest.raises(Cancelled):
        worker.run(
            """
            left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            report.message(str(left.pid))
            report.message("ready")
            ctypes.PyDLL(None).sleep(60)
            """,
            is_cancelled=wish,
        )
    assert wish.age() < PROMISE
    assert worker.sees_the_end_of(int(worker.events[1].text), within=1)


def test_a_child_that_never_reads_its_orders_is_cancelled_all_the_same(worker):
    job = TrainErrand(rasters=("x" * 1000,) * 1000, labels=("labels.gpkg",), output="model.safetensors")
    started = time.monotonic()
    with pytest.raises(Cancelled):
        worker.run_program(
            "import time; time.sleep(60)", job=job, is_cancelled=lambda: time.monotonic() > started + 0.3
        )
    assert time.monotonic() - started < 0.3 + PROMISE


def test_a_job_that_was_done_before_it_heard_of_the_wish_is_done(worker):
    work = "report.message('ready'); time.sleep(0.3); return {'figure': 1}"
    assert worker.run(work, is_cancelled=Wish(worker.events)) == Result({"figure": 1})


def test_the_wish_is_asked_for_at_least_ten_times_a_second_while_the_child_is_silent(worker):
    asked: list[float] = []

    def is_cancelled() -> bool:
        asked.append(time.monotonic())
        return False

    worker.run("time.sleep(1); return {}", is_cancelled=is_cancelled)
    gaps = sorted(later - earlier for earlier, later in pairwise(asked))
    assert len(gaps) > 9
    assert gaps[len(gaps) // 2] < 0.1


PARENT = """
import sys
sys.path.insert(0, {root!r})
from paddy_segmenter.jobs import SceneJob
from paddy_segmenter.worker.environment import Environment
from paddy_segmenter.worker.process import run_job

class Errand(SceneJob):
    program = ("errand", "scene")

def tell(event):
    print(getattr(event, "text", ""), flush=True)

run_job(Errand(output={output!r}), Environment(sys.executable, {variables!r}), tell, lambda: False)
"""


@linux
@pytest.mark.parametrize("work", ["time.sleep(60)", "while True: pass", "ctypes.CDLL(None).sleep(60)",
                                  "while True: report.progress(0.5)"])  # fmt: skip
def test_a_child_ends_when_its_parent_is_killed_and_leaves_nothing(worker, work):
    worker.write_work(f"{UNFINISHED}; report.message('pid ' + str(os.getpid()))\n{work}")
    root = str(Path(process.__file__).parents[2])
    source = PARENT.format(root=root, output=worker.job().output, variables=dict(worker.environment().variables))
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as parent:
        pid = next(int(line.split()[1]) for line in parent.stdout if line.startswith("pid "))
        assert len(list(worker.folder.glob(".*"))) == 2
        os.kill(parent.pid, signal.SIGKILL)
        assert worker.sees_the_end_of(pid, within=3)
    assert list(worker.folder.glob(".*")) == []
