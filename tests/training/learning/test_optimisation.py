from itertools import pairwise

import pytest

from training.learning.optimisation import learning_rate_factor


def test_the_learning_rate_warms_up_and_falls_to_nothing() -> None:
    factors = [learning_rate_factor(step, 100) for step in range(101)]
    assert factors[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert all(after < before for before, after in pairwise(factors[5:]))
    assert factors[100] == 0
