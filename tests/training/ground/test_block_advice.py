"""What is said where too few places hold labels, and that what is named as a remedy does."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.ground import Ground
from training.ground.survey import survey

Write = Callable[..., str]
SIZE = 1024
GSD = 1.5


@pytest.fixture
def image(write_raster: Write) -> str:
    return write_raster("image.tif", np.random.default_rng(0).integers(1, 99, (SIZE, SIZE)).astype(np.uint8))


def corner(within: int, side: int, number: int = 20) -> list[tuple[float, float, float, float, str]]:
    """Square polygons of two classes in the upper left corner of so many pixels."""
    places = np.random.default_rng(5).integers(0, within - side, (number, 2)).tolist()
    return [
        (LEFT + GSD * x, TOP - GSD * (y + side), LEFT + GSD * (x + side), TOP - GSD * y, ("rice", "other")[n % 2])
        for n, (x, y) in enumerate(places)
    ]


def surveyed(image: str, labels: str, tmp_path: Path, report: Reporter, **options: object) -> Ground:
    job = TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), class_field="crop", weights="none", **options)
    return survey(job, tmp_path, report)


def warnings(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and event.level == "warning"]


@pytest.mark.parametrize("within", [200, 400, 700])
def test_twenty_polygons_in_one_corner_of_a_large_scene_are_split_without_any_option(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter, within: int
) -> None:
    ground = surveyed(image, write_polygons("fields.gpkg", corner(within, 30)), tmp_path, report)
    learnt, validated = ground.labelled
    assert ground.block < 256
    assert len(ground.blocks) >= 12
    assert (learnt > 0).all()
    assert (validated > 0).all()


def test_labels_within_one_block_are_refused_with_the_block_that_does(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    labels = write_polygons("fields.gpkg", corner(200, 30))
    with pytest.raises(InputError, match="all labels lie within one block of 512 x 512 pixels") as refused:
        surveyed(image, labels, tmp_path, report, block=512)
    named = re.search(r"choose the block (\d+), or label more ground", str(refused.value))
    assert named

    ground = surveyed(image, labels, tmp_path, report, block=int(named[1]))
    assert len(ground.blocks) >= 12
    assert all(counts.any() for counts in ground.labelled)
    assert not [text for text in warnings(events) if "have no pixel to learn" in text]


def test_labels_within_the_smallest_planned_block_are_refused_with_a_block_and_a_buffer_that_do(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_polygons("fields.gpkg", corner(62, 9, number=60))
    with pytest.raises(InputError, match="all labels lie within one block of 64 x 64 pixels") as refused:
        surveyed(image, labels, tmp_path, report)
    named = re.search(r"choose the block (\d+) with a buffer of (\d+), or label", str(refused.value))
    assert named
    assert all(
        counts.any()
        for counts in surveyed(image, labels, tmp_path, report, block=int(named[1]), buffer=int(named[2])).labelled
    )


def test_labels_that_no_block_parts_are_refused_without_a_size(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_polygons("fields.gpkg", corner(16, 8))
    with pytest.raises(InputError, match=r"nothing is left to validate on: label more ground$"):
        surveyed(image, labels, tmp_path, report)


def test_a_random_split_of_labels_within_one_cell_names_the_chip_that_does(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_polygons("fields.gpkg", corner(200, 30))
    with pytest.raises(InputError, match=r"one cell of a chip's size, 256 x 256 pixels, .*choose the chip 64,"):
        surveyed(image, labels, tmp_path, report, split="random")


def test_too_few_blocks_for_the_folds_are_refused_with_the_block_that_does(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_polygons("fields.gpkg", corner(200, 30))
    with pytest.raises(InputError, match="too few for 5 folds: choose fewer folds, choose the block 64, or") as named:
        surveyed(image, labels, tmp_path, report, folds=5, block=512)
    assert "1 blocks have labels" in str(named.value)


def test_few_blocks_to_validate_on_are_warned_of_with_the_block_that_gives_more(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    labels = write_polygons("fields.gpkg", corner(700, 30))
    few = surveyed(image, labels, tmp_path, report, block=256)
    assert len(few.validation_blocks) < 4
    [told] = [text for text in warnings(events) if "validated on" in text]
    assert told.startswith("only 2 of the blocks are validated on")
    named = re.search(r"choose the block (\d+)", told)
    assert named

    events.clear()
    enough = surveyed(image, labels, tmp_path, report, block=int(named[1]))
    assert len(enough.validation_blocks) >= 4
    assert not [text for text in warnings(events) if "validated on" in text]


def test_rasters_of_one_place_are_one_place(
    write_raster: Write, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    days = [
        write_raster(f"day{day}.tif", np.random.default_rng(day).integers(1, 99, (128, 128)).astype(np.uint8))
        for day in range(12)
    ]
    job = TrainJob(tuple(days), (write_polygons("fields.gpkg", corner(128, 30)),), str(tmp_path / "m.safetensors"),
                   class_field="crop", weights="none", chip=64)  # fmt: skip
    assert survey(job, tmp_path, report).block < 128
