"""What trainings of a moment learn from."""

from collections.abc import Callable

import numpy as np
import pytest

from training import checkpoints

Write = Callable[..., str]


@pytest.fixture
def write_plots(write_raster: Write) -> Callable[..., tuple[str, str]]:
    """Writes plots of two crops, one brighter than the other under noise. Returns the paths of image and labels."""

    def write(across: int, side: int, unlabelled: tuple[slice, slice] | None = None) -> tuple[str, str]:
        generator = np.random.default_rng(0)
        plots = np.kron(generator.integers(0, 2, (across, across)), np.ones((side, side), int))
        image = 300 + 400 * plots + generator.normal(0, 100, plots.shape)
        labels = (plots + 1).astype(np.uint8)
        if unlabelled:
            labels[unlabelled] = 0
        return write_raster("image.tif", image.astype(np.uint16)), write_raster("labels.tif", labels, nodata=0)

    return write


@pytest.fixture
def fields(write_plots: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Image and labels of 8 x 8 plots of 16 pixels."""
    return write_plots(8, 16)


@pytest.fixture
def every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps each epoch, however short."""
    monkeypatch.setattr(checkpoints, "WORTH_SAVING", 0.0)
