"""The files behind a raster, and at what cost they are found."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.source_files import sources_of

Write = Callable[..., str]
TILES = 40
FILES_LEFT = 20


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit that a process could set")
def test_a_mosaic_of_more_files_than_may_be_open_is_known_as_a_whole(write_raster: Write, tmp_path: Path) -> None:
    import resource

    values = np.ones((3, 2), np.uint8)
    tiles = [write_raster(f"tile{number}.tif", values, left=5e5 + 3 * number) for number in range(TILES)]
    mosaic = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic, tiles).FlushCache()
    expected = sources_of(gdal.OpenEx(mosaic))
    assert len(expected.files) == 1 + TILES

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + FILES_LEFT, hard))
    try:
        found = sources_of(gdal.OpenEx(mosaic))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert found == expected
