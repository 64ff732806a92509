"""How the learning rate rises and falls over the steps of a training."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from paddy_segmenter.jobs import TrainJob

POLY_POWER = 0.9  # Chen et al. 2017
ONE_CYCLE_START = 1 / 25  # of the highest learning rate

Course = Callable[[float], float]  # from a share of the steps, 0 to 1, to a share of the highest learning rate


@dataclass(frozen=True)
class Schedule:
    """How the learning rate rises in the warm-up and falls afterwards, and the least share of the steps that the warm-up takes."""

    rise: Course
    fall: Course
    least_warm_up: float = 0.0


def fall_by_poly(share: float) -> float:
    """Falls almost evenly (Chen et al. 2017)."""
    return float((1 - share) ** POLY_POWER)


def fall_by_cosine(share: float) -> float:
    """Falls along half a cosine (Loshchilov and Hutter 2017, without restarts)."""
    return (1 + math.cos(math.pi * share)) / 2


def stay(share: float) -> float:
    """Does not fall."""
    return 1.0


def rise_by_cosine(share: float) -> float:
    """Rises along half a cosine from ONE_CYCLE_START."""
    return 1 - (1 - ONE_CYCLE_START) * fall_by_cosine(share)


SCHEDULES = {
    "poly": Schedule(lambda share: share, fall_by_poly),
    "cosine": Schedule(lambda share: share, fall_by_cosine),
    "constant": Schedule(lambda share: share, stay),
    "one_cycle": Schedule(rise_by_cosine, fall_by_cosine, 0.3),  # Smith and Topin 2018; the momentum stays as it is
}


def plan_rates(job: TrainJob, steps: int) -> Callable[[int], float]:
    """Returns a function from a step, counted from 0, to the share of the highest learning rate there."""
    schedule = SCHEDULES[job.schedule]
    warm_up = max(1, math.ceil(max(job.warm_up, schedule.least_warm_up) * steps))

    def share_at(step: int) -> float:
        if step < warm_up:
            return schedule.rise((step + 1) / warm_up)
        return schedule.fall(min(1.0, (step - warm_up) / max(1, steps - warm_up)))

    return share_at
