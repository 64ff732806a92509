"""A few of the kills and power cuts; `python -m tests.robustness.broken_nights` runs as many as are wanted."""

import sys
from pathlib import Path

import pytest

from .fresh_process import printed_by
from .loop_disk import can_mount

# Of each way; `make robustness` breaks off a hundred.
MAPS, TRAININGS, DISKS = 9, 1, 4

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="runs are forked"),
]


def test_maps_that_were_broken_off_end_in_the_same_bytes(tmp_path: Path) -> None:
    assert break_off(tmp_path, kills=MAPS, cuts=MAPS) == all_right(kills=MAPS, cuts=MAPS)


def test_a_training_that_was_broken_off_ends_in_the_same_weights(tmp_path: Path) -> None:
    ended = break_off(tmp_path, "--nights=fit", kills=TRAININGS, cuts=TRAININGS)
    assert ended == all_right(kills=TRAININGS, cuts=TRAININGS)


def test_maps_end_in_the_same_bytes_where_the_power_of_a_true_disk_failed(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("no file system can be mounted here")
    assert break_off(tmp_path, disks=DISKS) == all_right(disks=DISKS)


def break_off(folder: Path, *options: str, kills: int = 0, cuts: int = 0, disks: int = 0) -> list[str]:
    counts = f"--kills={kills}", f"--cuts={cuts}", f"--disks={disks}"
    return printed_by("broken_nights", *counts, f"--folder={folder}", *options)


def all_right(kills: int = 0, cuts: int = 0, disks: int = 0) -> list[str]:
    counts = {"kill": kills, "cut": cuts, "disk": disks}
    return [f"{way}: {count} of {count} ended as the undisturbed runs" for way, count in counts.items()]
