"""A few of the kills and power cuts; `python -m tests.robustness.broken_nights` runs as many as are wanted."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .broken_nights import MAPPING, BrokenNight, broken_nights
from .loop_disk import can_mount

# Of each way; `make robustness` breaks off a hundred.
MAPS, TRAININGS, DISKS = 9, 2, 4

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked")


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> list[BrokenNight]:
    return list(broken_nights(tmp_path_factory.mktemp("mapping"), 0, MAPPING))


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokenNight]:
    yield from broken_nights(tmp_path_factory.mktemp("training"), 0, ("fit",))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["kill", "cut"])
def test_maps_that_were_broken_off_end_in_the_same_bytes(mapping: list[BrokenNight], way: str) -> None:
    complaints = [mapping[number % len(mapping)].complaint(way, number) for number in range(MAPS)]
    assert [each for each in complaints if each] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["kill", "cut"])
def test_a_training_that_was_broken_off_ends_in_the_same_weights(training: BrokenNight, way: str) -> None:
    complaints = [training.complaint(way, number) for number in range(TRAININGS)]
    assert [each for each in complaints if each] == []


@pytest.mark.slow
def test_maps_end_in_the_same_bytes_where_the_power_of_a_true_disk_failed(
    mapping: list[BrokenNight], tmp_path: Path
) -> None:
    if not can_mount(tmp_path):
        pytest.skip("no file system can be mounted here")
    complaints = [mapping[number % len(mapping)].complaint("disk", number) for number in range(DISKS)]
    assert [each for each in complaints if each] == []


@pytest.mark.parametrize("way", ["kill", "cut"])
def test_a_map_that_was_broken_off_ends_in_the_same_bytes(mapping: list[BrokenNight], way: str) -> None:
    assert [each for number in range(3) if (each := mapping[0].complaint(way, number))] == []
