"""A ground of two classes, and what a training on it has come to."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.ground import Ground
from training.ground.survey import survey
from training.metrics import Figures
from training.outcome import Outcome

SIDE = 128  # pixels, 1.5 m each
NAMES = "<b>paddy & water</b>", "village"


@pytest.fixture
def job(tmp_path: Path, write_raster: Callable[..., str], write_polygons: Callable[..., str]) -> TrainJob:
    """An image that is dark in the west, where there is paddy, and bright in the east, where there is a village; rows differ a little."""
    middle, right, bottom = LEFT + 1.5 * SIDE / 2, LEFT + 1.5 * SIDE, TOP - 1.5 * SIDE
    labels = write_polygons(
        "fields.gpkg", [(LEFT, bottom, middle, TOP, NAMES[0]), (middle, bottom, right, TOP, NAMES[1])]
    )
    image = 100 + np.arange(SIDE, dtype=np.uint16)[:, None] % 32 * np.ones(SIDE, np.uint16)
    image[:, SIDE // 2 :] += 800
    image[0, 0] = 0
    raster = write_raster("image.tif", image, nodata=0)
    return TrainJob((raster,), (labels,), str(tmp_path / "paddy.safetensors"), class_field="crop", weights="none", chip=32, block=32,
                    buffer=0, output_stride=16, epochs=5, batch=4, device="cpu", precision="float32")  # fmt: skip


@pytest.fixture
def ground(job: TrainJob, tmp_path: Path, report: Reporter) -> Ground:
    return survey(job, tmp_path, report)


@pytest.fixture
def outcome(ground: Ground) -> Outcome:
    """The second epoch of three was the best: all of the paddy right, half of the village taken for paddy."""
    paddy, village = (sum(block.counts[index] for block in ground.validation_blocks) for index in (0, 1))
    best, last = ([[paddy, 0], [village - right, right]] for right in (village // 2, village // 4))
    figures = {
        "loss": 0.5,
        "validation_accuracy": 0.7,
        "validation_miou": 0.6,
        "learning_rate": 1e-3,
        "output_stride": 16,
    }
    normalisation = Normalisation((0.0,), (1000.0,), (500.0,), (400.0,))
    return Outcome(normalisation, (1, 2, 3), Figures(np.array(best)), 2, [figures] * 3, [Figures(np.array(last))])
