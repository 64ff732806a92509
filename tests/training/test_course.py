import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.training.stops import train_job
from training.block_counts import BlockCounts
from training.checkpoints import Checkpoints
from training.course import Fit
from training.ground.survey import survey
from training.logbook import Logbook
from training.metrics import Figures

Course = Callable[..., Fit]
SPARED = [[950, 50, 0], [50, 950, 0], [0, 0, 0]]
# The better network, and it maps one pixel as the class that the reference lacks.
STRAY = [[990, 9, 1], [10, 990, 0], [0, 0, 0]]


@pytest.fixture
def job(tmp_path: Path, fields: tuple[str, str]) -> TrainJob:
    """Learns the fields with a few pixels of a third class."""
    gdal.Open(fields[1], gdal.GA_Update).WriteArray(np.full((8, 8), 3, np.uint8))
    return train_job(tmp_path, fields, coarse_share=0.0)


@pytest.fixture
def run(tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch) -> Course:
    """Runs the course of a training that learns nothing, and whose epochs have these losses and confusion matrices."""

    def train(job: TrainJob, losses: list[float], matrices: list[list[list[int]]]) -> Fit:
        counted = (BlockCounts.gather([(0, np.array(matrix))], 1, 3) for matrix in matrices)
        figures = (Figures(by_block.matrix, by_block) for by_block in counted)
        monkeypatch.setattr("training.course.validate", lambda *_: next(figures))
        monkeypatch.setattr("training.learner.Learner.train_epoch", lambda *_: losses.pop(0))
        ground = survey(job, tmp_path, report)
        fit = Fit(job, ground, Checkpoints(job.output, Logbook(job), report).next(), report)
        fit.run(len(losses))
        return fit

    return train


def test_the_best_epoch_is_not_the_one_that_spares_a_class_without_reference_pixels(job: TrainJob, run: Course) -> None:
    outcome = run(job, [1.0, 1.0, 1.0], [SPARED, STRAY, SPARED]).outcome
    assert outcome.best_epoch == 2
    assert outcome.curves[1]["validation_miou"] == pytest.approx((990 / 1010 + 990 / 1009) / 2)


@pytest.mark.parametrize(("folds", "kept"), [(0, [False, True, False, True]), (2, [True] * 4)])
def test_of_epochs_that_are_neither_best_nor_last_no_counts_by_block_are_kept_unless_folds_need_them(
    job: TrainJob, run: Course, folds: int, kept: list[bool]
) -> None:
    outcome = run(replace(job, folds=folds), [1.0] * 4, [SPARED, STRAY, SPARED, SPARED]).outcome
    assert [figures.by_block is not None for figures in outcome.judged] == kept


def test_a_loss_that_is_lost_in_the_third_epoch_hands_out_the_best_network_before(
    job: TrainJob, run: Course, report: Reporter, events: list[Event]
) -> None:
    fit = run(job, [1.0, 1.0, math.nan, 1.0], [SPARED, STRAY])
    assert fit.outcome.best_epoch == len(fit.outcome.curves) == 2
    assert fit.outcome.ended == (
        "ended in epoch 3, whose loss was not finite: the best network so far is that of epoch 2"
    )
    [warning] = [event.text for event in events if isinstance(event, Message) and "no longer finite" in event.text]
    assert warning.startswith("the loss is no longer finite in epoch 3: the training ends with the best network before")
    assert all(tensor.isfinite().all() for tensor in fit.best_network().state_dict().values())


def test_a_loss_that_is_lost_in_the_first_fine_epoch_hands_out_a_coarse_network_measured_as_it_maps(
    job: TrainJob, run: Course
) -> None:
    fit = run(replace(job, coarse_share=0.5), [1.0, 1.0, math.nan, 1.0], [STRAY, SPARED, STRAY, SPARED])
    assert fit.learner.coarse_epochs == 2
    assert fit.learner.output_stride == 8
    assert fit.outcome.best_epoch == 1
    # Both are measured once more, the last one first.
    assert fit.outcome.last.matrix.tolist() == STRAY
    assert fit.outcome.best.matrix.tolist() == SPARED


def test_a_loss_that_is_lost_in_the_first_epoch_leaves_nothing_to_hand_out(job: TrainJob, run: Course) -> None:
    with pytest.raises(InputError, match="the loss is no longer finite: choose a lower learning rate"):
        run(job, [math.nan, 1.0], [SPARED])
