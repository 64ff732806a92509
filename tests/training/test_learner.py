import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.survey import survey
from training.learner import LOST_STEPS_IN_A_ROW, Learner
from training.learning.gradients import Gradients

BATCH, ACCUMULATE, STEPS = 2, 3, 4


@pytest.fixture
def learner(tmp_path: Path, write_raster: Callable[..., str], report: Reporter) -> Learner:
    """Learns noise of two bands, labelled in halves."""
    image = np.random.default_rng(0).normal(100, 20, (2, 128, 128)).astype(np.float32)
    labels = np.repeat([[1, 2]], 64, axis=1).astype(np.uint8).repeat(128, axis=0)
    paths = write_raster("image.tif", image), write_raster("labels.tif", labels)
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "m.safetensors"), weights="none", chip=32, block=32, buffer=0, batch=BATCH,
                   accumulate=ACCUMULATE, chips_per_epoch=BATCH * ACCUMULATE * STEPS, device="cpu", precision="bfloat16")  # fmt: skip
    return Learner(job, survey(job, tmp_path, report), {}, report)


def test_each_step_takes_as_many_chips_as_are_accumulated(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def note(gradients: Gradients, inputs: Tensor, labels: Tensor) -> float:
        taken.append(len(inputs))
        return 1.0

    monkeypatch.setattr(Gradients, "compute", note)
    assert learner.train_epoch(1, lambda: False) == 1
    assert taken == [BATCH * ACCUMULATE] * STEPS
    assert learner.chips_per_epoch == sum(taken)


def test_the_network_computes_in_the_jobs_precision_on_filters_laid_out_channel_by_channel(learner: Learner) -> None:
    computed = []
    with learner.rehearsal(16) as (gradients, draw):
        filters = gradients.network.backbone.layer1[0].conv1
        filters.register_forward_hook(lambda layer, inputs, output: computed.append(output.dtype))
        gradients.compute(*draw(BATCH))
    assert computed == [torch.bfloat16]
    assert filters.weight.is_contiguous(memory_format=torch.channels_last)


def test_steps_that_are_not_finite_are_left_out_and_told(
    learner: Learner, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    compute, steps = Gradients.compute, iter(range(STEPS))

    def spoil(gradients: Gradients, inputs: Tensor, labels: Tensor) -> float:
        """Spoils the loss of the second step and only the gradients of the third; the last one has none."""
        step = next(steps)
        if step == 0:
            return compute(gradients, inputs[:BATCH], labels[:BATCH])
        if step == 1:
            return compute(gradients, inputs[:BATCH].fill_(torch.nan), labels[:BATCH])
        for weight in gradients.network.parameters():
            weight.grad = torch.full_like(weight, torch.nan) if step == 2 else None
        return 1.0

    monkeypatch.setattr(Gradients, "compute", spoil)
    learner._gradients._precision = torch.float32
    assert math.isfinite(learner.train_epoch(1, lambda: False))
    for network in (learner.averaged, learner._network):
        assert all(tensor.isfinite().all() for tensor in network.state_dict().values())
    [warning] = [event.text for event in events if isinstance(event, Message) and "finite" in event.text]
    assert warning.startswith("2 steps of epoch 1 changed nothing, because the loss or its gradients were not finite")


def test_an_epoch_whose_steps_are_not_finite_has_no_loss(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: tensor.clone() for name, tensor in learner.averaged.state_dict().items()}
    monkeypatch.setattr(Gradients, "compute", lambda *_: math.inf)
    assert math.isnan(learner.train_epoch(1, lambda: False))
    assert all(torch.equal(before[name], tensor) for name, tensor in learner.averaged.state_dict().items())
    # The ten in a row may lie in several epochs.
    monkeypatch.setattr(Gradients, "compute", lambda *_: math.nan)
    taken = []
    while not learner._is_lost:
        learner.train_epoch(2, lambda: taken.append(None) is not None)
    assert len(taken) == LOST_STEPS_IN_A_ROW - STEPS
