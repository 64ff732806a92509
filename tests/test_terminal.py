"""A job run as a program by a person: what is printed, and the exit code."""

import io
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from paddy_segmenter.errors import AlreadyTold, Cancelled, InputError
from paddy_segmenter.jobs import DescribeJob, SceneJob
from paddy_segmenter.partial import partial_path
from paddy_segmenter.terminal import run_program

ROOT = Path(__file__).resolve().parents[1]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")

PROGRAM = """
import os, signal, sys, time
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


def start(work: str, *arguments: str, **options) -> "subprocess.Popen[str]":
    """Starts a program of its own whose job does `work`."""
    source = PROGRAM.format(work=textwrap.indent(textwrap.dedent(work), "    "))
    return subprocess.Popen(
        [sys.executable, "-c", source, "scene", "--output=a.tif", *arguments], cwd=ROOT, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # fmt: skip


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
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_kill_end_with_a_word_and_leave_nothing(tmp_path, asked):
    heed = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # a shell has its background jobs ignore it
    work = f"{heed}\nopen(partial_path(job.output), 'w').close()\nreport.message('ready')\ntime.sleep(60)"
    with start(work, f"--output={tmp_path / 'a.tif'}") as child:
        assert child.stdout.readline() == "ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        child.send_signal(asked)
        _, told = child.communicate(timeout=10)
    assert (child.returncode, told) == (130, "cancelled\n")
    assert list(tmp_path.iterdir()) == []


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
    child = start("while True: report.check(); time.sleep(0.01)", "--events", stdin=subprocess.PIPE)
    with child:
        child.stdin.write("finish\n")
        child.stdin.flush()
        while "cannot be finished early" not in child.stdout.readline():
            assert child.poll() is None
        child.stdin.write("cancel\n")
        child.stdin.flush()
        child.communicate()
    assert child.returncode == 130
