from collections.abc import Callable

import numpy as np
import pytest

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.sample import edge_windows, spread_windows, take_sample

Write = Callable[..., str]


def grid(height: int, width: int) -> Grid:
    return Grid(width, height, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "")


@pytest.mark.parametrize(
    ("height", "width", "count"),
    [(1, 1, 1), (64, 64, 1), (65, 64, 2), (100_000, 3, 7), (5000, 9000, 49), (448, 448, 49)],
)
def test_samples_are_few_and_lie_inside_the_raster(height: int, width: int, count: int) -> None:
    windows = list(spread_windows(grid(height, width)))
    assert len(windows) == count
    for window in windows:
        assert window.row >= 0 <= window.column
        assert window.bottom <= height
        assert window.right <= width
    middle = sum(window.row + window.bottom for window in windows) / count
    assert middle == pytest.approx(height, abs=max(2, height / 50))


@pytest.mark.parametrize(("height", "width"), [(449, 300), (5000, 9000), (64, 100_000)])
def test_a_sample_looks_into_all_corners_of_a_large_raster(height: int, width: int) -> None:
    windows = list(edge_windows(grid(height, width)))
    corners = {(0, 0), (0, width), (height, 0), (height, width)}
    sides = [{(w.row, w.column), (w.row, w.right), (w.bottom, w.column), (w.bottom, w.right)} for w in windows]
    assert corners <= set().union(*sides)
    assert len(windows) <= 8


def test_of_a_small_raster_every_pixel_is_in_the_sample(write_raster: Write) -> None:
    values = np.arange(300 * 448, dtype=np.float32).reshape(300, 448)
    sample = take_sample(Raster(write_raster("small.tif", values)), (1,))
    assert sample.edges == []
    assert set(np.concatenate([image.ravel() for image in sample.images])) == set(values.ravel())
