import math
from itertools import pairwise

import pytest

from paddy_segmenter.jobs.training.learning import SCHEDULES as NAMES
from tests.training.learning.conftest import train_job
from training.learning.schedules import SCHEDULES, plan_rates


def factors(steps: int, **options: object) -> list[float]:
    return [plan_rates(train_job(**options), steps)(step) for step in range(steps + 1)]


@pytest.mark.parametrize("schedule", [name for name in NAMES if name != "constant"])
def test_the_learning_rate_warms_up_and_falls_to_nothing(schedule: str) -> None:
    course = factors(100, schedule=schedule, warm_up=0.4)
    assert all(before < after for before, after in pairwise(course[:40]))
    assert course[39] == 1
    assert all(after < before for before, after in pairwise(course[40:]))
    assert course[100] == pytest.approx(0)


def test_a_constant_learning_rate_stays_after_its_warm_up() -> None:
    assert factors(10, schedule="constant", warm_up=0.0) == [1.0] * 11
    assert factors(10, schedule="constant", warm_up=0.2) == [0.5] + [1.0] * 10


def test_every_schedule_that_can_be_asked_for_exists() -> None:
    assert set(SCHEDULES) == set(NAMES)


def test_without_further_options_it_falls_by_poly_after_a_twentieth_of_the_steps() -> None:
    course = factors(100)
    assert course[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert course[5 + 19] == pytest.approx((1 - 19 / 95) ** 0.9)


def test_cosine_is_half_way_down_in_the_middle_and_slow_at_both_ends() -> None:
    course = factors(100, schedule="cosine", warm_up=0.0)
    assert course[50] == pytest.approx((1 + math.cos(math.pi * 49 / 99)) / 2)
    assert course[1] - course[10] < 0.03 < course[45] - course[55]


def test_one_cycle_starts_at_a_fraction_and_takes_its_time_to_rise() -> None:
    course = factors(1000, schedule="one_cycle")
    assert course[0] == pytest.approx(1 / 25, abs=1e-3)
    assert course.index(max(course)) == 299
    assert course[149] == pytest.approx((1 / 25 + 1) / 2)


@pytest.mark.parametrize("schedule", NAMES)
def test_a_training_of_one_step_takes_it_at_the_full_rate(schedule: str) -> None:
    assert factors(1, schedule=schedule)[0] == pytest.approx(1)
