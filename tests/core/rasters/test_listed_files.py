from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.errors import InputError


@pytest.mark.parametrize("suffix", [".msk", ".ovr"])
def test_a_damaged_file_beside_a_raster_is_told(write_raster: Callable[..., str], suffix: str) -> None:
    path = write_raster("image.tif", np.ones((3, 40, 40), np.uint8))
    Path(path + suffix).write_bytes(b"II*\0")
    with pytest.raises(
        InputError, match=rf"^a file beside .*image.tif is damaged \(.*{suffix}.*\): remove it if it is"
    ):
        Raster(path).files  # noqa: B018  # GDAL looks at them now
