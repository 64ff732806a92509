"""Whether a network is better than the baseline, beyond what other blocks of ground might have shown."""

import math
from dataclasses import dataclass
from typing import Any

from paddy_segmenter.core.amounts import many
from paddy_segmenter.events import Reporter

from ..bootstrap import FEWEST_BLOCKS, MEASURES, Interval, Intervals, difference_intervals, plain_intervals
from ..metrics import Figures, plain

NAME = "a linear discriminant analysis of the bands and their means over 7 and 19 pixels"


@dataclass(frozen=True)
class Verdict:
    """How far the network is ahead of the baseline on the same ground.

    Attributes:
        network: its figures.
        baseline: those of the baseline.
        intervals: of the differences by the name of the figure; None where there are too few blocks.
        blocks: how many there are.
    """

    network: Figures
    baseline: Figures
    intervals: Intervals
    blocks: int

    @property
    def ahead(self) -> dict[str, float]:
        """By how much the network is better, by the name of the figure."""
        return {name: measure(self.network) - measure(self.baseline) for name, measure in MEASURES.items()}

    @property
    def is_beaten(self) -> bool | None:
        """Whether the network has a higher mean IoU, beyond chance; None where it has, but the blocks are too few to tell."""
        if self.ahead["miou"] <= 0:
            return False
        interval = self.intervals["miou"]
        return interval.low > 0 if interval else None

    @property
    def sentence(self) -> str:
        """Says it for people."""
        network, other = f"{self.network.miou:.3f}", f"{self.baseline.miou:.3f}"
        within = _told(self.intervals["miou"])
        if self.is_beaten is None:
            return (
                f"the network has a mean IoU of {network} where {NAME} has {other} on the same ground, but {many(self.blocks, 'block')} are too"
                f" few to say whether that is more than chance: {FEWEST_BLOCKS} have to be kept out"
            )
        if self.is_beaten:
            return f"the network has a mean IoU of {network} where {NAME} has {other} on the same ground: it is ahead{within}"
        return (
            f"the network has a mean IoU of {network} where {NAME} has {other} on the same ground: it is not ahead beyond chance{within}; try"
            " more epochs, more labels or another split"
        )

    def described(self, names: list[str]) -> dict[str, Any]:
        """Returns it as JSON values."""
        return {
            "figures": self.baseline.described(names),
            "ahead": {name: plain(value) for name, value in self.ahead.items()},
            "intervals": plain_intervals(self.intervals),
            "is_beaten": self.is_beaten,
            "sentence": self.sentence,
        }


def judge(network: Figures, baseline: Figures) -> Verdict | None:
    """Returns how a network compares with the baseline; None where nothing was measured."""
    if math.isnan(network.miou) or math.isnan(baseline.miou):
        return None
    first, second = network.by_block, baseline.by_block
    if first is None or second is None or first.blocks != second.blocks:
        return Verdict(network, baseline, dict.fromkeys(MEASURES), 0)
    return Verdict(network, baseline, difference_intervals(first, second), first.measured)


def tell(verdict: Verdict, report: Reporter) -> None:
    """Tells it, as a warning where the network is not better."""
    if verdict.is_beaten is False:
        report.warning(verdict.sentence)
    else:
        report.message(verdict.sentence)


def _told(interval: Interval | None) -> str:
    return f" ({interval.low:+.3f} to {interval.high:+.3f} with 95 % confidence)" if interval else ""
