from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.training.stops import train_job
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
        figures = map(Figures, map(np.array, matrices))
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
