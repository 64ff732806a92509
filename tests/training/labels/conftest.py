"""Labels to burn: boxes in pixels, an image below them, and what becomes of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from tests.conftest import LEFT, TOP
from training.labels.label_raster import burn_labels
from training.labels.legend import Legend, gather_legend, open_labels
from training.metrics import UNLABELLED

Write = Callable[..., str]
SIZE = 20  # pixels of 10 m: boxes are in these pixels


def box(left: int, top: int, right: int, bottom: int, value: object) -> tuple[float, float, float, float, object]:
    return LEFT + 10 * left, TOP - 10 * bottom, LEFT + 10 * right, TOP - 10 * top, value


@pytest.fixture
def image(write_raster: Write) -> str:
    return write_raster("image.tif", np.ones((SIZE, SIZE), np.uint8), gsd=10.0)


def burn(image: str, labels: str, tmp_path: Path, field: str = "", unlabelled: str = "ignore", ignored: tuple[int, ...] = (),
         value_map: tuple[str, ...] = (), areas: str = "") -> tuple[np.ndarray, Legend]:  # fmt: skip
    source = open_labels(labels, field, ignored)
    legend = gather_legend([source], unlabelled, value_map)
    layer = PolygonLayer(areas) if areas else None
    burnt = burn_labels(source, Raster(image).grid, legend, str(tmp_path / "burnt.tif"), layer)
    return burnt.raster.read_values(Window(0, 0, SIZE, SIZE), UNLABELLED), legend
