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
import torch

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training import checkpoints
from training.checkpoints import Checkpoint, Checkpoints
from training.fit import fit_model
from training.ground.survey import survey
from training.learner import Learner
from training.logbook import Logbook

Write = Callable[..., str]


@pytest.fixture
def fields(write_raster: Write) -> tuple[str, str]:
    """Plots of two crops, one brighter than the other under noise."""
    generator = np.random.default_rng(0)
    plots = np.kron(generator.integers(0, 2, (8, 8)), np.ones((16, 16), int))
    image = 300 + 400 * plots + generator.normal(0, 100, plots.shape)
    return write_raster("image.tif", image.astype(np.uint16)), write_raster("labels.tif", (plots + 1).astype(np.uint8))


@pytest.fixture
def every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps each epoch, however short."""
    monkeypatch.setattr(checkpoints, "WORTH_SAVING", 0.0)


def train_job(folder: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    folder.mkdir(exist_ok=True)
    settings = {"weights": "none", "chip": 32, "block": 64, "buffer": 4, "batch": 4, "epochs": 4, "chips_per_epoch": 8,
                "device": "cpu", "precision": "float32"}  # fmt: skip
    return TrainJob(fields[:1], fields[1:], str(folder / "model.safetensors"), **(settings | changes))


def stop_after(job: TrainJob, *epochs: int) -> list[Event]:
    """Trains, and cancels in the course of the epoch that follows the last one of these to be told. Returns what was told."""
    told: list[Event] = []

    def listen(event: Event) -> None:
        told.append(event)
        if [each.number for each in told if isinstance(each, Epoch)] == list(epochs):
            reporter.cancel()

    reporter = Reporter(listen)
    with pytest.raises(Cancelled):
        fit_model(job, reporter)
    return told


def checkpoint_of(job: TrainJob, report: Reporter) -> dict[str, Any]:
    state = Checkpoints(job.output, Logbook(job), report).next().load()
    assert state is not None
    return state


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message)]


def assert_same(one: Any, other: Any) -> None:
    """Compares nested states bit by bit."""
    assert type(one) is type(other)
    if isinstance(one, torch.Tensor):
        assert torch.equal(one, other)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for name in one:
            assert_same(one[name], other[name])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert_same(left, right)
    else:
        assert one == other


@pytest.mark.slow
@pytest.mark.usefixtures("every_epoch")
@pytest.mark.parametrize(
    "changes",
    [{}, {"optimiser": "sgd", "schedule": "one_cycle", "accumulate": 2, "precision": "bfloat16", "coarse_share": 0.0}],
    ids=["defaults", "others"],
)  # fmt: skip
def test_a_stopped_training_goes_on_bit_for_bit(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, changes: dict[str, object]
) -> None:
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
    assert (
        "a training that was stopped was not the same (learning_rate): its checkpoints are deleted, and this one starts anew"
        in texts(told)
    )
    assert [event.number for event in told if isinstance(event, Epoch)] == [1]


@pytest.mark.usefixtures("every_epoch")
def test_labels_that_changed_are_not_continued_with(
    tmp_path: Path, fields: tuple[str, str], write_raster: Write
) -> None:
    job = train_job(tmp_path / "model", fields)
    stop_after(job, 1)
    write_raster("labels.tif", np.tile(np.repeat([1, 2], 16), (128, 4)).astype(np.uint8))
    assert any(
        "(pixels of the labels): its checkpoints are deleted, and this one starts anew" in text
        for text in texts(stop_after(job, 1))
    )


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
        "(areas of the split): its checkpoints are deleted, and this one starts anew" in text
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
        told[is_fast] = [event.text for event in stop_after(job, *epochs) if is_about_precision(event)]
    assert told[True] == []
    [warning] = told[False]
    assert warning.startswith("the training was begun in bfloat16 and goes on in float32, which precision auto chooses")
    assert "no longer ends bit for bit" in warning


@pytest.mark.parametrize(("begun_in", "warnings"), [("bfloat16", 1), ("float32", 0), (None, 0)])
def test_the_precision_is_compared_with_the_one_where_the_training_was_begun(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], begun_in: str | None, warnings: int
) -> None:
    job = train_job(tmp_path, fields)
    kept = Checkpoints(job.output, Logbook(job), report)
    kept.begin({"seed": 1}, begun_in or "float32")
    kept.next().save({"most": 4})
    if not begun_in:  # by an older version
        identity = json.loads((kept.folder / "job.json").read_text())
        (kept.folder / "job.json").write_text(json.dumps({"format": identity["format"], "seed": 1}))
    for _ in range(2):  # once more each time that it goes on
        events.clear()
        later = Checkpoints(job.output, Logbook(job), report)
        later.begin({"seed": 1}, "float32")
        assert sum(is_about_precision(event) for event in events) == warnings
        checkpoint = later.next()
        state = checkpoint.load()
        assert state == {"most": 4}
        checkpoint.save(state)


def is_about_precision(event: Event) -> bool:
    return isinstance(event, Message) and event.level == "warning" and "precision" in event.text


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
    kept = checkpoint_folder(job) / "training_1.safetensors"
    state = read_kept(kept, job, report)
    log = Logbook(job)
    log.go_on(
        {
            "started": "2026-01-02T03:04:05+00:00",
            "seconds": 5000.0,
            "warnings": ["told before"],
            "plan": {"seconds": 9},
            "epochs": [1.0],
        }
    )
    identity = json.loads((checkpoint_folder(job) / "job.json").read_text())
    Checkpoint(kept, log, report, identity).save(state)
    fit_model(job, report)
    record = read_card(job.output).training
    assert record["started"] == "2026-01-02T03:04:05+00:00"
    assert 5000 < record["seconds"] < 5600
    assert record["warnings"][0] == "told before"
    assert record["plan"] == {"seconds": 9}
    assert len(set(record["warnings"])) == len(record["warnings"])


def checkpoint_folder(job: TrainJob) -> Path:
    return Path(job.output).with_name(".model.safetensors.checkpoints")


def read_kept(path: Path, job: TrainJob, report: Reporter) -> dict[str, Any]:
    state = Checkpoint(path, Logbook(job), report, {}).load()
    assert state is not None
    return state


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    moments = {0: {"step": torch.tensor(3.0), "mean": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last)}}
    state = {"optimiser": {"state": moments, "groups": [{"lr": 0.1, "betas": [0.9, 0.999]}, {}]}, "most": 4, "none": None,
             "loss": float("inf"), "counts": torch.tensor([2**40]), "half": torch.rand(3).bfloat16()}  # fmt: skip
    checkpoint = Checkpoint(tmp_path / "new" / "kept.safetensors", Logbook(train_job(tmp_path, fields)), report, {})
    assert checkpoint.load() is None
    checkpoint.save(state)
    assert_same(checkpoint.load(), state)


def test_a_checkpoint_that_is_not_whole_does_not_take_the_place_of_the_one_before(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(tensors: object, path: str, header: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError("the disk is full")

    kept = tmp_path / "new" / "kept.safetensors"
    checkpoint = Checkpoint(kept, Logbook(train_job(tmp_path, fields)), report, {})
    checkpoint.save({"most": 4})
    monkeypatch.setattr(checkpoints, "save_file", write_half)
    checkpoint.save({"most": 2})
    assert checkpoint.load() == {"most": 4}
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, "job.json"}


def test_a_full_disk_does_not_end_the_training(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    (tmp_path / "file").touch()
    checkpoint = Checkpoint(tmp_path / "file" / "kept.safetensors", Logbook(train_job(tmp_path, fields)), report, {})
    for _ in range(2):
        checkpoint.save({"most": 4})
    [warning] = texts(events)
    assert warning.startswith("the training cannot be continued if it is stopped: no checkpoint (")


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


def finish_after(job: TrainJob, epoch: int) -> list[Event]:
    """Trains, and asks to finish when this epoch has been told. Returns what was told."""
    told: list[Event] = []

    def listen(event: Event) -> None:
        told.append(event)
        if isinstance(event, Epoch) and event.number == epoch:
            reporter.finish()

    reporter = Reporter(listen)
    fit_model(job, reporter)
    return told


def test_a_training_that_is_asked_to_finish_leaves_its_best_network_and_no_checkpoint(
    tmp_path: Path, fields: tuple[str, str], every_epoch: None
) -> None:
    job = train_job(tmp_path / "finished", fields, coarse_share=0.0)
    told = finish_after(job, 2)
    card = read_card(job.output)
    curves = [event.figures for event in told if isinstance(event, Epoch)]
    assert len(curves) == 2
    assert card.training["curves"] == curves
    assert card.training["validation"]["miou"] == pytest.approx(
        max(each["validation_miou"] for each in curves), abs=1e-6
    )
    assert any("finished early" in event.text for event in told if isinstance(event, Message))
    assert not list(job_folder(job).glob(".*.checkpoints"))


def test_a_training_finished_among_its_coarse_epochs_is_measured_as_it_is_going_to_map(
    tmp_path: Path, fields: tuple[str, str]
) -> None:
    job = train_job(tmp_path / "finished", fields, coarse_share=0.75, chips_per_epoch=48, ema_decay=0.0)
    finish_after(job, 1)
    network, card = load_model(job.output)
    assert network.output_stride == card.output_stride == 8
    [only] = card.training["curves"]
    assert only["output_stride"] == 16
    assert card.training["validation"]["miou"] != pytest.approx(only["validation_miou"], abs=1e-6)


def job_folder(job: TrainJob) -> Path:
    return Path(job.output).parent
