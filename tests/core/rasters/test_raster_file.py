from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster_file import create_raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import OutputError
from tests.conftest import wkt

UTM = wkt(32750)


def test_a_written_raster_is_tiled_compressed_and_takes_its_name_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "map.tif"
    grid = Grid(1000, 600, (5.0, 2.0, 0.0, 9.0, 0.0, -2.0), UTM)
    with create_raster(str(path), grid, np.uint8, 255) as file:
        file.write(Window(0, 0, 512, 1000), np.full((512, 1000), 3, np.uint8))
        assert not path.exists()
        file.write(Window(512, 0, 88, 1000), np.full((88, 1000), 4, np.uint8))
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetBlockSize() == [512, 512]
    assert dataset.GetGeoTransform() == grid.transform
    assert dataset.GetRasterBand(1).GetNoDataValue() == 255
    assert dataset.ReadAsArray()[[511, 512], 0].tolist() == [3, 4]
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.tif"]


def test_a_raster_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyError),
        create_raster(str(tmp_path / "map.tif"), Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM), np.uint8, 0),
    ):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    grid = Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM)
    with (
        pytest.raises(OutputError, match="does not exist: create it"),
        create_raster(str(tmp_path / "no" / "map.tif"), grid, np.uint8, 0),
    ):
        pass
