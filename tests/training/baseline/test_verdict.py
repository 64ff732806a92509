import numpy as np
import pytest

from paddy_segmenter.events import Event, Message, Reporter
from training.baseline.verdict import Verdict, judge, tell
from training.block_counts import BlockCounts
from training.metrics import Figures


def figures(*right: float) -> Figures:
    """Returns figures over blocks of 500 pixels in each of two classes, this share of them right."""
    hits = [round(500 * share) for share in right]
    matrices = [np.array([[hit, 500 - hit], [500 - hit, hit]]) for hit in hits]
    blocks = BlockCounts.gather(enumerate(matrices), len(right), 2)
    return Figures(blocks.matrix, blocks)


SHARES = np.linspace(0.7, 0.9, 8)


def judged(network: Figures, baseline: Figures) -> Verdict:
    verdict = judge(network, baseline)
    assert verdict
    return verdict


def test_a_network_that_is_better_on_each_block_is_ahead() -> None:
    verdict = judged(figures(*SHARES + 0.04), figures(*SHARES))
    assert verdict.is_beaten is True
    assert verdict.ahead["accuracy"] == pytest.approx(0.04)
    assert verdict.sentence.startswith("the network has a mean IoU of 0.724 where a linear discriminant analysis of the bands and their means over 7 and 19 pixels has 0.667 on the same ground: it is ahead (+0.0")  # fmt: skip


def test_a_network_that_is_better_on_half_of_the_blocks_is_not_ahead_and_says_what_to_try(
    report: Reporter, events: list[Event]
) -> None:
    verdict = judged(figures(*SHARES + [0.05, -0.04] * 4), figures(*SHARES))
    assert verdict.ahead["miou"] > 0
    assert verdict.is_beaten is False
    tell(verdict, report)
    [told] = events
    assert isinstance(told, Message)
    assert told.level == "warning"
    assert "it is not ahead beyond chance (-0.0" in told.text
    assert told.text.endswith("; try more epochs, more labels or another split")


def test_of_a_lead_on_few_blocks_nobody_can_tell(report: Reporter, events: list[Event]) -> None:
    verdict = judged(figures(*SHARES[:5] + 0.04), figures(*SHARES[:5]))
    assert verdict.is_beaten is None
    tell(verdict, report)
    assert [event.level for event in events] == ["info"]
    assert "but 5 blocks are too few to say whether that is more than chance: 6 have to be kept out" in verdict.sentence


def test_who_is_behind_is_not_ahead_however_few_blocks_there_are() -> None:
    verdict = judged(figures(0.7, 0.8), figures(0.8, 0.8))
    assert verdict.is_beaten is False
    assert "it is not ahead beyond chance; try" in verdict.sentence


def test_where_nothing_was_measured_there_is_nothing_to_compare() -> None:
    assert judge(Figures.of_nothing(2), figures(0.8)) is None


def test_it_is_described_in_plain_numbers() -> None:
    verdict = judged(figures(*SHARES + 0.04), figures(*SHARES))
    described = verdict.described(["paddy", "water"])
    assert described["ahead"]["accuracy"] == 0.04
    low, high = described["intervals"]["miou"]
    assert 0 < low < described["ahead"]["miou"] < high
    assert described["figures"]["pixels"] == 8000
