"""What is watched while a network learns."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.assessment.preview import Preview
from training.ground.survey import survey


def pixels_of(panel: str) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(panel))))


def test_the_chip_with_the_most_classes_is_shown_beside_its_labels_and_what_the_network_says(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    labels = np.zeros((128, 128), np.uint8)
    labels[:] = 1
    labels[::2, 64:] = 2  # two classes in the east, one in the west
    image = np.arange(128 * 128, dtype=np.uint16).reshape(128, 128) + 1
    image[0] = 0
    paths = write_raster("image.tif", image, nodata=0), write_raster("labels.tif", labels)
    colours = ("class 1=#0a141e", "class 2=#c8d2dc")
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "m.safetensors"), chip=32, block=32, buffer=0, colours=colours)
    ground = survey(job, tmp_path, report)

    def second(inputs: torch.Tensor) -> torch.Tensor:
        return torch.stack([torch.zeros_like(inputs[:, 0]), torch.ones_like(inputs[:, 0])], dim=1)

    normalisation = Normalisation((0.0,), (20_000.0,), (8000.0,), (4000.0,))
    predictor = Predictor(second, normalisation, torch.device("cpu"), torch.float32)
    panels = {name: pixels_of(panel) for name, panel in Preview(ground, 32).panels(predictor).items()}
    assert {name: panel.shape for name, panel in panels.items()} == dict.fromkeys(panels, (32, 32, 3))
    assert set(map(tuple, panels["labels"].reshape(-1, 3))) >= {(10, 20, 30), (200, 210, 220)}
    known = (panels["labels"] != 255).any(axis=2)
    assert (panels["prediction"][known] == (200, 210, 220)).all()
    assert panels["image"][-1].mean() > panels["image"][1].mean()
