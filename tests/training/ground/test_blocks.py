import numpy as np
import pytest

from paddy_segmenter.core.tiles import Window
from training.ground.blocks import cut_blocks, plan_block


@pytest.mark.parametrize(("height", "width", "block"), [(512, 512, 512), (413, 301, 128), (5, 5, 10), (1000, 999, 256)])
def test_blocks_cover_the_raster_once(height: int, width: int, block: int) -> None:
    covered = np.zeros((height, width), int)
    for window in cut_blocks(height, width, block):
        assert max(window.height, window.width) <= block
        covered[window.row : window.bottom, window.column : window.right] += 1
    assert (covered == 1).all()


def test_a_raster_of_one_block_is_that_block() -> None:
    assert cut_blocks(512, 512, 512) == [Window(0, 0, 512, 512)]


@pytest.mark.parametrize(
    ("sizes", "block"),
    [([(512, 512)] * 30, 512), ([(4096, 4096)], 512), ([(1024, 1024)], 256), ([(413, 301)], 128), ([(100, 100)], 64)],
)
def test_blocks_are_two_chips_or_smaller_on_little_ground(sizes: list[tuple[int, int]], block: int) -> None:
    assert plan_block(lambda side: sum(len(cut_blocks(*size, side)) for size in sizes), chip=256) == block
