"""A small sample of the fuzz; `python -m tests.robustness.fuzz` runs as much of it as is wanted."""

import sys
from pathlib import Path

import pytest

from .fresh_process import printed_by

CASES = 80

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked and their memory is limited")


@pytest.mark.slow
def test_mutated_inputs_are_mapped_as_numpy_says_or_refused_with_one_sentence(tmp_path: Path) -> None:
    lines = printed_by("fuzz", f"--count={CASES}", f"--folder={tmp_path / 'fuzz'}")
    assert [line for line in lines if line.startswith("case ")] == []
    *ends, numbers = zip(*(line.split() for line in lines), strict=True)
    assert sum(map(int, numbers)) == CASES, lines
    kinds = set(zip(*ends, strict=True))
    assert {end for _, end in kinds} == {"done", "refused"}, lines
    assert kinds >= {
        ("raster", "done"),
        ("raster", "refused"),
        ("area", "done"),
        ("area", "refused"),
        ("model", "refused"),
    }
