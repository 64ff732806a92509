"""Ground to split."""

from collections.abc import Callable

import numpy as np
import pytest

SIZE = 256  # pixels


@pytest.fixture
def write_fields(write_raster: Callable[..., str]) -> Callable[..., tuple[str, str]]:
    """Returns a function that writes plots of two classes under noise, part of them unlabelled, as an image and a class raster."""

    def write(*unlabelled: slice) -> tuple[str, str]:
        generator = np.random.default_rng(0)
        plots = np.kron(generator.integers(1, 3, (16, 16)), np.ones((16, 16), int))
        image = np.stack([plots * 300, 900 - plots * 200]) + generator.normal(0, 50, (2, SIZE, SIZE))
        plots[unlabelled] = 0
        return write_raster("image.tif", image.astype(np.uint16)), write_raster("labels.tif", plots.astype(np.uint8), nodata=0)  # fmt: skip

    return write
