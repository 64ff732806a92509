from statistics import NormalDist

import numpy as np
import pytest

from training.block_counts import BlockCounts
from training.bootstrap import (
    FEWEST_BLOCKS,
    _students_t,
    class_intervals,
    difference_intervals,
    draws,
    intervals,
)
from training.metrics import Figures

PIXELS = 1000  # of each block


def map_blocks(*right: float) -> BlockCounts:
    """Returns blocks of half the pixels in each of two classes; this share of a block's pixels is right."""
    hits = [round(share * PIXELS / 2) for share in right]
    matrices = [np.array([[hit, PIXELS // 2 - hit], [PIXELS // 2 - hit, hit]]) for hit in hits]
    return BlockCounts.gather(enumerate(matrices), len(right), 2)


def test_an_interval_is_as_wide_as_blocks_differ_and_not_as_pixels_would_have_it() -> None:
    generator = np.random.default_rng(3)
    shares = np.clip(generator.normal(0.8, 0.05, 100), 0, 1).round(3)
    low, high = intervals(map_blocks(*shares))["accuracy"]
    error = shares.std(ddof=1) / 10
    assert low == pytest.approx(shares.mean() - 1.98 * error, abs=0.2 * error)
    assert high == pytest.approx(shares.mean() + 1.98 * error, abs=0.2 * error)


def test_blocks_that_agree_leave_no_doubt() -> None:
    low, high = intervals(map_blocks(*[0.75] * 12))["miou"]
    assert low == high == pytest.approx(0.6)  # 750 of 1250


def test_fewer_than_six_blocks_have_no_interval() -> None:
    enough = np.linspace(0.5, 0.9, FEWEST_BLOCKS)
    assert intervals(map_blocks(*enough))["accuracy"] is not None
    assert intervals(map_blocks(*enough[1:])) == {"accuracy": None, "miou": None, "kappa": None}
    assert list(draws(map_blocks(*enough[1:]))) == []


def test_few_blocks_have_wider_intervals_than_their_draws_spread() -> None:
    few = map_blocks(0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
    low, high = intervals(few)["accuracy"]
    plain = np.quantile([figures.accuracy for figures in draws(few)], [0.025, 0.975])
    assert low < plain[0] < plain[1] < high


def test_a_block_with_more_pixels_counts_for_more() -> None:
    one, two = map_blocks(*[0.5] * 5, 0.9), map_blocks(*[0.5] * 5, 0.9)
    heavy = BlockCounts(two.cells * np.where(two.cells[:, :1] == 5, [1, 1, 1, 9], [1, 1, 1, 1]), 6, 2)
    assert intervals(heavy)["accuracy"].high > intervals(one)["accuracy"].high


def test_maps_are_compared_on_the_same_blocks() -> None:
    """One map is a little ahead in every block, though blocks differ by far more than that."""
    shares = np.linspace(0.5, 0.9, 10)
    ahead, behind = map_blocks(*shares + 0.02), map_blocks(*shares)
    low, high = difference_intervals(ahead, behind)["accuracy"]
    assert low == pytest.approx(0.02)
    assert high == pytest.approx(0.02)
    apart = intervals(ahead)["accuracy"], intervals(behind)["accuracy"]
    assert apart[0].low < apart[1].high


def test_a_class_that_few_blocks_hold_has_no_interval() -> None:
    common = np.array([[90, 10, 0], [5, 95, 0], [0, 0, 0]])
    rare = common + np.diag([0, 0, 40])
    blocks = BlockCounts.gather(enumerate([common] * 7 + [rare] * 5), 12, 3)
    found = class_intervals(blocks, ["paddy", "trees", "ponds"])
    assert found["ponds"] is None
    assert found["paddy"].low <= Figures(blocks.matrix).iou[0] <= found["paddy"].high


def test_the_same_blocks_have_the_same_interval() -> None:
    shares = np.linspace(0.5, 0.9, 9)
    assert intervals(map_blocks(*shares)) == intervals(map_blocks(*shares))


@pytest.mark.parametrize(("freedom", "quantile"), [(5, 2.5706), (7, 2.3646), (11, 2.2010), (30, 2.0423)])
def test_students_t_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert _students_t(0.975, freedom) == pytest.approx(quantile, abs=0.003)
    assert _students_t(0.975, 10**6) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-4)
