"""A raster whose rows do not run west to east is mapped to its last pixel, though the model sees it north-up."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SegmentJob
from tests.conftest import LEFT, TOP

CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20)))
GREY = Normalisation((0.0,), (1000.0,), (500.0,), (250.0,))


def test_each_valid_pixel_of_a_turned_raster_gets_a_class_and_a_confidence(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    torch.manual_seed(3)
    model = str(tmp_path / "coarse.safetensors")
    card = ModelCard("resnet34", ("grey",), GREY, 30.0, 64, 16, (1, 2, 3), CLASSES, {})
    save_model(model, DeepLabV3("resnet34", 1, 2, 16, (1, 2, 3), 64), card)

    values = np.random.default_rng(5).integers(1, 1000, (96, 128)).astype(np.uint16)
    values[40:60, 50:90] = 0
    image = write_raster("turned.tif", values, nodata=0)
    c, s = 10 * math.cos(math.radians(5)), 10 * math.sin(math.radians(5))
    gdal.Open(image, gdal.GA_Update).SetGeoTransform((LEFT, c, s, TOP, s, -c))

    output, confidence = str(tmp_path / "map.tif"), str(tmp_path / "confidence.tif")
    job = SegmentJob(image, model, output, confidence=confidence, strange_values="accept", device="cpu")
    segment_raster(job, report)
    for path in (output, confidence):
        np.testing.assert_array_equal(gdal.Open(path).ReadAsArray() != 255, values > 0)
