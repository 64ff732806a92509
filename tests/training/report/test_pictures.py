"""Plots and panels as pictures of a page."""

import base64
import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import palette_colour
from training.report.curves import draw_curves
from training.report.images import PANEL, Picture, colour_confidence, picture_of_panel
from training.report.matrix import draw_matrix
from training.report.plot import PAGE

LONG = "Permanent græs, normalt udbytte, med meget kløver (ej omdrift)"


def opened(picture: Picture, kind: str = "png") -> Image.Image:
    start = f"data:image/{kind};base64,"
    assert picture.uri.startswith(start)
    return Image.open(io.BytesIO(base64.b64decode(picture.uri.removeprefix(start))))


def classes_of(names: list[str]) -> tuple[LegendClass, ...]:
    return tuple(LegendClass(value, name, palette_colour(value)) for value, name in enumerate(names))


@pytest.mark.parametrize("side", [(32, 32), (48, 64), (1000, 500)])
def test_a_panel_is_brought_to_the_width_of_the_page_and_its_pixels_are_never_mixed(side: tuple[int, int]) -> None:
    pixels = np.zeros((*side, 3), np.uint8)
    pixels[::2, ::2] = 200
    picture = picture_of_panel(pixels)
    image = opened(picture)
    assert PANEL < max(image.size) <= 2 * PANEL
    assert picture.width == pytest.approx(PANEL * side[1] / max(side), abs=1)
    assert set(np.unique(np.array(image))) <= {0, 200}


def test_a_photograph_is_a_jpeg() -> None:
    assert opened(picture_of_panel(np.zeros((8, 8, 3), np.uint8), "JPEG"), "jpeg").format == "JPEG"


def test_the_surer_the_brighter_and_ground_without_data_is_white() -> None:
    row = colour_confidence(np.array([[0, 0.1, 0.5, 1]], np.float32))[0].astype(int)
    assert row[0].tolist() == [255, 255, 255]
    assert row[1].sum() < row[2].sum() < row[3].sum() < 3 * 255


@pytest.mark.parametrize("count", [2, 5, 37, 64, 255])
def test_a_matrix_of_any_number_of_classes_fits_on_the_page(count: int) -> None:
    matrix = np.eye(count, dtype=np.int64) * 7
    picture = draw_matrix(matrix, classes_of([f"{LONG} {number}" for number in range(count)]))
    image = opened(picture)
    assert picture.width <= PAGE
    assert image.width >= min(PAGE, picture.width)
    assert max(image.size) < 8000


def test_rows_of_the_matrix_are_the_reference_and_its_colours_shares_of_the_row() -> None:
    """Everything of the first class is mapped as the second; the second class does not occur in the reference."""
    image = opened(draw_matrix(np.array([[0, 9], [0, 0]]), classes_of(["a", "b"]))).convert("RGB")
    blue = np.argwhere((np.array(image) == (8, 48, 107)).all(axis=2))  # the darkest of matplotlib's Blues
    grey = np.argwhere((np.array(image) == (238, 238, 238)).all(axis=2))  # the row that is empty
    assert np.median(blue[:, 0]) < np.median(grey[:, 0])
    assert np.median(blue[:, 1]) > np.median(grey[:, 1])


@pytest.mark.parametrize("name", ["$5 and $x$", "$\\frac$", "水田", "<b>&", "नदी"])
def test_a_class_may_have_any_name_that_can_be_printed(name: str) -> None:
    assert opened(draw_matrix(np.array([[3, 1], [0, 4]]), classes_of([name, "paddy"]))).width > 0


def test_the_course_of_a_training_is_drawn_whatever_its_length() -> None:
    def picture(epochs: int, **more: float) -> bytes:
        history = [{"loss": 1 / n, "validation_miou": 0.5, "validation_accuracy": 0.6, "learning_rate": 1e-3, **more} for n in range(1, epochs + 1)]  # fmt: skip
        return opened(draw_curves(history, 1)).tobytes()

    assert picture(1) != picture(200)
    assert picture(3) == picture(3, output_stride=8)


@pytest.mark.parametrize("name", ["loss", "validation_miou", "validation_accuracy", "learning_rate"])
def test_the_course_shows_each_figure(name: str) -> None:
    constant = {"loss": 0.5, "validation_miou": 0.5, "validation_accuracy": 0.6, "learning_rate": 1e-3}
    rising = [constant | {name: constant[name] * factor} for factor in (1, 1.1, 1.2)]
    assert draw_curves(rising, 1) != draw_curves([constant] * 3, 1)


def test_the_rate_is_said_to_be_that_of_the_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr("training.report.curves.picture_of_figure", drawn.append)
    draw_curves([{"loss": 1.0, "learning_rate": 1e-3}], 1)  # of Optimisation, whose backbone may have another one
    assert drawn[0].axes[-1].get_title() == "learning rate of the heads"


def test_epochs_at_another_output_stride_stand_on_grey() -> None:
    history = [{"loss": 1.0, "output_stride": 16}, {"loss": 0.5, "output_stride": 8}]
    alike = [epoch | {"output_stride": 8} for epoch in history]
    assert draw_curves(history, 2) != draw_curves(alike, 2)
