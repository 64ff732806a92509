"""Parameters become a job, the job runs in a child, and what comes back is what QGIS gets."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsProcessingContext, QgsRasterLayer

from paddy_segmenter.algorithms import job_algorithm
from paddy_segmenter.command_line import command_of
from paddy_segmenter.errors import EnvironmentMissing
from paddy_segmenter.jobs import SceneJob, SegmentJob, TrainJob
from paddy_segmenter.rules import Job

from .conftest import Log, Run

Runner = Callable[..., Run]


@pytest.fixture
def image(write_raster: Callable[..., str]) -> str:
    return write_raster("image.tif", np.ones((3, 8, 8), np.uint16))


@pytest.fixture
def fields_file(write_polygons: Callable[..., str]) -> str:
    return write_polygons("fields.gpkg", [(0, 0, 10, 10, "paddy"), (10, 0, 20, 10, "village")])


def test_a_scene_is_asked_for(run: Runner, jobs: list[Job], tmp_path: Path) -> None:
    output, labels = str(tmp_path / "scene.tif"), str(tmp_path / "fields.gpkg")
    run("createpracticescene", {"OUTPUT": output, "LABELS": labels, "GSD": 3, "SEED": 2**31 - 1})
    assert jobs == [SceneJob(output=output, labels=labels, gsd=3.0, seed=2**31 - 1)]


def test_a_training_is_asked_for(
    run: Runner, jobs: list[Job], image: str, fields_file: str, write_raster: Callable[..., str], tmp_path: Path
) -> None:
    second = write_raster("second.tif", np.ones((3, 8, 8), np.uint16))
    run("trainmodel", {"INPUT": [image, second], "LABELS": [fields_file, second], "OUTPUT": str(tmp_path / "m.safetensors"),
                       "CLASS_FIELD": "crop", "BACKBONE": "resnet50", "OUTPUT_STRIDE": "16", "BANDS": "3,1",
                       "ATROUS_RATES": ["1", "2", "3"], "LEARNING_RATE": "0.0005"})  # fmt: skip
    assert jobs == [TrainJob(rasters=(image, second), labels=(fields_file, second), output=str(tmp_path / "m.safetensors"),
                             class_field="crop", backbone="resnet50", output_stride=16, bands=(3, 1), atrous_rates=(1, 2, 3),
                             learning_rate=0.0005)]  # fmt: skip


def shown_in_a_dialog(provider: Any, name: str) -> dict[str, Any]:
    """What a dialog gives where nobody touches it: every option at its default, nothing for layers and files."""
    rules = provider.algorithm(name).parameterDefinitions()
    return {rule.name(): rule.defaultValue() for rule in rules if not rule.isDestination()}


def test_a_preset_fills_in_what_the_dialog_shows_at_its_default(
    run: Runner, provider: Any, jobs: list[Job], image: str, fields_file: str, tmp_path: Path
) -> None:
    output = str(tmp_path / "m.safetensors")
    given = {"INPUT": [image], "LABELS": [fields_file], "OUTPUT": output, "PRESET": "study"}
    changed = {"EPOCHS": 3, "SCHEDULE": "cosine", "ATROUS_RATES": "", "BANDS": None}
    shown = shown_in_a_dialog(provider, "trainmodel") | changed | given
    older = {name: value for name, value in shown.items() if name not in ("OPTIMISM", "MIXED")}
    for parameters in (shown, older):  # a model of an earlier version names all options that there were
        run("trainmodel", parameters)
    assert jobs == [TrainJob((image,), (fields_file,), output, preset="study", epochs=3, schedule="cosine")] * 2
    assert jobs[0].split == "random"


def test_what_a_script_names_stays_beside_a_preset_even_at_its_default(
    run: Runner, jobs: list[Job], image: str, fields_file: str, tmp_path: Path
) -> None:
    output = str(tmp_path / "m.safetensors")
    named = {"SPLIT": "blocks", "LEARNING_RATE": 0.001, "ATROUS_RATES": "", "EPOCHS": 3, "CHIP": None}
    run("trainmodel", {"INPUT": [image], "LABELS": [fields_file], "OUTPUT": output, "PRESET": "study"} | named)
    [job] = jobs
    assert (job.split, job.learning_rate) == ("blocks", 1e-3)
    assert (job.atrous_rates, job.chip, job.schedule) == ((12, 24, 36), 256, "constant")


@pytest.mark.parametrize(("given", "asked"), [("imagenet", "imagenet"), ("start.pth", "{}/start.pth")])
def test_weights_in_a_file_are_asked_for_by_a_path_that_holds_anywhere(
    run: Runner, jobs: list[Job], image: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, asked: str
) -> None:
    (tmp_path / "start.pth").touch()
    monkeypatch.chdir(tmp_path)
    run("trainmodel", {"INPUT": [image], "LABELS": [image], "OUTPUT": "m.safetensors", "WEIGHTS": given})
    assert [job.weights for job in jobs] == [asked.format(tmp_path)]
    assert jobs[0].output == str(tmp_path / "m.safetensors")


def test_a_segmentation_is_asked_for(
    run: Runner, jobs: list[Job], image: str, existing_model: str, tmp_path: Path
) -> None:
    output, confidence = str(tmp_path / "map.tif"), str(tmp_path / "confidence.tif")
    layer = QgsRasterLayer(image, "image")
    run("segmentraster", {"INPUT": layer, "MODEL": existing_model, "BANDS": [3, 2], "OUTPUT": output, "DEVICE": "cpu"})
    run("segmentraster", {"INPUT": image, "MODEL": existing_model, "OUTPUT": output, "CONFIDENCE": confidence})
    assert jobs == [
        SegmentJob(image, existing_model, output, bands=(3, 2), device="cpu"),
        SegmentJob(image, existing_model, output, confidence=confidence),
    ]


def test_a_temporary_output_gets_a_file_of_the_right_kind(run: Runner, jobs: list[Job]) -> None:
    run("createpracticescene", {"OUTPUT": "TEMPORARY_OUTPUT", "LABELS": "TEMPORARY_OUTPUT"})
    assert jobs[0].output.endswith("OUTPUT.tif")
    assert jobs[0].labels.endswith("LABELS.gpkg")


def test_the_log_shows_the_command_that_a_terminal_would_take(
    run: Runner, child: Callable[[str], None], tmp_path: Path
) -> None:
    child("return {}")
    output = str(tmp_path / "a scene.tif")
    ended = run("createpracticescene", {"OUTPUT": output, "WIDTH": 100})
    command = command_of(SceneJob(output, width=100))
    assert ended.log.infos[0].endswith(command.removeprefix("python"))


def test_outputs_and_figures_come_back_by_name(
    run: Runner, child: Callable[[str], None], image: str, tmp_path: Path
) -> None:
    child('return {"output": job.output, "report": job.report_paths[0], "best_epoch": 3, "classes": [{"value": 1}]}')
    model = str(tmp_path / "m.safetensors")
    ended = run("trainmodel", {"INPUT": [image], "LABELS": [image], "OUTPUT": model})
    assert ended.done
    page = str(tmp_path / "m.report.html")
    assert ended.results == {"OUTPUT": model, "REPORT": page, "BEST_EPOCH": 3, "CLASSES": '[{"value": 1}]'}


def test_the_report_is_one_of_qgis_html_results(provider: Any) -> None:
    assert provider.algorithm("trainmodel").outputDefinition("REPORT").type() == "outputHtml"


def test_the_user_follows_the_job(run: Runner, child: Callable[[str], None], tmp_path: Path) -> None:
    child("""
        report.progress(0.5, "halfway")
        report.warning("the haze is thick")
        report.epoch(1, {"loss": 0.5})
        return {}
    """)
    log = run("createpracticescene", {"OUTPUT": str(tmp_path / "scene.tif")}).log
    assert log.stages == ["halfway"]
    assert log.progress() == 50
    assert log.warnings == ["the haze is thick"]
    assert log.infos[1:] == ["epoch 1: loss 0.5"]


def test_a_job_that_cannot_be_done_fails_with_its_sentence(
    run: Runner, child: Callable[[str], None], tmp_path: Path
) -> None:
    child('raise InputError("the scene is too small: make it wider")')
    ended = run("createpracticescene", {"OUTPUT": str(tmp_path / "scene.tif")})
    assert not ended.done
    assert ended.log.errors == ["the scene is too small: make it wider"]


def test_a_defect_fails_with_one_sentence_and_keeps_its_traceback_for_the_log(
    run: Runner, child: Callable[[str], None], tmp_path: Path
) -> None:
    child("return 1 / 0")
    ended = run("createpracticescene", {"OUTPUT": str(tmp_path / "scene.tif")})
    assert not ended.done
    [sentence] = ended.log.errors
    assert "ZeroDivisionError" in sentence
    assert "\n" not in sentence
    assert "return 1 / 0" in "".join(ended.log.debug)


def test_a_job_that_somebody_else_ends_fails(run: Runner, child: Callable[[str], None], tmp_path: Path) -> None:
    child('raise Cancelled("cancelled")')
    ended = run("createpracticescene", {"OUTPUT": str(tmp_path / "scene.tif")})
    assert not ended.done
    assert ended.log.errors == ["the job was ended from outside: run it again"]


def test_a_wrong_job_never_reaches_the_worker(run: Runner, jobs: list[Job], image: str, existing_model: str) -> None:
    ended = run("segmentraster", {"INPUT": image, "MODEL": existing_model, "OUTPUT": image})
    assert not ended.done
    assert ended.log.errors == [f"{image} is an input and an output of this job: choose another output file"]
    assert jobs == []


def test_cancel_ends_the_run_within_two_seconds(run: Runner, child: Callable[[str], None], tmp_path: Path) -> None:
    child("""
        open(job.output + ".started", "w").close()
        while True:
            time.sleep(0.01)
            report.check()
    """)
    output, log = tmp_path / "scene.tif", Log()
    asked: list[float] = []

    def cancel_once_it_runs(started: Path, feedback: QgsFeedback) -> None:
        while not started.exists():
            time.sleep(0.02)
        asked.append(time.monotonic())
        feedback.cancel()

    threading.Thread(target=cancel_once_it_runs, args=(tmp_path / "scene.tif.started", log), daemon=True).start()
    ended = run("createpracticescene", {"OUTPUT": str(output)}, log)
    assert time.monotonic() - asked[0] < 10  # two on a quiet machine
    assert ended.results == {}
    assert log.errors == []
    assert not output.exists()


def test_without_torch_the_algorithm_says_so_before_anything_is_started(
    run: Runner, provider: Any, jobs: list[Job], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing() -> None:
        raise EnvironmentMissing("torch is not installed: install it")

    monkeypatch.setattr(job_algorithm, "torch_environment", missing)
    parameters = {"OUTPUT": str(tmp_path / "scene.tif")}
    refusal = (False, "torch is not installed: install it")
    algorithm = provider.algorithm("createpracticescene")
    assert algorithm.canExecute() == (True, "")  # asked at a double-click: to start a Python would freeze QGIS
    assert algorithm.checkParameterValues(parameters, QgsProcessingContext()) == refusal
    assert run("createpracticescene", parameters).log.errors == ["torch is not installed: install it"]
    assert jobs == []


def test_where_there_is_no_python_the_toolbox_says_so(
    provider: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PADDY_PYTHON", str(tmp_path / "missing"))
    possible, reason = provider.algorithm("createpracticescene").canExecute()
    assert not possible
    assert reason.startswith(f"{tmp_path / 'missing'} is not a Python: set the environment variable PADDY_PYTHON")
