"""A small sample of the fuzz; `python -m tests.robustness.fuzz` runs as much of it as is wanted."""

import sys
from pathlib import Path

import pytest

from .fuzz import Fuzz

CASES = range(80)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked and their memory is limited")


def test_mutated_inputs_are_mapped_as_numpy_says_or_refused_with_one_sentence(tmp_path: Path) -> None:
    verdicts = list(Fuzz(tmp_path, seed=0).verdicts(CASES))
    assert [str(verdict) for verdict in verdicts if verdict.complaint] == []
    ends = {(verdict.kind, verdict.outcome.kind) for verdict in verdicts}
    assert ends >= {
        ("raster", "done"),
        ("raster", "refused"),
        ("area", "done"),
        ("area", "refused"),
        ("model", "refused"),
    }
