from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.ground import Ground
from training.ground.split import split_ground
from training.ground.survey import survey
from training.metrics import UNLABELLED

Write = Callable[..., str]
SIZE = 256
WHOLE = Window(0, 0, SIZE, SIZE)


@pytest.fixture
def fields(write_fields: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Plots of two classes under noise; a corner is unlabelled."""
    return write_fields(slice(64), slice(128))


def train_job(tmp_path: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    settings = {"chip": 64, "block": 64, "buffer": 8, "weights": "none"}
    return TrainJob(fields[:1], fields[1:], str(tmp_path / "m.safetensors"), **(settings | changes))


def masks(ground: Ground, site: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """What is learnt and what is validated on."""
    return tuple(
        labels != UNLABELLED
        for labels in (ground.sites[site].read_to_train(WHOLE)[2], ground.sites[site].read_to_validate(WHOLE))
    )


def warnings(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and event.level == "warning"]


def test_folds_validate_on_every_labelled_pixel_once_and_never_learn_it_then(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    job = train_job(tmp_path, fields, folds=4)
    ground = survey(job, tmp_path, report)
    assert ground.validation_blocks == ()
    labelled, _ = masks(ground)
    assert labelled.sum() == SIZE * SIZE - 64 * 128
    times = np.zeros((SIZE, SIZE), int)
    for fold in split_ground(ground, job, tmp_path, report):
        learnt, validated = masks(fold)
        times += validated
        rows, columns = np.nonzero(validated)
        near = np.zeros((SIZE + 16, SIZE + 16), bool)
        for row in range(17):
            for column in (0, 8, 16):  # the blocks are wider than that
                near[rows + row, columns + column] = True
        assert not (near[8:-8, 8:-8] & learnt).any()
        assert fold.audit is not None
        assert fold.audit.shared_pixels == fold.audit.touching_pixels == 0
    np.testing.assert_array_equal(times, labelled)


def test_a_random_split_takes_cells_of_a_chip_without_a_buffer_and_warns(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    ground = survey(train_job(tmp_path, fields, chip=32, split="random", validation_share=0.25), tmp_path, report)
    assert {(b.window.height, b.window.width) for b in ground.validation_blocks} == {(32, 32)}
    assert len(ground.validation_blocks) == round(0.25 * 56)
    assert (ground.block, ground.buffer) == (32, 0)
    learnt, validated = masks(ground)
    assert (learnt ^ validated).sum() == SIZE * SIZE - 64 * 128
    assert "the split is random" in warnings(events)[0]
    assert "28 %" in warnings(events)[0]


def test_areas_of_ones_own_say_what_is_learnt_and_what_is_validated_on(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    def box(row: int, column: int, side: int, kind: str) -> tuple[float, float, float, float, str]:
        return LEFT + 1.5 * column, TOP - 1.5 * (row + side), LEFT + 1.5 * (column + side), TOP - 1.5 * row, kind

    boxes = [box(64, 0, 128, "train"), box(128, 128, 80, "validation"), box(0, 192, 64, "test")]
    areas = write_polygons("areas.gpkg", boxes, field="kind")
    job = train_job(tmp_path, fields, split="polygons", split_areas=areas, split_field="kind", block=50)
    ground = survey(job, tmp_path, report)
    learnt, validated = masks(ground)
    rows, columns = np.indices((SIZE, SIZE))
    distance = np.hypot(*(np.maximum(np.maximum(128 - places, places - 207), 0) for places in (rows, columns)))
    trained = (rows >= 64) & (rows < 192) & (columns < 128)
    np.testing.assert_array_equal(learnt, trained & (distance > 8))
    np.testing.assert_array_equal(validated, distance == 0)
    assert sum(sum(block.counts) for block in ground.training_blocks) == learnt.sum()
    assert sum(sum(block.counts) for block in ground.validation_blocks) == validated.sum()
    for block in ground.validation_blocks:
        assert ground.sites[0].validates(block.window)
    assert not ground.sites[0].validates(Window(0, 0, 100, 100))


def test_areas_without_labels_to_validate_on_are_refused(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    corner = (LEFT, TOP - 90, LEFT + 180, TOP, "validation")
    areas = write_polygons("areas.gpkg", [corner], field="kind")
    job = train_job(tmp_path, fields, split="polygons", split_areas=areas, split_field="kind")
    with pytest.raises(InputError, match="no label lies in the areas to validate on: label ground there"):
        survey(job, tmp_path, report)


def test_the_rasters_of_a_series_are_held_out_at_the_same_places(
    tmp_path: Path, fields: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    later = [write_raster(f"day{day}.tif", np.random.default_rng(day).integers(0, 99, (2, SIZE, SIZE)).astype(np.uint16))
             for day in range(3)]  # fmt: skip
    job = TrainJob((fields[0], *later), fields[1:], str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=0)
    ground = survey(job, tmp_path, report)
    places = [
        {(b.window.row, b.window.column) for b in ground.validation_blocks if b.raster == raster} for raster in range(4)
    ]
    assert len(places[0]) == round(0.2 * 14)
    assert places == [places[0]] * 4
    learnt, validated = masks(ground, 2)
    assert learnt.sum() == SIZE * SIZE - 64 * 128 - validated.sum()
