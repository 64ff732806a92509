"""What the benchmarks work on: rasters made in a moment, models of random weights, and one that has learnt something.

All of it lies in build/bench and is made once.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from osgeo import gdal, osr

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SceneJob, TrainJob
from training.fit import fit_model
from training.practice.scene import create_scene

gdal.UseExceptions()

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"
SILENT = Reporter(lambda event: None)
BLOCK = 256  # side of the rasters' tiles in pixels
GRAIN = 16  # pixels of the noise
GSD = 1.5
EPSG = 32750
CLASSES = (LegendClass(1, "paddy", (232, 214, 92)), LegendClass(2, "other land", (190, 170, 140)))


def image_raster(height: int, width: int, share: float = 1.0) -> str:
    """Returns a raster of 3 bands, uint8, noise; only a part in the middle, a `share` of it, is stored, the rest is nodata (0)."""
    return made(f"image_{height}_{width}_{share:g}.tif", lambda path: _write_image(path, height, width, share))


def random_model(backbone: str = "resnet50", chip: int = 512, output_stride: int = 8) -> str:
    """Returns a model file of random weights for `image_raster`, 2 classes."""
    return made(
        f"{backbone}_{chip}_{output_stride}.safetensors", lambda path: _write_model(path, backbone, chip, output_stride)
    )


def practice_scene(seed: int, width: int = 1280, height: int = 1024) -> tuple[str, str]:
    """Returns a practice scene and its label raster."""
    labels = str(FOLDER / f"labels_{seed}_{width}_{height}.tif")
    scene = made(
        f"scene_{seed}_{width}_{height}.tif",
        lambda path: create_scene(SceneJob(path, label_raster=labels, width=width, height=height, seed=seed), SILENT),
    )
    return scene, labels


def practice_model(chip: int = 256, epochs: int = 12) -> str:
    """Returns a model file that was trained on a practice scene: ResNet34, output stride 8, about ten minutes on two cores."""
    scene, labels = practice_scene(seed=1)
    return made(
        f"practice_{chip}_{epochs}.safetensors",
        lambda path: fit_model(
            TrainJob((scene,), (labels,), path, chip=chip, weights="none", epochs=epochs, seed=1), SILENT
        ),
    )


def made(name: str, make: Callable[[str], object]) -> str:
    """Returns the path of a file in build/bench, after making it where it is missing."""
    path = FOLDER / name
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"unfinished_{name}")
        make(str(part))
        part.replace(path)
    return str(path)


def create_raster(path: str, height: int, width: int, bands: int, kind: int = gdal.GDT_Byte) -> gdal.Dataset:
    """Creates a tiled GeoTIFF in which only what is written takes up room; where nothing is written it has no data."""
    options = ["TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, bands, kind, options)
    dataset.SetGeoTransform((200_000.0, GSD, 0.0, 9_670_000.0, 0.0, -GSD))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(EPSG)
    dataset.SetSpatialRef(crs)
    for band in range(1, bands + 1):
        dataset.GetRasterBand(band).SetNoDataValue(0)
    return dataset


def _write_image(path: str, height: int, width: int, share: float) -> None:
    """Writes one piece of noise again and again, shifted: to draw each pixel would take longer than to map it."""
    rows, columns = round(height * share**0.5), round(width * share**0.5)
    top, left = (height - rows) // 2, (width - columns) // 2
    generator = np.random.default_rng(0)
    coarse = generator.integers(1, 256, (3, BLOCK // GRAIN, 2 * columns // GRAIN + 1), np.uint8)
    noise = coarse.repeat(GRAIN, axis=1).repeat(GRAIN, axis=2)
    dataset = create_raster(path, height, width, 3)
    for row in range(0, rows, BLOCK):
        shift = int(generator.integers(0, columns))
        piece = noise[:, : min(BLOCK, rows - row), shift : shift + columns]
        dataset.WriteArray(np.ascontiguousarray(piece), left, top + row)


def _write_model(path: str, backbone: str, chip: int, output_stride: int) -> None:
    torch.manual_seed(0)
    rates = plan_atrous_rates(chip, output_stride)
    network = DeepLabV3(backbone, 3, len(CLASSES), output_stride, rates, chip)
    figures = Normalisation((0.0,) * 3, (255.0,) * 3, (128.0,) * 3, (74.0,) * 3)
    card = ModelCard(backbone, ("red", "green", "blue"), figures, GSD, chip, output_stride, rates, CLASSES)
    save_model(path, network, card)
