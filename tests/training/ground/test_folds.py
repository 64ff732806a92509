import numpy as np
import pytest

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from training.ground.folds import choose_validation, cut_blocks, plan_block


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
    assert plan_block(sizes, chip=256) == block


def test_validation_holds_its_share_of_every_class_and_the_same_seed_chooses_the_same() -> None:
    counts = np.zeros((50, 3), np.int64)
    counts[:, 0] = 1000
    counts[:10, 1] = 100  # in ten blocks
    counts[10:15, 2] = 10  # in five
    chosen = choose_validation(counts, share=0.2, seed=1)
    np.testing.assert_allclose(counts[chosen].sum(axis=0) / counts.sum(axis=0), [0.2, 0.2, 0.2], atol=0.01)
    np.testing.assert_array_equal(chosen, choose_validation(counts, share=0.2, seed=1))
    assert (chosen != choose_validation(counts, share=0.2, seed=2)).any()


def test_a_class_of_one_block_is_learnt_and_not_only_measured() -> None:
    counts = np.full((10, 2), 100)
    counts[:, 1] = 0
    counts[4, 1] = 50
    for seed in range(20):
        assert not choose_validation(counts, share=0.3, seed=seed)[4]


def test_blocks_without_labels_are_not_validated_on() -> None:
    counts = np.array([[5, 5], [0, 0], [5, 5], [0, 0]])
    assert choose_validation(counts, share=0.5, seed=0)[[1, 3]].sum() == 0


def test_labels_in_one_block_alone_cannot_be_split() -> None:
    with pytest.raises(InputError, match="all labels lie within one block"):
        choose_validation(np.array([[5, 5], [0, 0]]), share=0.2, seed=0)
