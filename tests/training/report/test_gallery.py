import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.ground import Ground
from training.record import Outcome
from training.report.gallery import PANELS, Exhibit, Gallery
from training.report.images import Picture

from .conftest import SIDE


def pixels(picture: Picture) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(picture.uri.partition(",")[2]))).convert("RGB")).astype(int)


@pytest.fixture
def gallery(job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter) -> Gallery:
    """A network that takes the dark for the first class and the bright for the second, and is twice as sure of the bright."""

    def network(images: torch.Tensor) -> torch.Tensor:
        bright = images[:, :1] > 0
        return torch.cat([torch.where(bright, 0.0, 1.0), torch.where(bright, 2.0, 0.0)], dim=1)

    return Gallery(job, ground, Predictor(network, outcome.normalisation, torch.device("cpu"), torch.float32), report)


def at(exhibit: Exhibit, panel: str) -> np.ndarray:
    """Returns a pixel of the chip's middle."""
    picture = pixels(exhibit.panels[PANELS.index(panel)])
    return picture[picture.shape[0] // 2, picture.shape[1] // 2]


def test_chips_show_image_labels_prediction_and_confidence_of_one_place(gallery: Gallery, ground: Ground) -> None:
    colours = [each.colour for each in ground.legend.classes]
    brightness = {}
    for exhibit in gallery.exhibits():
        window = exhibit.chip.window
        east = window.column >= SIDE // 2
        assert exhibit.chip.accuracy == 1
        assert any(b.window.row <= window.row < b.window.bottom and b.window.column <= window.column < b.window.right
                   for b in ground.validation_blocks)  # fmt: skip
        assert tuple(at(exhibit, "labels")) == tuple(at(exhibit, "prediction")) == colours[int(east)]
        brightness[east] = at(exhibit, "image").mean(), at(exhibit, "confidence").sum()
    assert brightness[True][0] - brightness[False][0] > 200  # one stretch for all chips of a raster
    assert brightness[True][1] > brightness[False][1]


def test_a_chip_says_where_it_lies(gallery: Gallery, ground: Ground) -> None:
    [exhibit, *_] = gallery.exhibits()
    window, grid = exhibit.chip.window, ground.sites[0].raster.grid
    assert exhibit.raster == "image.tif"
    assert exhibit.centre[0] == pytest.approx(grid.transform[0] + 1.5 * (window.column + window.width / 2))
    assert exhibit.centre[1] == pytest.approx(grid.transform[3] - 1.5 * (window.row + window.height / 2))


def test_a_wish_to_cancel_is_heard_while_chips_are_drawn(gallery: Gallery, report: Reporter) -> None:
    report.cancel()
    with pytest.raises(Cancelled):
        gallery.exhibits()
