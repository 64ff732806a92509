from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP
from training.ground.areas import SplitAreas
from training.ground.roles import LEARNT, VALIDATED, WITHHELD

Write = Callable[..., str]
SIZE = 60
Box = tuple[float, float, float, float, str]


@pytest.fixture
def grid(write_raster: Write) -> Grid:
    return Raster(write_raster("grid.tif", np.ones((SIZE, SIZE), np.uint8), gsd=1.0)).grid


def box(row: int, column: int, height: int, width: int, kind: str) -> Box:
    """An area that covers these pixels of the grid."""
    return LEFT + column, TOP - row - height, LEFT + column + width, TOP - row, kind


def roles_of(source: str, grid: Grid, tmp_path: Path, buffer: int = 0) -> np.ndarray:
    areas = SplitAreas(source, "kind")
    outside = WITHHELD if areas.limits_training else LEARNT
    roles = areas.write_roles(str(tmp_path / "roles.tif"), grid, buffer, areas.said(), outside)
    return roles.read_values(Window(0, 0, grid.height, grid.width), LEARNT)


@pytest.mark.parametrize("words", [("train", "validation", "test"), ("Training ", "VAL", "testing"), ("train", "valid", "test")])  # fmt: skip
def test_each_area_has_the_role_that_its_field_says_and_other_ground_is_withheld(
    tmp_path: Path, grid: Grid, write_polygons: Write, words: tuple[str, str, str]
) -> None:
    boxes = [box(0, 0, 20, 60, words[0]), box(30, 0, 10, 20, words[1]), box(50, 0, 10, 60, words[2])]
    expected = np.full((SIZE, SIZE), WITHHELD)
    expected[:20] = LEARNT
    expected[30:40, :20] = VALIDATED
    source = write_polygons("areas.gpkg", boxes, field="kind")
    np.testing.assert_array_equal(roles_of(source, grid, tmp_path), expected)


def test_without_an_area_to_train_on_all_ground_outside_the_others_is_learnt(
    tmp_path: Path, grid: Grid, write_polygons: Write
) -> None:
    expected = np.full((SIZE, SIZE), LEARNT)
    expected[30:40, :20] = VALIDATED
    source = write_polygons("areas.gpkg", [box(30, 0, 10, 20, "validation")], field="kind")
    np.testing.assert_array_equal(roles_of(source, grid, tmp_path), expected)


def test_where_areas_overlap_nothing_is_learnt_that_is_held_out(
    tmp_path: Path, grid: Grid, write_polygons: Write
) -> None:
    boxes = [box(0, 0, 10, 10, "validation"), box(5, 0, 10, 10, "test"), box(0, 0, 60, 60, "train")]
    expected = np.full((SIZE, SIZE), LEARNT)
    expected[5:15, :10] = WITHHELD
    expected[:10, :10] = VALIDATED
    source = write_polygons("areas.gpkg", boxes, field="kind")
    np.testing.assert_array_equal(roles_of(source, grid, tmp_path), expected)


def test_the_buffer_lies_around_areas_within_and_beyond_the_raster(
    tmp_path: Path, grid: Grid, write_polygons: Write
) -> None:
    inside, beyond = (20, 20, 10, 10), (-20, 0, 17, 60)  # rows, columns, height, width
    source = write_polygons("areas.gpkg", [box(*inside, "validation"), box(*beyond, "test")], field="kind")
    roles = roles_of(source, grid, tmp_path, buffer=5)
    rows, columns = np.indices((SIZE, SIZE))
    across = np.maximum(np.maximum(20 - columns, columns - 29), 0)
    down = np.maximum(np.maximum(20 - rows, rows - 29), 0)
    distance = np.hypot(across, down)
    expected = np.where(distance == 0, VALIDATED, np.where((distance <= 5) | (rows + 4 <= 5), WITHHELD, LEARNT))
    np.testing.assert_array_equal(roles, expected)


@pytest.mark.parametrize(
    ("boxes", "field", "told"),
    [
        ([box(0, 0, 5, 5, "val")], "role", r"has no field role: choose one of kind"),
        ([box(0, 0, 5, 5, "val"), box(9, 9, 5, 5, "maize")], "kind", r"says 'maize' in the field kind: write train, validation or test"),
        ([box(0, 0, 5, 5, "val"), box(9, 9, 5, 5, None)], "kind", r"says nothing in the field kind: write train, validation or test"),
        ([box(0, 0, 5, 5, "train")], "kind", r"has no area to validate on: write validation into the field kind"),
    ],
)  # fmt: skip
def test_areas_that_do_not_say_what_they_are_for_are_refused(
    write_polygons: Write, boxes: list[Box], field: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        SplitAreas(write_polygons("areas.gpkg", boxes, field="kind"), field).said()


def test_areas_are_told_apart_by_where_they_are_and_what_they_say(write_polygons: Write) -> None:
    def digest(*boxes: Box) -> str:
        return SplitAreas(write_polygons("areas.gpkg", list(boxes), field="kind"), "kind").digest()

    first, second = box(0, 0, 5, 5, "val"), box(9, 9, 5, 5, "train")
    assert digest(first, second) == digest(box(0, 0, 5, 5, "validation"), second)
    others = [(first,), (second, first), (first, box(9, 9, 5, 5, "test")), (first, box(9, 9, 5, 6, "train"))]
    assert len({digest(first, second), *(digest(*other) for other in others)}) == 5
