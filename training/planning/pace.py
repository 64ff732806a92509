"""How long the epochs of a training take here, and how much memory its steps take: measured on a copy of the network."""

from collections.abc import Callable
from timeit import timeit
from typing import NamedTuple

import torch

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.training.learning import LEAST_BATCH

from .. import processes
from ..assessment.validate import Sizes, count_pixels
from ..chips.feed import AHEAD
from ..ground.ground import Ground
from ..learner import COARSE_STRIDE, Learner
from ..learning.batch import measure_memory
from ..learning.gradients import Draw, Gradients
from ..learning.optimisation import Optimisation
from .reading_pace import time_reading

TIMED = 2  # steps, after one that warms up
# Pixels of such a step; the seconds of a whole one are in proportion.
STEP_PIXELS = {"cpu": 2**17, "mps": 2**17, "cuda": 2**25}
# Steps whose chips lie in its memory at once: those that are drawn ahead, and this one as it was read and as the network takes it.
STEPS_DRAWN = {"cpu": AHEAD + 2, "mps": AHEAD + 2, "cuda": 1}
WORTH_MEASURING = 50  # steps of a training: of fewer, the measurement would be too large a part


class Pace(NamedTuple):
    """Seconds of an epoch: of its steps, and of its validation."""

    training: float
    validation: float

    @property
    def seconds(self) -> float:
        """Seconds of an epoch."""
        return self.training + self.validation


def is_worth_measuring(learner: Learner) -> bool:
    """Returns whether a training takes so long that it is worth a few steps to know more about it."""
    return learner.steps_per_epoch * learner.job.epochs >= WORTH_MEASURING


def measure_memory_of_step(learner: Learner) -> int:
    """Returns about how many bytes of memory a step takes at the finest output stride, and the weights and all chips that are drawn with it."""
    job = learner.job
    with processes.alone(), learner.rehearsal(job.output_stride) as (trial, draw):
        chip, weights = measure_memory(trial, draw)
        drawn = sum(part.nbytes for part in draw(LEAST_BATCH)) / LEAST_BATCH
    chips = STEPS_DRAWN[trial.device.type] * job.chips_per_step
    return round((job.batch * chip + chips * drawn) / processes.count() + weights)


def measure_paces(learner: Learner, ground: Ground, report: Reporter) -> dict[int, Pace]:
    """Returns the pace at each output stride of the training, the finest one first."""
    strides = [learner.job.output_stride, *([COARSE_STRIDE] if learner.coarse_epochs else [])]
    paces = {}
    for stride in strides:
        report.progress(0.0, f"measuring how long a step takes at output stride {stride}")
        paces[stride] = _measure_pace(learner, ground, stride)
    return paces


def _measure_pace(learner: Learner, ground: Ground, output_stride: int) -> Pace:
    job, sizes = learner.job, Sizes.of(learner.job, ground)
    pixels = count_pixels(ground, sizes)
    with processes.alone(), learner.rehearsal(output_stride) as (trial, draw):
        training = learner.steps_per_epoch * _time_step(job, trial, draw)
        validation = pixels * _time_pixel(learner.predictor(trial.network), len(ground.band_names), job.chip)
        validation += time_reading(ground, sizes, trial.device)
    return Pace(training / processes.count(), validation / processes.count())


def _time_step(job: TrainJob, trial: Gradients, draw: Draw) -> float:
    """Returns the seconds of a step. Its chips are drawn while the network computes, so that the slower of the two counts."""
    optimisation = Optimisation(trial.network, job, lambda step: 1.0)
    chips = min(job.batch, max(LEAST_BATCH, STEP_PIXELS[trial.device.type] // job.chip**2))
    inputs, labels = draw(chips)

    def step() -> None:
        trial.compute(inputs, labels)
        optimisation.step()
        float(next(trial.network.parameters()).detach().sum())  # which waits for the device

    slower = max(_time(step), _time(lambda: draw(chips)))
    return slower * job.chips_per_step / chips


def _time_pixel(predictor: Predictor, bands: int, chip: int) -> float:
    """Returns the seconds that the network takes for a pixel of a map."""
    images, valid = torch.rand(LEAST_BATCH, bands, chip, chip), torch.ones(LEAST_BATCH, chip, chip, dtype=torch.bool)
    return _time(lambda: float(predictor.probabilities(images, valid).sum())) / valid.numel()


def _time(task: Callable[[], object]) -> float:
    task()
    return timeit(task, number=TIMED) / TIMED
