from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.rasters.meaning import tell_scale, warn_of_palettes, warn_of_rounding
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


def warnings_of(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and event.level == "warning"]


def test_numbers_of_a_palette_are_warned_of_with_the_way_out(
    write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    path = write_raster("scanned.tif", np.ones((4, 4), np.uint8))
    warn_of_palettes([Raster(path)], (1,), report)
    assert not events

    colours = gdal.ColorTable()
    colours.SetColorEntry(1, (255, 0, 0, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetColorTable(colours)
    del dataset
    warn_of_palettes([Raster(path)], (1,), report)
    [text] = warnings_of(events)
    assert "scanned.tif are numbers of colours in a table" in text
    assert "PCT to RGB" in text


SMALL = np.random.default_rng(2).integers(-5, 6, (1, 40, 40))


@pytest.mark.parametrize(
    ("values", "is_warned_of"),
    [
        ((SMALL + 2**30).astype(np.int32), True),
        ((SMALL + 1e12).astype(np.float64), True),
        ((SMALL * 2**20 + 2**30).astype(np.int32), False),
        ((SMALL + 0.123456789012).astype(np.float64), False),
        (np.full((1, 4, 4), 2**30 + 1, np.int32), False),
        ((SMALL + 1e12).astype(np.float32), False),
    ],
    ids=["int32", "float64", "far apart", "many digits", "constant", "float32"],
)
def test_values_that_become_the_same_by_rounding_are_warned_of(
    write_raster: Callable[..., str], report: Reporter, events: list[Event], values: np.ndarray, is_warned_of: bool
) -> None:
    raster = Raster(write_raster("scene.tif", values, bands=("height",)))
    warn_of_rounding([raster], (1,), report)
    assert ["height of scene.tif lie too close together" in text for text in warnings_of(events)] == [
        True
    ] * is_warned_of


def test_values_beyond_fp32_are_no_data_where_rounding_is_looked_for(
    write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    values = np.linspace(1.0, 2.0, 400).reshape(20, 20)
    values[:5] = np.finfo(
        np.float64
    ).min  # as a virtual raster of a virtual raster gives it back, no more quite its nodata value
    warn_of_rounding([Raster(write_raster("scene.tif", values))], (1,), report)
    assert warnings_of(events) == []
