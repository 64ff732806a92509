from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.mapping.layers import layers_of
from paddy_segmenter.jobs import SegmentJob

CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(9, "water", (0, 0, 200)))
PROBABILITIES = torch.tensor([[[0.25, 1.0, 0.5]], [[0.75, 0.0, 0.5]]])  # two classes, one row of three pixels
VALID = torch.tensor([[True, True, False]])


def drawn(classes: tuple[LegendClass, ...] = CLASSES, **fields: str) -> dict[str, np.ndarray]:
    job = SegmentJob("image.tif", "model.safetensors", "map.tif", **fields)  # type: ignore[arg-type]
    layers = layers_of(job, classes, Path("spare"))
    return {layer.path: layer.pixels(PROBABILITIES, VALID) for layer in layers}


def test_the_class_map_holds_the_values_of_the_likeliest_classes() -> None:
    pixels = drawn()["map.tif"]
    assert pixels.dtype == np.uint8
    assert pixels.tolist() == [[[9, 1, 255]]]


def test_class_values_beyond_a_byte_are_not_cut_off() -> None:
    pixels = drawn((CLASSES[0], LegendClass(40_000, "water", (0, 0, 200))))["map.tif"]
    assert pixels.dtype == np.uint16
    assert pixels.tolist() == [[[40_000, 1, 65_535]]]


def test_the_confidence_is_the_greatest_probability_in_percent() -> None:
    pixels = drawn(confidence="confidence.tif")["confidence.tif"]
    assert pixels.dtype == np.uint8
    assert pixels.tolist() == [[[75, 100, 255]]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("uint8", [[[25, 100, 255]], [[75, 0, 255]]]), ("float32", [[[0.25, 1.0, -1.0]], [[0.75, 0.0, -1.0]]])],
)
def test_probabilities_have_a_band_for_each_class(kind: str, expected: list[list[list[float]]]) -> None:
    pixels = drawn(probabilities="shares.tif", probability_type=kind)["shares.tif"]
    assert pixels.dtype == np.dtype(kind)
    assert pixels.tolist() == expected


def test_polygons_have_the_confidence_drawn_where_nobody_else_wants_it() -> None:
    assert str(Path("spare") / "confidence.tif") in drawn(polygons="fields.gpkg")
    assert drawn(polygons="fields.gpkg", confidence="c.tif").keys() == {"map.tif", "c.tif"}
