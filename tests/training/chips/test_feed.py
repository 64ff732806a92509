from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.variations import VARIATIONS
from tests.training.chips.conftest import AS_IT_IS
from training.chips.feed import Batch, Feed
from training.ground.survey import survey

CPU = torch.device("cpu")


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_way_of_the_table_changes_what_a_training_sees(
    tmp_path: Path, job: TrainJob, report: Reporter, name: str
) -> None:
    ground = survey(job, tmp_path, report)

    def seen(setting: str) -> tuple[Batch, Batch]:
        """A step's inputs and labels, and those of a trial."""
        others = (other for other in AS_IT_IS if other != f"{name}=0")
        feed = Feed(replace(job, augment=(*others, f"{name}={setting}")), ground, CPU)
        [batch] = feed.batches(1, 1, 8)
        return batch, feed.on_trial()(8)

    usual = seen("0")
    for setting in ("1", f"1:{VARIATIONS[name].limits[0]}"):
        for (inputs, labels), (varied, varied_labels) in zip(usual, seen(setting), strict=True):
            assert (varied.shape, varied.dtype) == (inputs.shape, inputs.dtype)
            assert not torch.equal(varied, inputs)
            assert torch.equal(varied_labels, labels) == (name not in ("orientation", "scale"))


def test_chips_are_normalised_and_lie_channel_by_channel(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    feed = Feed(job, survey(job, tmp_path, report), CPU)
    [batch] = feed.batches(1, 1, 8)
    for inputs, _ in (batch, feed.on_trial()(8)):
        assert abs(inputs.mean()) < 0.1
        assert inputs.std() == pytest.approx(1, abs=0.1)
        assert inputs.is_contiguous(memory_format=torch.channels_last)
