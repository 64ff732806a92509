import numpy as np
import pytest

from paddy_segmenter.core.mapping.stored_part import MAX_QUESTIONS, PROBE, stored_part
from paddy_segmenter.core.tiles import Window


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (Window(0, 0, 1000, 2000), Window(0, 0, 1000, 2000)),
        (Window(300, 700, 10, 10), Window(256, 512, 256, 256)),
        (Window(300, 700, 300, 1300), Window(256, 512, 512, 1488)),
        (Window(0, 0, 0, 0), Window(0, 0, 1000, 2000)),
    ],
)
def test_tiles_are_laid_around_what_is_stored(data: Window, part: Window) -> None:
    def may_hold_data(window: Window) -> bool:
        shared = window.within(data)
        return shared.height > 0 and shared.width > 0

    assert stored_part(Window(0, 0, 1000, 2000), may_hold_data) == part


def test_a_vast_raster_that_is_nearly_empty_is_searched_with_few_questions() -> None:
    questions = 0
    spots = [Window(700_000, 12_345, 10, 10), Window(200_000, 999_000, 10, 10)]

    def may_hold_data(window: Window) -> bool:
        nonlocal questions
        questions += 1
        return any(window.overlaps(spot) for spot in spots)

    part = stored_part(Window(0, 0, 1_000_000, 1_000_000), may_hold_data)
    assert (part.row, part.column) == (199_936, 12_288)
    assert (part.bottom, part.right) == (700_160, 999_168)
    assert questions < 300


@pytest.mark.parametrize("seed", range(20))
def test_what_is_found_is_what_asking_about_every_square_would_find(seed: int) -> None:
    random = np.random.default_rng(seed)
    area = Window(37, 101, int(random.integers(1, 5000)), int(random.integers(1, 5000)))
    rows, columns = -(-area.height // PROBE), -(-area.width // PROBE)
    held = random.random((rows, columns)) < random.choice([0.003, 0.02, 0.3])

    def may_hold_data(window: Window) -> bool:
        top, left = (window.row - area.row) // PROBE, (window.column - area.column) // PROBE
        bottom, right = -(-(window.bottom - area.row) // PROBE), -(-(window.right - area.column) // PROBE)
        return bool(held[top:bottom, left:right].any())

    expected = area
    if held.any():
        top, bottom = np.flatnonzero(held.any(axis=1))[[0, -1]].tolist()
        left, right = np.flatnonzero(held.any(axis=0))[[0, -1]].tolist()
        size = PROBE * (bottom + 1 - top), PROBE * (right + 1 - left)
        expected = Window(area.row + PROBE * top, area.column + PROBE * left, *size).within(area)
    assert stored_part(area, may_hold_data) == expected


def test_the_search_ends_where_data_lie_all_over_and_then_leaves_nothing_out() -> None:
    questions = 0

    def may_hold_data(window: Window) -> bool:
        nonlocal questions
        questions += 1
        return window.height > PROBE or window.width > PROBE

    area = Window(0, 0, 200_000, 200_000)
    assert stored_part(area, may_hold_data) == area
    assert questions <= MAX_QUESTIONS
