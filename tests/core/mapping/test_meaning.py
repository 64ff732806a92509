from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.meaning import tell_scale
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.events import Event, Message, Reporter
from tests.conftest import declare_scale

CLASSES = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
CARD = ModelCard("resnet34", ("red",), Normalisation((0.0,), (9.0,), (5.0,), (2.0,)), 1.5, 64, 16, (1, 2, 3), CLASSES)


@pytest.mark.parametrize(
    ("declared", "learnt", "level", "sentence"),
    [
        ((0.1, 0.0), "raw", "warning", "they are read as they are stored"),
        ((1.0, -1.0), "raw", "warning", "they are read as they are stored"),
        ((0.1, 0.0), "scaled", "info", "are scaled by what it declares, as the model learnt them"),
        ((1.0, 0.0), "scaled", "info", "its values are taken for what they are"),
    ],
)
def test_a_map_says_how_values_are_read_where_a_scale_is_declared(
    write_raster: Callable[..., str],
    report: Reporter,
    events: list[Event],
    declared: tuple[float, float],
    learnt: str,
    level: str,
    sentence: str,
) -> None:
    raster = Raster(declare_scale(write_raster("scene.tif", np.ones((4, 4), np.uint8)), declared))
    tell_scale(raster, (1,), replace(CARD, values=learnt), report)
    [event] = events
    assert isinstance(event, Message)
    assert event.level == level
    assert sentence in event.text


def test_nothing_is_said_where_neither_declares_any(
    write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    tell_scale(Raster(write_raster("scene.tif", np.ones((4, 4), np.uint8))), (1,), CARD, report)
    assert not events
