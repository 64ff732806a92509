from collections.abc import Callable

import numpy as np
import pytest

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.rasters.bands import choose_bands, contradict
from paddy_segmenter.core.rasters.raster import Raster

CLASSES = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
FIGURES = Normalisation((0.0,) * 3, (9.0,) * 3, (5.0,) * 3, (2.0,) * 3)
RGB = ModelCard("resnet34", ("Red", "Green", "Blue"), FIGURES, 1.5, 64, 16, (1, 2, 3), CLASSES)


@pytest.mark.parametrize(
    ("names", "others", "expected"),
    [
        (("red", "green"), ("red", "green"), False),
        (("red", "green"), ("green", "red"), True),
        (("red", "green", "nir"), ("red", "green", "swir"), True),
        (("tile1-004", "tile2-004"), ("tile1-007", "tile2-007"), False),
        (("band 1", "band 2"), ("red", "green"), False),
        (("band 1", "red"), ("green", "red"), False),
        (("Red", "green "), ("red", "Green"), False),
        (("Red", "green "), ("Green", "red"), True),
        (("Band 1", "red"), ("green", "red"), False),
    ],
)
def test_names_contradict_where_they_share_some_and_differ_in_place(
    names: tuple[str, ...], others: tuple[str, ...], expected: bool
) -> None:
    assert contradict(names, others) is expected


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("Blue", "Green", "Red"), (3, 2, 1)),
        (("blue", "green", "red"), (3, 2, 1)),
        (("BLUE", "Green ", " red", "nir"), (3, 2, 1)),
        (("nir", "red", "Red", "green", "blue"), (3, 4, 5)),
        (("nir", "red", "RED", "green", "blue"), (1, 2, 3)),
        (("blue", "green", "nir"), (1, 2, 3)),
    ],
)
def test_bands_are_found_by_their_names_in_any_case_and_else_in_their_order(
    write_raster: Callable[..., str], names: tuple[str, ...], chosen: tuple[int, ...]
) -> None:
    raster = Raster(write_raster("scene.tif", np.ones((len(names), 4, 4), np.uint8), bands=names))
    assert choose_bands(RGB, raster, ()) == chosen
    assert contradict(raster.names_of(chosen), RGB.bands) is (chosen == (1, 2, 3))
