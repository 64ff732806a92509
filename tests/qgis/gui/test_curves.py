"""The axes of the curves."""

import pytest

from paddy_segmenter.gui.curves import ticks


@pytest.mark.parametrize(
    ("highest", "places"),
    [
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (40, [0, 10, 20, 30, 40]),
        (0.31, [0, 0.1, 0.2, 0.3]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (7.4, [0, 2, 4, 6]),
    ],
)
def test_axes_are_marked_at_round_numbers(highest: float, places: list[float]) -> None:
    assert ticks(highest) == places
