from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.blocks import sum_counts
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


def area(row: int, column: int, height: int, width: int, kind: str) -> tuple[float, float, float, float, str]:
    return LEFT + 1.5 * column, TOP - 1.5 * (row + height), LEFT + 1.5 * (column + width), TOP - 1.5 * row, kind


def test_folds_of_areas_validate_on_each_area_once_and_leave_all_other_ground_alone(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    shapes = [(0, 128, 64, 128, "train"), (64, 0, 64, 128, "validation"), (128, 128, 70, 60, "train"), (200, 0, 40, 256, "test"),
              (64, 140, 50, 100, "train"), (0, 0, 60, 60, "train")]  # fmt: skip # the last one lies where no labels are
    areas = write_polygons("areas.gpkg", [area(*shape) for shape in shapes], field="kind")
    job = train_job(tmp_path, fields, folds=2, split="polygons", split_areas=areas, split_field="kind")
    ground = survey(job, tmp_path, report)
    dealt = np.zeros((SIZE, SIZE), int)
    for row, column, height, width, kind in shapes[:5]:
        dealt[row : row + height, column : column + width] = (
            0 if kind == "test" else 1 + shapes.index((row, column, height, width, kind))
        )
    dealt[192:200] = 0  # the buffer around the area to test on
    labelled, _ = masks(ground)
    np.testing.assert_array_equal(labelled, dealt > 0)

    validated_in = []
    for fold in split_ground(ground, job, tmp_path, report):
        learnt, validated = masks(fold)
        held_out = set(np.unique(dealt[validated]).tolist())
        np.testing.assert_array_equal(validated, np.isin(dealt, list(held_out)))  # whole areas
        assert not (learnt & ~labelled).any()
        rows, columns = np.nonzero(validated)
        for down, right in ((0, 0), (8, 0), (-8, 0), (0, 8), (0, -8)):
            near = np.clip(rows + down, 0, SIZE - 1), np.clip(columns + right, 0, SIZE - 1)
            assert not learnt[near].any()
        assert learnt.any()
        assert fold.audit is not None
        assert fold.audit.shared_pixels == fold.audit.touching_pixels == 0
        validated_in.append(held_out)
    assert sorted(number for numbers in validated_in for number in numbers) == [1, 2, 3, 5]
    assert [len(numbers) for numbers in validated_in] == [2, 2]


def test_areas_of_ones_own_are_dealt_so_that_each_fold_holds_its_share_of_every_class(
    tmp_path: Path, write_raster: Write, write_polygons: Write, report: Reporter
) -> None:
    labels = np.ones((SIZE, SIZE), np.uint8)
    labels[:, :20] = 2  # a rare class in the west
    image = write_raster("image.tif", np.random.default_rng(0).integers(1, 99, (SIZE, SIZE)).astype(np.uint16))
    boxes = [area(row, column, 30, 100, "train") for column in (0, 130) for row in range(0, 240, 60)]
    areas = write_polygons("areas.gpkg", boxes, field="kind")
    job = train_job(tmp_path, (image, write_raster("labels.tif", labels)), folds=4, split="polygons", split_areas=areas,
                    split_field="kind")  # fmt: skip
    for fold in split_ground(survey(job, tmp_path, report), job, tmp_path, report):
        assert sum_counts(fold.validation_blocks, 2).tolist() == [30 * 180, 30 * 20]


def test_more_folds_than_areas_with_labels_are_refused(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    boxes = [area(100, 0, 50, 50, "train"), area(0, 0, 60, 60, "validation"), area(200, 0, 20, 20, "test")]
    areas = write_polygons("areas.gpkg", boxes, field="kind")
    job = train_job(tmp_path, fields, folds=2, split="polygons", split_areas=areas, split_field="kind")
    with pytest.raises(
        InputError, match="1 areas have labels, too few for 2 folds: choose fewer folds or draw more areas"
    ):
        next(split_ground(survey(job, tmp_path, report), job, tmp_path, report))


def test_folds_of_areas_beyond_the_labels_are_refused_by_their_name(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    areas = write_polygons("areas.gpkg", [area(0, 0, 30, 30, "train"), area(30, 30, 30, 30, "train")], field="kind")
    job = train_job(tmp_path, fields, folds=2, split="polygons", split_areas=areas, split_field="kind")
    with pytest.raises(InputError, match=r"the labels within .*areas\.gpkg do not touch image\.tif"):
        survey(job, tmp_path, report)


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


@pytest.mark.parametrize("seed", range(4))
def test_a_fold_that_leaves_nothing_to_learn_is_refused_whichever_it_is(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter, seed: int
) -> None:
    within_the_buffer, large = area(100, 0, 20, 20, "train"), area(100, 20, 140, 140, "train")
    areas = write_polygons("areas.gpkg", [within_the_buffer, large], field="kind")
    job = train_job(
        tmp_path, fields, folds=2, split="polygons", split_areas=areas, split_field="kind", buffer=25, seed=seed
    )
    with pytest.raises(InputError, match="no label is left to learn from"):
        survey(job, tmp_path, report)
    assert not list(tmp_path.glob("tmp*"))
