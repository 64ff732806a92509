"""Rasters, models and areas are drawn whose right map is known: what the product makes of them is compared with numpy."""

import os

import pytest

from tests.core.mapping.oracle.drawing import draw_case
from tests.core.mapping.oracle.trials import try_out

EXAMPLES = int(os.environ.get("EXAMPLES", "500"))
PARTS = 10
ENOUGH = 25  # draws, to say something of them all together


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_map_is_wrong_in_silence(part: int) -> None:
    outcomes = {draw: try_out(draw) for draw in map(draw_case, range(part, EXAMPLES, PARTS))}
    failures = [
        f"{outcome.kind}: {outcome.text}\n    {draw}" for draw, outcome in outcomes.items() if not outcome.is_good
    ]
    assert not failures, "\n".join(failures)

    if len(outcomes) < ENOUGH:
        return
    known = sum(outcome.known for outcome in outcomes.values())
    maps = sum(outcome.kind == "right" for outcome in outcomes.values())
    assert known > len(outcomes), "hardly a pixel was compared"
    assert maps > len(outcomes) / 2, "hardly a map was made"
