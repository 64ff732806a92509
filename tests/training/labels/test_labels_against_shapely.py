"""Rasters and labels are drawn whose right classes are known: what is learnt from is compared with shapely and numpy."""

import os

import pytest

from tests.training.labels.oracle.draw import draw_case
from tests.training.labels.oracle.trials import try_out

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))
PARTS = 10


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_label_is_lost_or_changed_in_silence(part: int) -> None:
    outcomes = {draw: try_out(draw) for draw in map(draw_case, range(part, EXAMPLES, PARTS))}
    failures = [
        f"{outcome.kind}: {outcome.text}\n    {draw}" for draw, outcome in outcomes.items() if not outcome.is_good
    ]
    assert not failures, "\n".join(failures)
    assert sum(outcome.known for outcome in outcomes.values()) > len(outcomes), "hardly a pixel was compared"
