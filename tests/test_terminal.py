"""A job run as a program by a person: what is printed, and the exit code."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paddy_segmenter.errors import AlreadyTold, Cancelled, InputError
from paddy_segmenter.interrupts import GRACE, ONE_SIGNAL_SECONDS
from paddy_segmenter.jobs import DescribeJob, SceneJob
from paddy_segmenter.partial import partial_path
from paddy_segmenter.terminal import run_program

ROOT = Path(__file__).resolve().parents[1]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
ENDING_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

PROGRAM = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background jobs ignore it
from paddy_segmenter.jobs import SceneJob
from paddy_segmenter.partial import partial_path
from paddy_segmenter.terminal import run_program

def work(job, report):
{work}

sys.exit(run_program("errand", {{SceneJob: work}}))
"""


def run_scene(work, *arguments):
    """Runs a scene job in this process and returns its exit code."""
    return run_program("errand", {SceneJob: work}, ["scene", "--output=a.tif", *arguments])


@contextmanager
def start(work: str, *arguments: str, is_nohup: bool = False, **options) -> Iterator["subprocess.Popen[str]"]:
    """Starts a program of its own whose job does `work`; it ends with the block."""
    source = PROGRAM.format(work=textwrap.indent(textwrap.dedent(work), "    "))

    def heed_hangup() -> None:  # whatever these tests themselves were started by
        signal.signal(signal.SIGHUP, signal.SIG_IGN if is_nohup else signal.SIG_DFL)

    with subprocess.Popen(
        [sys.executable, "-c", source, "scene", "--output=a.tif", *arguments], cwd=ROOT, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_hangup if os.name == "posix" else None, **options,
    ) as child:  # fmt: skip
        try:
            yield child
        finally:
            child.kill()


HOLD = """
from pathlib import Path
from paddy_segmenter.locks import held_locks, lock_path
for path in (Path(partial_path(job.output)), lock_path(job.output)):
    path.touch()
held_locks.add(lock_path(job.output))
report.message('ready')
"""
# Python hears no signal before it is over, as in a step of a large network.
STEP_OF_MINUTES = "import hashlib\nhashlib.pbkdf2_hmac('sha256', b'', b'', 10**9)"


def wait_for_the_step(child: "subprocess.Popen[str]") -> None:
    assert child.stdout.readline() == "ready\n"
    time.sleep(1)  # the step tells nothing


def refuse(job, report):
    raise InputError("a.tif is too small: choose another")


def test_a_person_reads_messages_epochs_progress_and_results(capsys):
    def work(job, report):
        report.message("drawing")
        report.warning("no trees")
        report.epoch(2, {"loss": 0.123456})
        report.progress(1.0, "done")
        return {"output": job.output, "width": job.width}

    assert run_scene(work, "--width=100") == 0
    told = capsys.readouterr()
    assert told.out == "drawing\nWarning: no trees\nepoch 2: loss 0.1235\noutput: a.tif\nwidth: 100\n"
    assert told.err == "100.0%  done\n"


def test_a_script_hears_that_a_part_failed() -> None:
    assert run_scene(lambda job, report: {"mapped": 2, "failed": 1}) == 3
    assert run_scene(lambda job, report: {"mapped": 2, "failed": 0}) == 0


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (InputError("a.tif is too small: choose another"), 1, "Error: a.tif is too small: choose another\n"),
        (Cancelled("cancelled"), 130, "cancelled\n"),
        (KeyboardInterrupt(), 130, "cancelled\n"),
        (MemoryError(), 1, "Error: out of memory: close other programs, or use a smaller batch or smaller chips\n"),
        (RuntimeError("CUDA out of memory."), 1, "Error: out of memory: close other programs"),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), 1,
         f'Error: torch is not installed in {sys.executable}: run "{sys.executable}" -m pip install -r "{ROOT}'),
        (ModuleNotFoundError("No module named 'osgeo'", name="osgeo"), 1,
         f"Error: osgeo is not installed in {sys.executable}: use the Python of QGIS"),
        (ImportError("libtorch.so: failed to map segment from shared object", name="torch._C"), 1,
         "Error: out of memory: close other programs"),
        (ImportError("libc10.so is missing", name="torch._C"), 1,
         f"Error: torch cannot be loaded (libc10.so is missing) by {sys.executable}: run"),
    ],
)  # fmt: skip
def test_an_error_is_one_sentence_and_an_exit_code(capsys, error, code, told):
    def work(job, report):
        raise error

    assert run_scene(work) == code
    assert capsys.readouterr().err.startswith(told)


def test_a_defect_shows_its_traceback_before_the_sentence(capsys):
    def work(job, report):
        raise ImportError("cannot import name 'draw' from 'training.practice.scene'", name="training.scene")

    assert run_scene(work) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Traceback")
    assert lines[-1].startswith(
        "Error: unexpected ImportError (cannot import name 'draw' from 'training.practice.scene')"
    )


def test_a_package_whose_own_dependency_is_missing_is_named(capsys, tmp_path, monkeypatch):
    (tmp_path / "safetensors.py").write_text("import a_missing_dependency")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "safetensors", raising=False)

    def work(job, report):
        import safetensors  # noqa: F401  the one above

    assert run_scene(work) == 1
    told = capsys.readouterr().err
    assert told.startswith("Error: safetensors cannot be loaded (No module named 'a_missing_dependency') by ")


@pytest.mark.parametrize(("package", "is_named"), [("torch", True), ("numpy", False)])
def test_a_package_that_pythonpath_leads_to_is_told_by_its_folder(capsys, tmp_path, monkeypatch, package, is_named):
    (tmp_path / "other" / package).mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(tmp_path / "other")]))

    def work(job, report):
        raise ImportError("undefined symbol", name=f"{package}._C")

    assert run_scene(work) == 1
    told = capsys.readouterr().err
    remedy = f"take {tmp_path / 'other'}, where other builds of them lie, out of the environment variable PYTHONPATH"
    assert (remedy in told) == is_named
    assert ("pip install" in told) is False


def test_a_broken_rule_is_told_before_the_work_begins(capsys):
    assert run_scene(refuse, "--width=3") == 1
    assert capsys.readouterr().err == "Error: width is 3: the least is 64\n"


@pytest.mark.parametrize("arguments", [["scene"], ["paint"], ["scene", "--output=a", "--wid=9"], ["scene", "-"]])
def test_wrong_usage_is_exit_code_2(arguments, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("no list"))
    with pytest.raises(SystemExit) as ended:
        run_program("errand", {SceneJob: refuse, DescribeJob: refuse}, arguments)
    assert ended.value.code == 2
    assert "usage: python -m errand" in capsys.readouterr().err


@posix
@pytest.mark.parametrize("asked", ENDING_SIGNALS)
def test_ctrl_c_kill_and_a_closed_terminal_end_with_a_word_and_leave_nothing(tmp_path, asked):
    work = "open(partial_path(job.output), 'w').close()\nreport.message('ready')\ntime.sleep(60)"
    with start(work, f"--output={tmp_path / 'a.tif'}") as child:
        assert child.stdout.readline() == "ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        child.send_signal(asked)
        _, told = child.communicate(timeout=10)
    assert (child.returncode, told) == (130, "cancelled\n")
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("asked", ENDING_SIGNALS)
def test_a_signal_ends_a_step_of_minutes_within_seconds_and_leaves_nothing(tmp_path, asked):
    with start(f"{HOLD}\n{STEP_OF_MINUTES}", f"--output={tmp_path / 'a.tif'}") as child:
        wait_for_the_step(child)
        begun = time.monotonic()
        child.send_signal(asked)
        _, told = child.communicate(timeout=20)
    assert (child.returncode, told) == (130, "cancelled\n")
    assert GRACE - 0.5 < time.monotonic() - begun < GRACE + 4
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_second_ctrl_c_ends_a_step_of_minutes_at_once(tmp_path):
    with start(f"{HOLD}\n{STEP_OF_MINUTES}", f"--output={tmp_path / 'a.tif'}") as child:
        wait_for_the_step(child)
        child.send_signal(signal.SIGINT)
        time.sleep(ONE_SIGNAL_SECONDS + 0.3)
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=20)
    assert (child.returncode, told) == (130, "cancelled\n")
    assert time.monotonic() - begun < GRACE
    assert list(tmp_path.iterdir()) == []


@posix
def test_what_fails_because_a_signal_came_is_no_failure(tmp_path):
    work = "report.message('ready')\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    raise RuntimeError('stopped')"
    with start(work) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGTERM)
        _, told = child.communicate(timeout=10)
    assert (child.returncode, told) == (130, "cancelled\n")


PROGRAM_THAT_FINISHES = PROGRAM.replace("def work(job", "SceneJob.finishes_on_stop = True\n\ndef work(job")


@posix
@pytest.mark.parametrize(("asked", "code"), [(1, 0), (2, 130)])
def test_a_job_that_may_finish_does_so_at_the_first_kill_and_stops_at_the_second(monkeypatch, asked, code):
    monkeypatch.setattr(sys.modules[__name__], "PROGRAM", PROGRAM_THAT_FINISHES)
    ends = "report.is_finishing" if asked == 1 else "False"
    with start(f"report.message('ready')\nwhile not {ends}: time.sleep(0.01)\nreturn {{'seed': job.seed}}") as child:
        assert child.stdout.readline() == "ready\n"
        for _ in range(asked):
            child.send_signal(signal.SIGTERM)
            time.sleep(ONE_SIGNAL_SECONDS + 0.3)
        told, _ = child.communicate(timeout=20)
    assert child.returncode == code
    assert told.startswith("asked to stop: this ends with the best that it has")
    assert told.endswith("seed: 0\n") == (code == 0)


@posix
def test_ctrl_c_stops_a_job_that_may_finish_at_once(monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PROGRAM", PROGRAM_THAT_FINISHES)
    with start("report.message('ready')\ntime.sleep(60)") as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=10)
    assert (child.returncode, told) == (130, "cancelled\n")


@posix
def test_nohup_keeps_a_job_going_when_its_terminal_is_closed():
    with start("report.message('ready')\ntime.sleep(1)\nreturn {'seed': job.seed}", is_nohup=True) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGHUP)
        told, _ = child.communicate(timeout=10)
    assert (child.returncode, told) == (0, "seed: 0\n")


@posix
def test_a_job_that_is_done_leaves_the_signals_as_they_were():
    before = signal.getsignal(signal.SIGTERM)
    assert run_scene(lambda job, report: {"changed": signal.getsignal(signal.SIGTERM) != before}) == 0
    assert signal.getsignal(signal.SIGTERM) == before


@posix
def test_a_reader_who_goes_away_ends_the_job_without_a_traceback():
    with start("while True: report.message('line')") as child:
        child.stdout.readline()
        child.stdout.close()
        assert child.wait(timeout=10) == 130
        assert child.stderr.read() == ""


def test_further_arguments_may_come_from_standard_input():
    with start("return {'seed': job.seed}", "-", stdin=subprocess.PIPE) as child:
        told, _ = child.communicate('["--seed=5"]\n', timeout=10)
    assert told == "seed: 5\n"


@posix
def test_what_the_terminal_cannot_show_is_escaped():
    with start("return {'path': 'ä\\udcff'}", env=os.environ | {"PYTHONIOENCODING": "ascii"}) as child:
        told, _ = child.communicate(timeout=10)
    assert (child.returncode, told) == (0, "path: \\xe4\\udcff\n")


def test_a_name_cannot_make_the_terminal_do_anything(capsys):
    def work(job, report):
        report.message("mapping \x1b[2Ja.tif\nbands: 2")
        raise InputError("\x1b]0;title\x07.tif is no raster")

    assert run_scene(work) == 1
    told = capsys.readouterr()
    assert told.out == "mapping \\x1b[2Ja.tif\nbands: 2\n"
    assert told.err == "Error: \\x1b]0;title\\x07.tif is no raster\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a file that is full always")
@pytest.mark.parametrize("work", ["report.message('drawing')", "return {'seed': job.seed}"])
def test_a_log_that_cannot_be_written_is_told_in_one_sentence(work):
    with open("/dev/full", "w") as full:
        source = PROGRAM.format(work=f"    {work}")
        call = [sys.executable, "-c", source, "scene", "--output=a.tif"]
        half = subprocess.run(call, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
        whole = subprocess.run(call, cwd=ROOT, stdout=full, stderr=full)
    assert (half.returncode, whole.returncode) == (1, 1)
    assert half.stderr.startswith(
        "Error: what the job tells cannot be written (No space left on device): free disk space"
    )
    assert half.stderr.count("\n") == 1


def test_a_panic_in_a_library_is_one_sentence(capsys):
    class PanicException(BaseException):
        """Such as pyo3 raises, which is no Exception."""

    def work(job, report):
        raise PanicException("capacity overflow")

    assert run_scene(work) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert (
        last == "Error: unexpected PanicException (capacity overflow): please report it with the log (standard error)"
    )


def test_a_job_that_fails_leaves_no_unfinished_output(tmp_path):
    output = tmp_path / "a.tif"

    def work(job, report):
        for path in (partial_path(job.output), partial_path(job.output, 1)):
            Path(path).touch()
        raise InputError("no")

    assert run_scene(work, f"--output={output}") == 1
    assert list(tmp_path.iterdir()) == [Path(partial_path(str(output), 1))]


@pytest.mark.parametrize(("rank", "told"), [("0", 1), ("1", 0)])
def test_of_several_processes_the_first_one_tells_what_is_wrong_with_their_arguments(
    rank: str, told: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "none")
    monkeypatch.setenv("RANK", rank)
    assert run_scene(refuse, "--width=1") == 1
    assert capsys.readouterr().err.count("Error: width is 1") == told
    assert run_scene(refuse) == 1  # what goes wrong later, the one tells in which it does
    assert "too small: choose another" in capsys.readouterr().err


def test_what_another_process_told_is_not_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    def end(job, report):
        raise AlreadyTold("another process told it")

    assert run_scene(end) == 1
    assert capsys.readouterr() == ("", "")


def test_a_job_that_cannot_end_early_says_so_and_goes_on():
    with start("while True: report.check(); time.sleep(0.01)", "--events", stdin=subprocess.PIPE) as child:
        child.stdin.write("finish\n")
        child.stdin.flush()
        while "cannot be finished early" not in child.stdout.readline():
            assert child.poll() is None
        child.stdin.write("cancel\n")
        child.stdin.flush()
        child.communicate()
    assert child.returncode == 130
