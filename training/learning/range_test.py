"""The learning rate found by a range test (Smith 2017): it rises from step to step, and the loss shows where it is of use."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from .gradients import Draw, Gradients
from .optimisation import Optimisation

LOWEST = {"adamw": 1e-6, "adam": 1e-6, "sgd": 1e-5}  # learning rate
DECADES, STEPS_PER_DECADE = 5, 16
SMOOTHING = 0.25  # decades, the standard deviation of the weights by which losses are averaged

Floats = npt.NDArray[np.float64]


def settle_learning_rate(job: TrainJob, gradients: Gradients, draw: Draw, report: Reporter) -> TrainJob:
    """Returns the job with the highest learning rate looked for where it leaves it open.

    Args:
        job: with a batch above 0.
        gradients: of the network that is going to be trained; the rates are tried on a copy of it.
        draw: of chips for the trial alone.
        report: hears how far it is, and what was found.

    Raises:
        InputError: the loss is not finite from the start.
    """
    if job.learning_rate:
        return job
    losses = try_rates(job, gradients, draw, report)
    if len(losses) < 2:
        raise InputError(
            "the loss is not finite even at a low learning rate: choose precision float32 or other initial weights"
        )
    rates = [rate_at(job, step) for step in range(len(losses))]
    found = suggest_rate(rates, losses)
    report.message(
        f"learning rate {found:.2g}: the loss fell fastest up to there when the rate rose from {rates[0]:g} to {rates[-1]:.2g}"
    )
    return replace(job, learning_rate=found)


def try_rates(job: TrainJob, gradients: Gradients, draw: Draw, report: Reporter) -> list[float]:
    """Returns the losses of steps at rising rates, up to the first loss that is not finite."""
    losses: list[float] = []
    with gradients.rehearsal() as trial:
        optimisation = Optimisation(trial.network, replace(job, learning_rate=rate_at(job, 0)), rise)
        for step in range(DECADES * STEPS_PER_DECADE):
            report.progress(step / (DECADES * STEPS_PER_DECADE), "looking for the learning rate")
            loss = trial.compute(*draw(job.chips_per_step))
            if not math.isfinite(loss):
                break
            losses.append(loss)
            optimisation.step()
    return losses


def rate_at(job: TrainJob, step: int) -> float:
    """Returns the learning rate of a step of the test."""
    return LOWEST[job.optimiser] * rise(step)


def rise(step: int) -> float:
    """Returns the learning rate of a step over that of the first one."""
    return float(10 ** (step / STEPS_PER_DECADE))


def suggest_rate(rates: list[float], losses: list[float]) -> float:
    """Returns the upper end of the decade of rates in which the loss falls most, among those below the rate where it is least.

    A loss that rises once the rate is too high may fall again from there, but to no good network.
    """
    smoothed = smooth(losses)
    last = max(int(smoothed.argmin()), 1)
    width = min(STEPS_PER_DECADE, last)
    falls = smoothed[: last - width + 1] - smoothed[width : last + 1]
    return rates[int(falls.argmax()) + width]


def smooth(losses: list[float]) -> Floats:
    """Returns the losses averaged over those of nearby rates."""
    places = np.arange(len(losses)) / STEPS_PER_DECADE
    weights = np.exp(-(((places[:, np.newaxis] - places) / SMOOTHING) ** 2) / 2)
    averages: Floats = weights @ np.array(losses) / weights.sum(axis=1)
    return averages
