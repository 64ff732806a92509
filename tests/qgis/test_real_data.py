"""Short versions of the runs of training/README.md, on real satellite images, through the real qgis_process."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from benchmarks.real_data import assess, segment, train
from benchmarks.real_sets import DATA, RealSet, amazon_forest, denmark_fields


def needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not (DATA / name).is_dir(), reason=f"needs {name}, in the folder PADDY_DATA")


def figures_of(data: RealSet, folder: Path, **changes: object) -> dict[str, float]:
    train(data, folder / "model.safetensors", BATCH=8, OUTPUT_STRIDE=16, **changes)
    maps = segment(replace(data, mapping={}), folder / "model.safetensors", folder / "maps")
    for raster, mapped in zip(data.test_rasters, maps, strict=True):
        image, classes = gdal.Open(str(raster)), gdal.Open(str(mapped))
        assert classes.GetGeoTransform() == image.GetGeoTransform()
    return assess(data, maps)


@pytest.mark.slow
@needs("amazon_forest")
def test_forest_is_told_from_clearings_after_a_short_training(tmp_path: Path) -> None:
    whole, some, two = amazon_forest(tmp_path), slice(5, 10), slice(5, 7)  # about as much forest as clearings
    data = replace(whole, rasters=whole.rasters[some], labels=whole.labels[some], test_rasters=whole.test_rasters[two],
                   test_labels=whole.test_labels[two])  # fmt: skip
    labels = np.stack([gdal.Open(str(path)).ReadAsArray() for path in data.test_labels])
    majority = max((labels == 1).sum(), (labels == 2).sum()) / (labels > 0).sum()
    figures = figures_of(data, tmp_path, CHIP=128, EPOCHS=5, CHIPS_PER_EPOCH=64)
    assert figures["accuracy"] > majority + 0.1  # a map of one class has the majority, a short training came 0.23 above


@pytest.mark.slow
@needs("denmark_fields")
def test_crops_in_danish_parcels_are_learnt_from_polygons(tmp_path: Path) -> None:
    figures = figures_of(denmark_fields(tmp_path), tmp_path, CHIP=64, EPOCHS=6, CHIPS_PER_EPOCH=256)
    learnt = [name for name, iou in figures["iou"].items() if iou is not None and iou > 0.2]
    assert len(learnt) >= 2  # 0.47 and 0.55 when measured; a map of one crop has one, at 0.25 or less
