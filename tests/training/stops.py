"""Trainings of a moment that are stopped, or asked to finish, and what they leave."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Epoch, Event, Message, Progress, Reporter
from paddy_segmenter.jobs import TrainJob
from training.checkpoints import Checkpoints
from training.fit import fit_model
from training.logbook import Logbook


def train_job(folder: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    folder.mkdir(exist_ok=True)
    settings = {"weights": "none", "chip": 32, "block": 64, "buffer": 4, "batch": 4, "epochs": 4, "chips_per_epoch": 8,
                "device": "cpu", "precision": "float32"}  # fmt: skip
    return TrainJob(fields[:1], fields[1:], str(folder / "model.safetensors"), **(settings | changes))


def write_start(path: Path) -> str:
    """Writes the weights of a backbone whose normalisation has statistics. Returns the path."""
    network = DeepLabV3("resnet34", 1, 2, 8, (1, 2, 3), 32, True)
    for layer in network.backbone.modules():
        if isinstance(layer, nn.BatchNorm2d) and layer.running_mean is not None:
            layer.running_mean.fill_(0.1)
    state = network.state_dict()
    save_file({name: state[name].contiguous() for name in state if name.startswith("backbone.")}, path)
    return str(path)


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


def finish_after(job: TrainJob, epoch: int, *, within_next: bool = False) -> list[Event]:
    """Trains, and asks to finish when this epoch has been told, or in the course of the next one. Returns what was told."""
    told: list[Event] = []

    def listen(event: Event) -> None:
        told.append(event)
        is_next = isinstance(event, Progress) and event.text.startswith(f"epoch {epoch + 1} of")
        is_told = isinstance(event, Epoch) and event.number == epoch
        if is_next if within_next else is_told:
            reporter.finish()

    reporter = Reporter(listen)
    fit_model(job, reporter)
    return told


def checkpoint_of(job: TrainJob, report: Reporter) -> dict[str, Any]:
    state = Checkpoints(job.output, Logbook(job), report).next().load()
    assert state is not None
    return state


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message)]


def is_about_arithmetic(event: Event) -> bool:
    return isinstance(event, Message) and event.level == "warning" and "was begun in" in event.text


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
