from pathlib import Path

import pytest
import torch

from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.events import Epoch, Reporter
from tests.training.stops import checkpoint_of, finish_after, stop_after, texts, train_job


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
