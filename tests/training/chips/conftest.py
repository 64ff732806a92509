"""Ground to draw chips from."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.variations import VARIATIONS

AS_IT_IS = tuple(f"{name}=0" for name in VARIATIONS)
RARE, COMMON, OTHER = 0, 1, 2  # class indices


@pytest.fixture
def job(tmp_path: Path, write_raster: Callable[..., str]) -> TrainJob:
    """Noise, labelled in halves of two classes, with a third one on 16 small spots in the middle of its blocks."""
    values = np.full((256, 256), 20 + COMMON, np.uint8)
    values[:, 128:] = 20 + OTHER
    values[30::64, 30::64] = values[31::64, 30::64] = 20 + RARE
    image = np.random.default_rng(0).normal(100, 20, (2, 256, 256)).astype(np.float32)
    return TrainJob((write_raster("image.tif", image),), (write_raster("labels.tif", values),), str(tmp_path / "m.safetensors"),
                    chip=32, block=64, buffer=0, batch=8, augment=AS_IT_IS, seed=1)  # fmt: skip
