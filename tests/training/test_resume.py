import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Epoch, Event, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from tests.training.stops import (
    assert_same,
    checkpoint_of,
    is_about_arithmetic,
    stop_after,
    texts,
    train_job,
    write_start,
)
from training.checkpoints import Checkpoint, Checkpoints
from training.fit import fit_model
from training.ground.survey import survey
from training.learner import Learner
from training.logbook import Logbook

Write = Callable[..., str]


@pytest.mark.slow
@pytest.mark.usefixtures("every_epoch")
@pytest.mark.parametrize(
    "changes",
    [{}, {"optimiser": "sgd", "schedule": "one_cycle", "accumulate": 2, "precision": "bfloat16", "coarse_share": 0.0},
     {"freeze": "batchnorm", "class_weights": "balanced", "coarse_share": 0.0}],
    ids=["defaults", "others", "frozen"],
)  # fmt: skip
def test_a_stopped_training_goes_on_bit_for_bit(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, changes: dict[str, object]
) -> None:
    if "freeze" in changes:
        changes = changes | {"weights": write_start(tmp_path / "start.safetensors")}
    undisturbed = train_job(tmp_path / "undisturbed", fields, **changes)
    stop_after(undisturbed, 1, 2, 3)  # the whole of the state lies in the checkpoint only
    disturbed = train_job(tmp_path / "disturbed", fields, **changes)
    stop_after(disturbed, 1)
    told = stop_after(disturbed, 2, 3)
    assert "the training goes on after epoch 1 of 4" in texts(told)
    assert_same(checkpoint_of(disturbed, report), checkpoint_of(undisturbed, report))

    for job in (undisturbed, disturbed):
        fit_model(job, report)
        assert not list(Path(job.output).parent.glob(".*"))
    (one, card), (other, other_card) = (load_model(job.output) for job in (undisturbed, disturbed))
    assert_same(dict(one.state_dict()), dict(other.state_dict()))
    assert card.training["curves"] == other_card.training["curves"]
    assert len(card.training["curves"]) == 4


@pytest.mark.slow
@pytest.mark.usefixtures("every_epoch")
def test_the_trainings_of_a_job_have_checkpoints_of_their_own(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    settings = {"folds": 2, "epochs": 2, "coarse_share": 0.0}
    undisturbed = train_job(tmp_path / "undisturbed", fields, **settings)
    fit_model(undisturbed, report)
    disturbed = train_job(tmp_path / "disturbed", fields, **settings)
    stop_after(disturbed, 1, 2, 1)  # in the second fold
    told = stop_after(disturbed, 2, 1)  # in the training on all ground
    assert "the training goes on after epoch 2 of 2" in texts(told)
    outputs = fit_model(disturbed, report)
    (one, card), (other, other_card) = (load_model(job.output) for job in (undisturbed, disturbed))
    assert_same(dict(one.state_dict()), dict(other.state_dict()))
    assert card.training["validation"] == other_card.training["validation"]
    assert card.training["split"]["folds"] == other_card.training["split"]["folds"]
    shown, others = (read_report(job) for job in (undisturbed, disturbed))
    assert shown[0] == others[0]  # the chips of folds that were finished before the stop, too
    assert shown[1] == others[1]
    assert {chip["fold"] for chip in shown[0]} == {1, 2}
    assert outputs["best_epoch"] == card.training["best_epoch"]


def read_report(job: TrainJob) -> tuple[list[dict[str, Any]], list[str]]:
    """Returns which chips a report shows, and all its pictures."""
    page, figures, _ = (Path(path).read_text(encoding="utf-8") for path in job.report_paths)
    return json.loads(figures)["chips"], re.findall('src="([^"]+)"', page)


@pytest.mark.usefixtures("every_epoch")
def test_a_stopped_training_of_another_kind_is_not_continued(tmp_path: Path, fields: tuple[str, str]) -> None:
    job = train_job(tmp_path / "model", fields)
    stop_after(job, 1)
    told = stop_after(replace(job, learning_rate=0.002), 1)
    changed = "starts anew, an earlier run was another job: learning_rate changed; its work is set aside in"
    assert any(text.startswith(changed) for text in texts(told))
    assert [event.number for event in told if isinstance(event, Epoch)] == [1]


@pytest.mark.usefixtures("every_epoch")
@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
def test_a_training_goes_on_whatever_its_files_are_called_and_whoever_chose_its_device(
    tmp_path: Path, fields: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = train_job(tmp_path / "model", fields, device="auto", precision="auto", loss="cross_entropy + 0.5 dice")
    stop_after(job, 1)
    Path(tmp_path / "same.tif").symlink_to(fields[0])
    monkeypatch.chdir(tmp_path)
    device = choose_device("auto")
    precision = str(choose_precision("auto", device)).removeprefix("torch.")
    again = replace(job, rasters=("same.tif",), labels=(os.path.relpath(fields[1]),), device=device.type, precision=precision,
                    block=64, bands=(1,), loss="cross_entropy+0.5dice")  # fmt: skip
    told = texts(stop_after(again, 2))
    assert "the training goes on after epoch 1 of 4" in told
    assert not any("set aside" in text or "was begun in" in text for text in told)


@pytest.mark.usefixtures("every_epoch")
def test_labels_that_changed_are_not_continued_with(
    tmp_path: Path, fields: tuple[str, str], write_raster: Write
) -> None:
    job = train_job(tmp_path / "model", fields)
    stop_after(job, 1)
    write_raster("labels.tif", np.tile(np.repeat([1, 2], 16), (128, 4)).astype(np.uint8))
    assert any(
        "another job: pixels of the labels changed; its work is set aside in" in text
        for text in texts(stop_after(job, 1))
    )


@pytest.mark.usefixtures("every_epoch")
def test_rasters_whose_nodata_changed_are_not_continued_with(tmp_path: Path, fields: tuple[str, str]) -> None:
    job = train_job(tmp_path / "model", fields)
    stop_after(job, 1)
    band = '<PAMRasterBand band="1"><NoDataValue>7</NoDataValue></PAMRasterBand>'
    Path(f"{fields[0]}.aux.xml").write_text(f"<PAMDataset>{band}</PAMDataset>")
    assert any("nodata and masks changed; its work is set aside in" in text for text in texts(stop_after(job, 1)))


@pytest.mark.usefixtures("every_epoch")
def test_areas_that_changed_are_not_continued_with(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write
) -> None:
    def draw(rows: int) -> str:
        return write_polygons("areas.gpkg", [(LEFT, TOP - 1.5 * rows, LEFT + 192, TOP, "validation")], field="kind")

    job = train_job(tmp_path / "model", fields, split="polygons", split_areas=draw(32), split_field="kind")
    stop_after(job, 1)
    draw(64)  # or ground that was learnt would be validated on
    assert any(
        "another job: areas of the split changed; its work is set aside in" in text
        for text in texts(stop_after(job, 1))
    )


@pytest.mark.usefixtures("every_epoch")
def test_a_training_that_goes_on_in_another_precision_says_so(
    tmp_path: Path, fields: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = train_job(tmp_path / "model", fields, precision="auto")
    told = {}
    for is_fast, epochs in ((True, (1,)), (False, (2,))):
        monkeypatch.setattr("paddy_segmenter.core.network.device.is_fast_in_bfloat16", lambda fast=is_fast: fast)
        told[is_fast] = [event.text for event in stop_after(job, *epochs) if is_about_arithmetic(event)]
    assert told[True] == []
    [warning] = told[False]
    assert warning.startswith(
        "the training was begun in bfloat16 on cpu and goes on in float32 on cpu: it no longer ends"
    )


def test_what_two_processes_kept_is_continued_by_one_with_whole_batches(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = train_job(tmp_path, fields)
    learner = Learner(job, survey(job, tmp_path, report), {}, report)
    learner._gradients.most = job.batch // 2
    with monkeypatch.context() as two:
        two.setattr("training.processes.count", lambda: 2)
        state = learner.state()
    learner.go_on(state, 0)
    assert learner._gradients.most == job.batch


def test_what_one_process_found_is_refused_by_more_that_cannot_share_it(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = train_job(tmp_path, fields, batch=0)
    ground = survey(job, tmp_path, report)
    monkeypatch.setattr("training.processes.count", lambda: 3)
    monkeypatch.setattr("training.processes.take_from_first", lambda network: None)
    with pytest.raises(InputError, match="batch is 16, which 3 processes cannot share evenly"):
        Learner(job, ground, {"batch": 16, "learning_rate": 1e-3}, report)


def test_a_training_that_is_continued_loads_no_initial_weights(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path, fields)
    ground = survey(job, tmp_path, report)
    found = {"batch": 4, "learning_rate": 1e-3}
    Learner(replace(job, weights="no longer there.pth"), ground, found, report)
    assert not any("initial weights" in text for text in texts(events))


@pytest.mark.usefixtures("every_epoch")
def test_a_damaged_checkpoint_is_told_and_the_training_starts_anew(tmp_path: Path, fields: tuple[str, str]) -> None:
    job = train_job(tmp_path / "model", fields)
    stop_after(job, 1)
    [kept] = (tmp_path / "model" / ".model.safetensors.checkpoints").glob("training_*")
    kept.write_bytes(kept.read_bytes()[: 2**16])
    told = stop_after(job, 1)
    assert any("cannot be read" in text and text.endswith("this training starts anew") for text in texts(told))


@pytest.mark.usefixtures("every_epoch")
def test_the_record_covers_the_time_before_the_stop(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    job = train_job(tmp_path / "model", fields, epochs=2, coarse_share=0.0, buffer=0)
    stop_after(job, 1)
    state = checkpoint_of(job, report)
    log = Logbook(job)
    log.go_on(
        {
            "started": "2026-01-02T03:04:05+00:00",
            "seconds": 5000.0,
            "warnings": ["told before"],
            "plan": {"seconds": 9},
            "plan_lines": "Plan of the training.",
            "epochs": [1.0],
        }
    )
    kept_by(job, log, report).save(state)
    fit_model(job, report)
    record = read_card(job.output).training
    assert record["started"] == "2026-01-02T03:04:05+00:00"
    assert 5000 < record["seconds"] < 5600
    assert record["warnings"][0] == "told before"
    assert record["plan"] == {"seconds": 9}
    assert len(set(record["warnings"])) == len(record["warnings"])


def checkpoint_folder(job: TrainJob) -> Path:
    return Path(job.output).with_name(".model.safetensors.checkpoints")


def kept_by(job: TrainJob, log: Logbook, report: Reporter) -> Checkpoint:
    return Checkpoints(job.output, log, report).next()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
def test_a_killed_training_goes_on(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    job = train_job(tmp_path / "model", fields, epochs=2, coarse_share=0.0)
    child = "import sys; from training import checkpoints, __main__ as main; checkpoints.WORTH_SAVING = 0.0;" \
            "from paddy_segmenter.terminal import run_program;" \
            "run_program('training', {main.TrainJob: main.fit}, sys.argv[1:])"  # fmt: skip
    words = [sys.executable, "-c", child, *arguments_of(job)[2:], "--events"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            assert '"failure"' not in line
            if (checkpoint_folder(job) / "training_1.safetensors").exists():
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    undisturbed = train_job(tmp_path / "undisturbed", fields, epochs=2, coarse_share=0.0)
    for each in (job, undisturbed):
        fit_model(each, report)
    (one, _), (other, _) = (load_model(each.output) for each in (job, undisturbed))
    assert_same(dict(one.state_dict()), dict(other.state_dict()))
