"""Polygons that a split cuts are counted, and the smaller side of each is withheld."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.cut_polygons import Sides, choose_sides
from training.ground.ground import Ground
from training.ground.roles import LEARNT, VALIDATED
from training.ground.split import split_ground
from training.ground.survey import survey
from training.metrics import UNLABELLED

Write = Callable[..., str]
SIZE, FIELD, GSD = 240, 18, 1.5  # fields of 18 pixels lie across blocks of 30
WHOLE = Window(0, 0, SIZE, SIZE)
NUMBERS = np.add.outer(np.arange(SIZE) // FIELD * 100, np.arange(SIZE) // FIELD)  # of the field of each pixel


@pytest.fixture
def image(write_raster: Write) -> str:
    return write_raster("image.tif", np.random.default_rng(0).integers(1, 99, (SIZE, SIZE)).astype(np.uint8))


@pytest.fixture
def labels(write_polygons: Write) -> str:
    return write_polygons(
        "fields.gpkg",
        [
            (LEFT + GSD * x, TOP - GSD * (y + FIELD), LEFT + GSD * (x + FIELD), TOP - GSD * y, ("rice", "other")[n % 2])
            for n, (y, x) in enumerate((y, x) for y in range(0, SIZE, FIELD) for x in range(0, SIZE, FIELD))
        ],
    )


def surveyed(image: str, labels: str, tmp_path: Path, report: Reporter, **options: object) -> Ground:
    settings = {"class_field": "crop", "weights": "none", "chip": 64, "block": 30, "buffer": 2} | options
    return survey(TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), **settings), tmp_path, report)


def sides(ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    site = ground.sites[0]
    return site.read_to_train(WHOLE)[2] != UNLABELLED, site.read_to_validate(WHOLE) != UNLABELLED


def cut_fields(ground: Ground) -> set[int]:
    learnt, validated = sides(ground)
    return set(NUMBERS[learnt].tolist()) & set(NUMBERS[validated].tolist())


def told(events: list[Event], level: str) -> list[str]:
    texts = [event.text for event in events if isinstance(event, Message) and event.level == level]
    return [text for text in texts if "polygons" in text]


def test_polygons_on_both_sides_are_counted_and_warned_of_where_they_are_kept(
    image: str, labels: str, tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    ground = surveyed(image, labels, tmp_path, report, cut_polygons="keep")
    _, validated = sides(ground)
    cut = cut_fields(ground)
    assert cut
    assert ground.audit is not None
    assert ground.audit.cut is not None
    assert ground.audit.cut.polygons == len(cut)
    assert ground.audit.cut.share == pytest.approx(np.isin(NUMBERS[validated], list(cut)).mean())
    [warning] = told(events, "warning")
    assert f"{ground.audit.cut.share:.0%} of the pixels that are validated on lie in {len(cut)} polygons" in warning


def test_the_smaller_side_of_each_cut_polygon_is_neither_learnt_nor_validated_on(
    image: str, labels: str, tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    learnt, validated = sides(surveyed(image, labels, tmp_path, report, cut_polygons="keep"))
    for number in np.unique(NUMBERS):
        here = number == NUMBERS
        on_each = (learnt & here).sum(), (validated & here).sum()
        if min(on_each):
            smaller = learnt if on_each[0] <= on_each[1] else validated
            smaller[here] = False

    events.clear()
    ground = surveyed(image, labels, tmp_path, report, cut_polygons="withhold")
    for found, wanted in zip(sides(ground), (learnt, validated), strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert cut_fields(ground) == set()
    assert sum(sum(block.counts) for block in ground.training_blocks) == learnt.sum()
    assert sum(sum(block.counts) for block in ground.validation_blocks) == validated.sum()
    assert told(events, "warning") == []
    assert "smaller sides are neither learnt nor validated on" in told(events, "info")[-1]


def test_left_open_they_are_withheld_where_that_costs_little_alone(
    image: str, labels: str, tmp_path: Path, report: Reporter
) -> None:
    few, many = (
        surveyed(image, labels, tmp_path, report, validation_share=share, buffer=0).audit for share in (0.1, 0.5)
    )
    assert few is not None
    assert few.cut is not None
    assert few.cut.cost < 0.1
    assert few.cut.are_withheld
    assert many is not None
    assert many.cut is not None
    assert many.cut.cost >= 0.1
    assert not many.cut.are_withheld


def box(row: int, column: int, height: int, width: int, name: str) -> tuple[float, float, float, float, str]:
    left, top = LEFT + GSD * column, TOP - GSD * row
    return left, top - GSD * height, left + GSD * width, top, name


def test_polygons_that_hold_all_that_is_validated_on_are_kept(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_polygons("large.gpkg", [box(0, 0, SIZE, 200, "rice"), box(0, 200, SIZE, 40, "other")])
    audit = surveyed(image, labels, tmp_path, report, buffer=0, cut_polygons="withhold").audit
    assert audit is not None
    assert audit.cut is not None
    assert audit.cut.polygons == 2
    assert audit.cut.share == 1
    assert not audit.cut.are_withheld


def test_a_class_whose_polygons_all_are_cut_is_validated_on_in_some_fold_by_the_rule_of_all_folds(
    write_raster: Write, write_polygons: Write, tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    side, lake = 480, 200
    image = write_raster("large.tif", np.random.default_rng(0).integers(1, 99, (side, side)).astype(np.uint8))
    fields = [box(y + 3, x + 3, 24, 24, ("rice", "other")[(x + y) // 30 % 2]) for y in range(0, side, 30) for x in range(0, side, 30)
              if y >= 240 or x >= 240]  # fmt: skip
    labels = write_polygons("lakes.gpkg", [box(30, 30, lake, lake, "lake"), *fields])
    folds = {"class_field": "crop", "weights": "none", "chip": 64, "block": 48, "buffer": 2, "folds": 5}
    job = TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), **folds)
    splits = [*split_ground(survey(job, tmp_path, report), job, tmp_path, report)]
    cuts = [split.audit.cut for split in splits if split.audit]
    assert all(sum(split.labelled[1] for split in splits))
    assert len({cut.are_withheld for cut in cuts if cut}) == 1
    assert "all that there is of their class" in told(events, "warning")[-1]


def test_a_layer_that_is_named_for_each_raster_is_one_layer(
    write_raster: Write, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    side = 120
    tiles = tuple(
        write_raster(
            f"{n}.tif",
            np.random.default_rng(n).integers(1, 99, (side, side)).astype(np.uint8),
            left=LEFT + GSD * side * n,
        )
        for n in range(2)
    )
    layer = write_polygons(
        "across.gpkg", [box(y, x, 18, 50, "ab"[y // 20 % 2]) for y in range(0, side, 20) for x in range(40, 190, 60)]
    )
    cut = []
    for labels in ((layer,), (layer, layer)):
        job = TrainJob(tiles, labels, str(tmp_path / "m.safetensors"), class_field="crop", weights="none", chip=64, block=side,
                       buffer=0, cut_polygons="keep")  # fmt: skip
        audit = survey(job, tmp_path, report).audit
        cut.append(audit and audit.cut)
    assert cut[0] == cut[1]
    assert cut[0] is not None
    assert cut[0].polygons == 6


@pytest.mark.parametrize(("sides", "pixels", "lost"), [
    (Sides(0, learnt=2, validated=5), (8, 9), LEARNT),
    (Sides(0, learnt=2, validated=5), (2, 9), VALIDATED),
    (Sides(0, learnt=5, validated=2), (9, 2), LEARNT),
    (Sides(0, learnt=2, validated=5), (2, 5), None),
    (Sides(0, learnt=5, validated=2), (5, 2), None),
])  # fmt: skip
def test_a_polygon_loses_its_smaller_side_or_else_the_one_that_its_class_can_spare(
    sides: Sides, pixels: tuple[int, int], lost: int | None
) -> None:
    chosen = choose_sides(
        {(0, 1): sides}, {role: np.array([each]) for role, each in zip((LEARNT, VALIDATED), pixels, strict=True)}
    )
    assert chosen.get((0, 1)) == lost


@pytest.mark.parametrize("seed", range(3))
def test_no_class_loses_all_that_is_learnt_of_it(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter, seed: int
) -> None:
    fields = [box(y, x, 28, 28, "rice") for y in range(1, SIZE, 30) for x in range(1, SIZE, 30) if x != 121 or y > 60]
    labels = write_polygons("rare.gpkg", [*fields, box(10, 115, 12, 20, "rare"), box(40, 118, 12, 20, "rare")])
    ground = surveyed(
        image, labels, tmp_path, report, buffer=0, cut_polygons="withhold", seed=seed, validation_share=0.5
    )
    learnt, _ = ground.labelled
    assert (learnt > 0).all()


def test_a_polygon_across_two_rasters_of_which_one_is_validated_on_is_cut_too(
    write_raster: Write, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    side = 64
    tiles = [
        write_raster(f"{n}.tif", np.random.default_rng(n).integers(1, 99, (side, side)).astype(np.uint8),
                     left=LEFT + GSD * side * n)
        for n in range(6)
    ]  # fmt: skip
    boxes = [(LEFT + GSD * (side * n - 9), TOP - GSD * (30 * k + 30), LEFT + GSD * (side * n + 9), TOP - GSD * 30 * k, ("a", "b")[k])
             for n in range(1, 6) for k in range(2)]  # fmt: skip
    job = TrainJob(tuple(tiles), (write_polygons("across.gpkg", boxes),), str(tmp_path / "m.safetensors"), class_field="crop",
                   weights="none", chip=64, block=64, buffer=0, cut_polygons="withhold")  # fmt: skip
    ground = survey(job, tmp_path, report)
    [place] = {block.raster for block in ground.validation_blocks}
    beside = [number for number in (place - 1, place + 1) if 0 <= number < 6]
    whole = Window(0, 0, side, side)
    near = {number: ground.sites[number].read_to_train(whole)[2] != UNLABELLED for number in beside}
    for number, learnt in near.items():
        edge = learnt[:, -9:] if number < place else learnt[:, :9]
        assert not edge.any()


def test_class_rasters_have_no_polygons_to_cut(
    image: str, write_raster: Write, tmp_path: Path, report: Reporter
) -> None:
    labels = write_raster("labels.tif", np.random.default_rng(1).integers(1, 3, (SIZE, SIZE)).astype(np.uint8))
    job = TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), weights="none", chip=64, block=30, buffer=2)
    audit = survey(job, tmp_path, report).audit
    assert audit is not None
    assert audit.cut is None
