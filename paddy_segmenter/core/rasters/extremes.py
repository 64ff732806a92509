"""The least and the greatest value of a band, and how far they lie from the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]

FEWEST_PIXELS = 16
ONE_PERCENT = 1, 99
SPREAD_SAMPLES = 2**14
SMALLEST_SPREAD = 1e-30  # of a single value


@dataclass(frozen=True)
class Outlier:
    """A value of a band that is its least or its greatest.

    The others run from `low` to `high`, `distinct` different ones between the least and the greatest; `distance` is that of the
    nearest, in their spreads.
    """

    value: float
    distance: float
    low: float
    high: float
    distinct: int


def extremes_of(values: Values) -> Iterator[Outlier]:
    """Yields the least and the greatest of values (n,), as far as they are repeated."""
    if not values.size:
        return

    low, high = float(values.min()), float(values.max())
    others = values[(values > low) & (values < high)]
    if others.size:
        distinct = np.unique(others[:: ceil(others.size / SPREAD_SAMPLES)]).astype(np.float64)
        first, last = np.percentile(distinct, ONE_PERCENT)
        least, greatest = float(others.min()), float(others.max())
        spread = max(last - first, SMALLEST_SPREAD)
        extremes = [
            Outlier(low, (least - low) / spread, least, high, distinct.size),
            Outlier(high, (high - greatest) / spread, low, greatest, distinct.size),
        ]
    else:
        extremes = [Outlier(value, inf, other, other, 0) for value, other in {low: high, high: low}.items()]
    yield from (each for each in extremes if np.count_nonzero(values == each.value) >= FEWEST_PIXELS)
