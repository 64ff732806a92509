from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Epoch, Event, Reporter
from tests.training.stops import checkpoint_of, finish_after, stop_after, texts, train_job
from training.fit import fit_model


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
    assert card.training["ended"].startswith("finished early")
    assert card.training["ended"] in texts(told)
    assert not list(Path(job.output).parent.glob(".*.checkpoints"))


@pytest.mark.usefixtures("every_epoch")
def test_the_last_network_of_a_training_finished_within_an_epoch_is_the_one_that_was_measured(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    job = train_job(tmp_path / "finished", fields, coarse_share=0.0, keep_last="yes")
    finish_after(job, 2, within_next=True)
    measured = train_job(tmp_path / "stopped", fields, coarse_share=0.0)
    stop_after(measured, 1, 2)
    average = checkpoint_of(measured, report)["optimisation"]["average"]
    network, card = load_model(job.last_path)
    assert card.training["best_epoch"] == 2
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, average[f"module.{name}"]), name


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
    assert card.training["last_epoch"] == card.training["validation"]  # the only epoch is the last one, too


def test_a_model_that_cannot_be_written_is_kept_as_a_checkpoint(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = train_job(tmp_path / "full", fields, epochs=1, coarse_share=0.0)

    def refuse(*_: object) -> None:
        raise OutputError("model.safetensors cannot be written (No space left on device): choose another folder")

    with monkeypatch.context() as full:
        full.setattr("training.fit.save_model", refuse)
        with pytest.raises(OutputError, match="start the training again with the same settings and it goes on from"):
            fit_model(job, report)

    moved = replace(job, output=str(tmp_path / "model.safetensors"))
    (tmp_path / "full" / ".model.safetensors.checkpoints").rename(tmp_path / ".model.safetensors.checkpoints")
    told: list[Event] = []
    fit_model(moved, Reporter(told.append))
    assert "the training goes on after epoch 1 of 1" in texts(told)
    assert not any(isinstance(event, Epoch) for event in told)
    assert load_model(moved.output)[1].training["best_epoch"] == 1
