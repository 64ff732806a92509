from collections.abc import Callable

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.raster import Raster
from training.ground.labelled_parts import labelled_parts, stored_parts

Write = Callable[..., str]


def test_all_labels_lie_in_the_parts_and_none_of_them_is_blank(write_raster: Write) -> None:
    labels = np.full((700, 1100), -1, np.int32)
    labels[3, 5] = labels[640:700, 1000:1100] = labels[511:514, 511:514] = 1
    raster = Raster(write_raster("labels.tif", labels, nodata=-1))
    covered = np.zeros(labels.shape, int)
    for part in labelled_parts(raster):
        assert (labels[part.row : part.bottom, part.column : part.right] >= 0).any()
        covered[part.row : part.bottom, part.column : part.right] += 1
    assert covered.max() == 1
    assert covered[labels >= 0].all()


def test_of_a_sparse_raster_nothing_is_read_but_what_is_stored(
    write_raster: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_raster("place.tif", np.zeros((1, 1), np.uint8))
    like = gdal.Open(path)
    sparse = path.replace("place", "labels")
    options = ["TILED=YES", "SPARSE_OK=TRUE", "COMPRESS=DEFLATE"]
    dataset = gdal.GetDriverByName("GTiff").Create(sparse, 100_000, 100_000, 1, gdal.GDT_Int16, options)
    dataset.SetGeoTransform(like.GetGeoTransform())
    dataset.SetProjection(like.GetProjection())
    dataset.GetRasterBand(1).SetNoDataValue(-1)
    dataset.GetRasterBand(1).WriteArray(np.ones((2, 2), np.int16), 70_000, 50_000)
    dataset = None

    raster = Raster(sparse)
    [stored] = stored_parts(raster)
    [part] = labelled_parts(raster)
    for window in (stored, part):
        assert window.row <= 50_000 < 50_002 <= window.bottom
        assert window.column <= 70_000 < 70_002 <= window.right
    assert stored.height <= 512
    assert part.height <= 64
