"""What becomes of a job in a child process: done, refused, crashed."""

import os
import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from paddy_segmenter.errors import EnvironmentMissing, InputError, OutputError, PaddyError, WorkerError
from paddy_segmenter.events import Epoch, Event, Message, Progress, Result
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.partial import partial_path
from paddy_segmenter.worker.environment import Environment
from paddy_segmenter.worker.process import run_job

posix = pytest.mark.skipif(os.name != "posix", reason="signals and shells of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

ECHO = """
import sys
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.terminal import run_program
sys.exit(run_program("errand", {TrainJob: lambda job, report: {"rasters": job.rasters, "field": job.class_field}}))
"""


class TrainErrand(TrainJob):
    program = ("errand", "fit")


def test_a_job_tells_its_command_its_events_and_its_result(worker):
    result = worker.run("""
        report.progress(0.0, "drawing")
        report.message("größer")
        report.warning("mind the gap")
        report.epoch(1, {"loss": 0.5})
        return {"output": job.output, "width": job.width}
    """)
    assert result == Result({"output": worker.job().output, "width": 1024})
    assert isinstance(worker.events[0], Message)
    assert "-m errand scene" in worker.events[0].text
    assert "--events" not in worker.events[0].text
    expected: list[Event] = [
        Progress(0.0, None, "drawing"),
        Message("größer"),
        Message("mind the gap", "warning"),
        Epoch(1, {"loss": 0.5}),
    ]
    assert worker.events[1:] == expected


@posix
def test_the_command_in_the_log_does_the_same_when_pasted_into_a_shell_elsewhere(worker, tmp_path):
    worker.run("return {'output': job.output}")
    command = worker.events[0].text.replace("PYTHONPATH=", f"PYTHONPATH={shlex.quote(str(worker.folder))}:", 1)
    run = subprocess.run(["sh", "-c", command], cwd=tmp_path, env={}, capture_output=True, encoding="utf-8")
    assert run.stdout == f"output: {worker.job().output}\n", run.stderr


@pytest.mark.parametrize("safe", [True, False], ids=["Python 3.11", "Python 3.10, which knows no PYTHONSAFEPATH"])
def test_a_job_takes_no_module_of_the_folder_that_it_is_started_in(worker, tmp_path, monkeypatch, safe):
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("json", "runpy", "numpy", "argparse", "sitecustomize"):
        (folder / f"{name}.py").write_text(f"raise SystemExit('{name}.py of the folder was run')")
    monkeypatch.chdir(folder)
    environment = worker.environment()
    if not safe:
        variables = {name: value for name, value in environment.variables.items() if name != "PYTHONSAFEPATH"}
        monkeypatch.setattr(worker, "environment", lambda: Environment(environment.python, variables))
    result = worker.run("import json, numpy, runpy; return {'folder': os.getcwd(), 'words': sys.argv[1:]}")
    assert result.outputs == {"folder": str(folder), "words": ["scene", "--events", "-"]}


@posix
def test_the_command_in_the_log_takes_no_module_of_the_folder_that_it_is_pasted_in(worker, tmp_path):
    if sys.version_info < (3, 11):
        pytest.skip("PYTHONSAFEPATH came with Python 3.11")
    worker.run("return {'output': job.output}")
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    command = worker.events[0].text.replace("PYTHONPATH=", f"PYTHONPATH={shlex.quote(str(worker.folder))}:", 1)
    run = subprocess.run(["sh", "-c", command], cwd=tmp_path, env={}, capture_output=True, encoding="utf-8")
    assert run.stdout == f"output: {worker.job().output}\n", run.stderr


def test_values_of_any_kind_and_length_reach_the_child(worker):
    odd = ("a b.tif", "größe.tif", "@list.tif", "-dash.tif", "line\nbreak.tif", '"quoted"\\.tif', "a=b.tif", "水田.tif")
    rasters = odd + tuple(f"/a/long/folder/with/many/rasters/in/it/and/a/long/name/{n:06}.tif" for n in range(5000))
    job = TrainErrand(rasters=rasters, labels=("labels.gpkg",), output="model.safetensors", class_field="- -x")
    assert len(" ".join(rasters)) > 300_000
    result = worker.run_program(ECHO, job=job)
    assert result == Result({"rasters": list(rasters), "field": "- -x"})


@pytest.mark.parametrize("kind", [InputError, OutputError, EnvironmentMissing])
def test_a_refused_job_raises_the_childs_own_error_with_its_own_sentence(worker, kind):
    sentence = "Größe is 7: the least is 8"
    with pytest.raises(PaddyError) as told:
        worker.run(f"raise {kind.__name__}({sentence!r})")
    assert (type(told.value), str(told.value)) == (kind, sentence)


def test_a_defect_is_one_sentence_with_the_traceback_in_the_log(worker):
    with pytest.raises(WorkerError, match=r"^unexpected ZeroDivisionError \(division by zero\): please report") as told:
        worker.run("1 / 0")
    assert "Traceback" in told.value.log
    assert "in work" in told.value.log


@pytest.mark.parametrize(
    "error",
    [
        "MemoryError()",
        "RuntimeError('CUDA out of memory. Tried to allocate 2.00 GiB')",
        'RuntimeError("[enforce fail] DefaultCPUAllocator: can\'t allocate memory: you tried to allocate 9 bytes")',
        "RuntimeError('DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.')",
        "OSError(12, 'Cannot allocate memory')",
    ],
)
def test_every_way_to_run_out_of_memory_is_named_as_such(worker, error):
    with pytest.raises(WorkerError, match=r"^out of memory: close other programs"):
        worker.run(f"raise {error}")


def test_a_library_that_aborts_for_want_of_memory_is_named_as_such(worker):
    with pytest.raises(WorkerError, match=r"^out of memory: "):
        worker.run("os.write(2, b\"terminate called after throwing an instance of 'std::bad_alloc'\\n\"); os.abort()")


@posix
@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        ("ctypes.string_at(0)", r"^the job crashed on an invalid memory access: .*\(SIGSEGV\)$"),
        ("os.kill(os.getpid(), signal.SIGKILL)", r"^the job was killed, most likely .* out of memory: .*\(SIGKILL\)$"),
        ("os._exit(137)", r"^the job was killed, most likely .* out of memory: .*\(SIGKILL\)$"),
        ("os.abort()", r"^a library gave the job up: .*\(SIGABRT\)$"),
        ("os.kill(os.getpid(), signal.SIGTERM)", r"^another program ended the job: .*\(SIGTERM\)$"),
        ("os.kill(os.getpid(), signal.SIGVTALRM)", r"^the job ended without a result \(SIGVTALRM\): "),
        ("os._exit(3)", r"^the job ended without a result \(exit code 3\): "),
        ("os._exit(0)", r"^the job ended without a result \(exit code 0\): "),
    ],
)
def test_a_crash_is_one_sentence_with_the_tail_of_the_log(worker, work, sentence):
    with pytest.raises(WorkerError, match=sentence) as told:
        worker.run(f"os.write(2, b'last words\\n'); {work}")
    assert "last words" in told.value.log


def test_a_segmentation_fault_leaves_its_python_stack_in_the_log(worker):
    with pytest.raises(WorkerError) as told:
        worker.run("ctypes.string_at(0)")
    assert "in work" in told.value.log


def test_a_result_counts_even_if_the_process_crashes_while_it_tidies_up(worker):
    result = worker.run("import atexit; atexit.register(os.abort); return {'figure': 1}")
    assert result == Result({"figure": 1})


def test_output_that_is_not_utf_8_breaks_nothing(worker):
    noise = "os.write(1, bytes(range(256))); os.write(2, bytes(range(256)) + b'\\n')"
    assert worker.run(f"{noise}; return {{'figure': 1}}") == Result({"figure": 1})
    with pytest.raises(WorkerError) as told:
        worker.run(f"{noise}; os._exit(3)")
    assert "\ufffd" in told.value.log


def test_what_libraries_print_does_not_mix_with_the_events(worker):
    result = worker.run("""
        for step in range(200):
            print("half a line", end="", flush=True)
            os.write(1, b'{"event": "message", "text": "forged"}')
            report.progress(step / 200)
        return {"figure": 1}
    """)
    assert result == Result({"figure": 1})
    assert [type(event) for event in worker.events] == [Message] + [Progress] * 200


def test_a_flood_of_output_neither_blocks_the_child_nor_fills_the_log(worker):
    result = worker.run("""
        for step in range(5000):
            report.progress(step / 5000)
            print("x" * 500)
        return {"figure": 1}
    """)
    assert result == Result({"figure": 1})
    assert [event.share for event in worker.events[1:]] == [step / 5000 for step in range(5000)]
    with pytest.raises(WorkerError) as told:
        worker.run("for line in range(5000): print('line', line)\nos._exit(3)")
    assert told.value.log.splitlines() == [f"line {n}" for n in range(4960, 5000)]


def test_a_child_that_closes_its_output_is_waited_for(worker):
    with pytest.raises(WorkerError, match="exit code 5"):
        worker.run_program("import os, time; os.close(1); os.close(2); time.sleep(0.5); os._exit(5)")


def test_a_child_that_does_not_know_the_job_is_told_in_its_own_words(worker):
    with pytest.raises(WorkerError, match="exit code 2") as told:
        worker.run_program(ECHO)
    assert "invalid choice: 'scene'" in told.value.log


@linux
def test_a_process_left_behind_with_open_pipes_holds_nobody_up_and_is_ended(worker):
    started = time.monotonic()
    result = worker.run("""
        left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        return {"left": left.pid}
    """)
    assert time.monotonic() - started < 10
    assert worker.sees_the_end_of(result.outputs["left"], within=1)


def test_a_python_that_cannot_be_started_is_named(worker, tmp_path):
    with pytest.raises(EnvironmentMissing, match="cannot be started"):
        run_job(worker.job(), Environment(str(tmp_path / "no python"), {}), worker.events.append, lambda: False)


@posix
def test_a_crashed_child_leaves_no_unfinished_output_and_touches_no_other(worker):
    foreign = Path(partial_path(worker.job().output, 1))
    foreign.write_text("another process writes here")
    with pytest.raises(WorkerError):
        worker.run("""
            from filelock import FileLock
            from paddy_segmenter.locks import lock_path
            FileLock(lock_path(job.output)).acquire()
            for sidecar in ("", ".aux.xml", "-journal"):
                open(partial_path(job.output) + sidecar, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        """)
    assert [path.name for path in worker.folder.glob(".*")] == [foreign.name]


def test_a_job_leaves_no_thread_behind(worker):
    before = set(threading.enumerate())
    worker.run("return {}")
    for thread in set(threading.enumerate()) - before:
        thread.join(2)
    assert set(threading.enumerate()) <= before


@linux
def test_a_listener_that_fails_takes_the_child_and_the_threads_with_it(worker):
    worker.write_work("report.message(str(os.getpid())); time.sleep(60)")
    pids = []

    def listen(event: Event) -> None:
        if isinstance(event, Message) and event.text.isdigit():
            pids.append(int(event.text))
            raise ValueError("the dialog was closed")

    before = set(threading.enumerate())
    with pytest.raises(ValueError, match="the dialog was closed"):
        run_job(worker.job(), worker.environment(), listen, lambda: False)
    assert worker.sees_the_end_of(pids[0], within=0)
    for thread in set(threading.enumerate()) - before:
        thread.join(2)
    assert set(threading.enumerate()) <= before
