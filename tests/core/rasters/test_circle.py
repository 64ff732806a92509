"""Boxes around the globe."""

import numpy as np
import pytest

from paddy_segmenter.core.rasters.circle import share_ground, turns


@pytest.mark.parametrize("circle", [None, 360.0])
@pytest.mark.parametrize("other", [(179.95, -17.0, 180.1, -16.0), (-10.0, -5.0, 350.0, 5.0), (0.0, 0.0, 1.0, 1.0)])
def test_of_many_boxes_those_that_share_ground_are_found_at_once(
    circle: float | None, other: tuple[float, float, float, float]
) -> None:
    random = np.random.default_rng(0)
    corners = random.uniform((-400, -40), (400, 40), (500, 2))
    boxes = np.concatenate([corners, corners + random.uniform(0, 60, (500, 2))], axis=1)
    expected = [len(turns(tuple(box), other, circle)) > 0 for box in boxes]
    assert share_ground(boxes, other, circle).tolist() == expected


def test_a_box_whose_sides_are_no_numbers_may_lie_anywhere() -> None:
    boxes = np.array([[np.nan] * 4, [5.0, 5.0, 6.0, 6.0]])
    assert share_ground(boxes, (0.0, 0.0, 1.0, 1.0), 360.0).tolist() == [True, False]


def test_a_box_of_more_than_half_a_circle_may_be_that_of_what_jumps_from_180_to_minus_180() -> None:
    boxes = np.array([[-176.2, -20.0, 176.5, 12.0], [-176.2, 13.0, 176.5, 14.0], [-176.2, -20.0, -20.0, 12.0]])
    assert share_ground(boxes, (179.5, 9.0, 180.8, 10.0), 360.0).tolist() == [True, False, False]
