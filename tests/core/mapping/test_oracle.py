"""The comparison with numpy has teeth: whatever is broken on purpose is found within a few draws."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice

import numpy as np
import pytest
import torch

from paddy_segmenter.core.mapping import layers, map_files, segmentation, stitch
from paddy_segmenter.core.rasters import interest, raster, resample
from paddy_segmenter.core.rasters.declared_scale import PLAIN
from tests.core.mapping.oracle.areas import shape_of
from tests.core.mapping.oracle.draw import Draw
from tests.core.mapping.oracle.drawing import draw_case, simplest
from tests.core.mapping.oracle.places import Place
from tests.core.mapping.oracle.polygon_checks import ground_of
from tests.core.mapping.oracle.trials import try_out

MOST = 60  # draws of the kind that a fault concerns

Break = Callable[[pytest.MonkeyPatch], None]


def swap_bands(patch: pytest.MonkeyPatch) -> None:
    choose = segmentation.choose_bands
    patch.setattr(segmentation, "choose_bands", lambda *arguments: choose(*arguments)[::-1])


def forget_masks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(raster, "masks_of", lambda dataset, bands: [])


def read_a_pixel_aside(patch: pytest.MonkeyPatch) -> None:
    clip = raster.Raster._clip

    def aside(self: raster.Raster, window: object) -> object:
        inside, place = clip(self, window)
        return replace(inside, column=max(inside.column - 1, 0)), place

    patch.setattr(raster.Raster, "_clip", aside)


def forget_scales(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(raster, "scale_of", lambda band: PLAIN)


def forget_the_area(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        interest.AreaOfInterest, "mask", lambda self, window: np.ones((window.height, window.width), np.bool_)
    )


def move_strips_too_little(patch: pytest.MonkeyPatch) -> None:
    move = stitch._move_up
    patch.setattr(stitch, "_move_up", lambda sums, rows: move(sums, rows - 1))


def take_the_next_class(patch: pytest.MonkeyPatch) -> None:
    draw = layers._classes
    patch.setattr(layers, "_classes", lambda path, classes: draw(path, (*classes[1:], classes[0])))


def judge_missing_pixels_otherwise(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(raster, "HAS_DATA", {"all": np.all, "any": np.any})


def shift_the_view(patch: pytest.MonkeyPatch) -> None:
    plan = resample.view_grid

    def shifted(*arguments: object) -> object:
        grid = plan(*arguments)
        left, width, *others = grid.transform
        return replace(grid, transform=(left + 4 * width, width, *others))

    patch.setattr(resample, "view_grid", shifted)


def draw_the_second_best(patch: pytest.MonkeyPatch) -> None:
    draw = layers._percents

    def second(name: str, path: str, bands: tuple[str, ...], choose: Callable[..., torch.Tensor]) -> layers.Layer:
        is_confidence = name == layers.CONFIDENCE
        return draw(name, path, bands, (lambda shares: shares.sort(dim=0).values[-2:-1]) if is_confidence else choose)

    patch.setattr(layers, "_percents", second)


def forget_the_last_polygons(patch: pytest.MonkeyPatch) -> None:
    write = map_files.write_polygons

    def some(class_map: str, confidence: str, path: str, classes: tuple[object, ...], *others: object) -> None:
        write(class_map, confidence, path, classes, others[0], 1e6, *others[2:])

    patch.setattr(map_files, "write_polygons", some)


FAULTS: dict[str, tuple[Break, Callable[[Draw], bool]]] = {
    "bands in another order": (swap_bands, lambda draw: len(draw.order) > 1),
    "no masks": (forget_masks, lambda draw: draw.declared in ("alpha", "mask inside", "zero", "masks of bands")),
    "pixels of a column beside": (read_a_pixel_aside, lambda draw: draw.width > 1),
    "numbers as they are stored": (forget_scales, lambda draw: draw.scale != "nothing" and draw.learnt == "scaled"),
    "no area of interest": (forget_the_area, lambda draw: draw.area != "whole"),
    "strips a row too low": (move_strips_too_little, lambda draw: draw.height > 513),
    "values of other classes": (take_the_next_class, lambda draw: True),
    "all for any": (judge_missing_pixels_otherwise, lambda draw: draw.is_apart),
    "a view beside its place": (shift_the_view, lambda draw: draw.ratio != 1),
    "the second best class' confidence": (draw_the_second_best, lambda draw: "confidence" in draw.layers),
    "polygons of other patches": (forget_the_last_polygons, lambda draw: "polygons" in draw.layers),
}


@pytest.mark.slow
@pytest.mark.parametrize(("break_it", "concerns"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(monkeypatch: pytest.MonkeyPatch, break_it: Break, concerns: Callable[[Draw], bool]) -> None:
    draws = list(islice(filter(concerns, map(draw_case, count())), MOST))
    break_it(monkeypatch)
    assert not all(try_out(draw).is_good for draw in draws)


def test_a_draw_is_repeated_by_its_seed() -> None:
    assert [draw_case(seed) for seed in range(50)] == [draw_case(seed) for seed in range(50)]


def test_a_draw_that_fails_is_made_simpler() -> None:
    draw = next(filter(lambda draw: draw.area != "whole" and draw.orientations == 8, map(draw_case, count())))
    simple = simplest(draw, lambda other: other.orientations == 8)
    assert simple == Draw(draw.seed, orientations=8)


def test_the_hole_of_an_area_keeps_off_its_edges() -> None:
    for seed in range(200):
        (polygon,) = shape_of("with a hole", 30, 27, np.random.default_rng(seed))
        (hole,) = polygon.interiors
        assert hole.distance(polygon.exterior) > 0


def test_pixels_of_degrees_near_a_pole_have_their_own_ground() -> None:
    found = ground_of(Place("EPSG:4326", (20.0, 1e-3, 0.0, 87.0, 0.0, -1e-3)), 605, 11)
    # The ellipsoid's surface between two parallels, integrated in closed form.
    np.testing.assert_allclose(found[[0, 302, 604], 0], [0.0653004184, 0.0718653911, 0.0784282064], rtol=1e-6)
