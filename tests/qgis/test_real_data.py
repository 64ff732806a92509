"""Short versions of the runs of training/README.md, on real satellite images, through the real qgis_process."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from benchmarks.real_data import DATA, RealSet, amazon_forest, assess, denmark_fields, segment, train

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the labelled imagery, in the folder PADDY_DATA")


def figures_of(data: RealSet, folder: Path, **changes: object) -> dict[str, float]:
    train(data, folder / "model.safetensors", BATCH=8, OUTPUT_STRIDE=16, **changes)
    maps = [folder / f"map_{raster.stem}.tif" for raster in data.test_rasters]
    for raster, mapped in zip(data.test_rasters, maps, strict=True):
        segment(raster, folder / "model.safetensors", mapped)
        image, classes = gdal.Open(str(raster)), gdal.Open(str(mapped))
        assert classes.GetGeoTransform() == image.GetGeoTransform()
    return assess(data, maps)


@pytest.mark.slow
@needs_data
def test_forest_is_told_from_clearings_after_a_short_training(tmp_path: Path) -> None:
    whole = amazon_forest(tmp_path)
    data = replace(whole, rasters=whole.rasters[:10], labels=whole.labels[:10], test_rasters=whole.test_rasters[:3],
                   test_labels=whole.test_labels[:3])  # fmt: skip
    labels = np.stack([gdal.Open(str(path)).ReadAsArray() for path in data.test_labels])
    majority = max((labels == 1).sum(), (labels == 2).sum()) / (labels > 0).sum()
    figures = figures_of(data, tmp_path, CHIP=128, EPOCHS=6, CHIPS_PER_EPOCH=96)
    assert figures["accuracy"] > majority + 0.1


@pytest.mark.slow
@needs_data
def test_crops_in_danish_parcels_are_learnt_from_polygons(tmp_path: Path) -> None:
    figures = figures_of(denmark_fields(tmp_path), tmp_path, CHIP=128, EPOCHS=6, CHIPS_PER_EPOCH=96)
    best = max(figures["iou"], key=lambda name: figures["iou"][name] or 0)
    assert figures["accuracy"] > 0.25  # a third of the test ground is of one crop; there are 37
    assert figures["iou"][best] > 0.25
