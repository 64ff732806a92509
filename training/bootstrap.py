"""How far figures may be off by chance: intervals by a bootstrap over blocks of ground.

Pixels of one block resemble each other, so blocks are drawn, not pixels: each draw takes as many blocks as there are, with replacement, adds up
their confusion matrices and computes the figures anew (Efron and Tibshirani 1993, chapter 8; Roberts et al. 2017 on blocks). The interval is
the expanded percentile one of Hesterberg 2015 ("What teachers should know about the bootstrap", section 5.3), because the plain one is too narrow for few blocks.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from .block_counts import BlockCounts
from .metrics import Figures

FEWEST_BLOCKS = 6  # of fewer, the draws are too much alike for an interval
CONFIDENCE = 0.95
DRAWS = 2000
SEED = 0  # the same figures have the same interval

Measure = Callable[[Figures], float]
MEASURES: dict[str, Measure] = {
    "accuracy": lambda figures: figures.accuracy,
    "miou": lambda figures: figures.miou,
    "kappa": lambda figures: figures.kappa,
}


class Interval(NamedTuple):
    """Where a figure would lie, in about 95 of 100 cases, had other blocks of the same kind been measured."""

    low: float
    high: float


Intervals = dict[str, Interval | None]


def intervals(blocks: BlockCounts, measures: Mapping[str, Measure] = MEASURES) -> Intervals:
    """Returns the intervals of figures by name; None where fewer than FEWEST_BLOCKS blocks hold a pixel that counts."""
    drawn = [[measure(figures) for measure in measures.values()] for figures in draws(blocks)]
    return _by_name(blocks.measured, drawn, list(measures))


def difference_intervals(
    first: BlockCounts, second: BlockCounts, measures: Mapping[str, Measure] = MEASURES
) -> Intervals:
    """Returns by name how far the first map is ahead of the second one on the same blocks, of which both draw the same."""
    pairs = zip(draws(first), draws(second), strict=True)
    drawn = [[measure(ahead) - measure(behind) for measure in measures.values()] for ahead, behind in pairs]
    return _by_name(first.measured, drawn, list(measures))


def class_intervals(blocks: BlockCounts, names: Sequence[str]) -> Intervals:
    """Returns the interval of each class's IoU by name; None of classes that fewer than FEWEST_BLOCKS blocks hold in their reference."""
    drawn = np.array([figures.iou for figures in draws(blocks)]).reshape(-1, len(names))
    holding = [blocks.holding(index) for index in range(len(names))]
    return {
        name: _interval(count, shares.tolist()) for name, count, shares in zip(names, holding, drawn.T, strict=True)
    }


def plain_intervals(found: Intervals) -> dict[str, list[float] | None]:
    """Returns intervals as JSON takes them: the low and the high end with six decimals, or None."""
    return {name: [round(end, 6) for end in each] if each else None for name, each in found.items()}


def draws(blocks: BlockCounts) -> Iterator[Figures]:
    """Yields the figures of each draw, none where there are too few blocks; the same blocks each time for as many blocks."""
    if blocks.measured < FEWEST_BLOCKS:
        return
    generator = np.random.default_rng(SEED)
    for _ in range(DRAWS):
        drawn = generator.integers(0, blocks.blocks, blocks.blocks)
        yield Figures(blocks.weighted(np.bincount(drawn, minlength=blocks.blocks)))


def _by_name(blocks: int, drawn: list[list[float]], names: Sequence[str]) -> Intervals:
    columns = zip(*drawn, strict=True) if drawn else [()] * len(names)
    return {name: _interval(blocks, values) for name, values in zip(names, columns, strict=True)}


def _interval(blocks: int, values: Sequence[float]) -> Interval | None:
    known = [value for value in values if math.isfinite(value)]
    if blocks < FEWEST_BLOCKS or not known:
        return None
    outside = _expanded((1 - CONFIDENCE) / 2, blocks)
    low, high = np.quantile(known, [outside, 1 - outside])
    return Interval(float(low), float(high))


def _expanded(share: float, blocks: int) -> float:
    """Returns the share of the draws that is cut off at either side, so that the interval is as wide as one by Student's t."""
    wider = math.sqrt(blocks / (blocks - 1)) * _students_t(1 - share, blocks - 1)
    return NormalDist().cdf(-wider)


def _students_t(share: float, freedom: int) -> float:
    """Returns the quantile of Student's t (Abramowitz and Stegun 1964, 26.7.5), to 0.003 from 5 degrees of freedom on."""
    z = NormalDist().inv_cdf(share)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
