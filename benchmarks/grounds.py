"""Ground that a model has not seen, with what is there in truth."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.jobs import SegmentJob

from .material import SILENT, create_raster, made, practice_model, practice_scene

DATA = Path(os.environ.get("PADDY_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "amazon_forest"
SEED = 2  # of the practice scene that is mapped
NOWHERE = -1  # class index of pixels without data or label

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """A raster to map, with the model to do it and what is there in truth, as class indices (H, W)."""

    name: str
    raster: Raster
    model: Model
    truth: Labels


def practice_ground(model_path: str, size: int) -> Ground:
    """Returns a practice scene and a model that learnt on another one."""
    scene, labels = practice_scene(SEED, size, size)
    model = Model(job_for(model_path or practice_model()), SILENT)
    return Ground("practice scene", Raster(scene), model, _indices(_read(labels)[0], model.card.classes))


def amazon_ground(model_path: str, _: int) -> Ground:
    """Returns the tiles that the model's training kept out, side by side in one raster."""
    model = Model(job_for(model_path), SILENT)
    names = sorted(part["raster"] for part in model.card.training["split"]["validation"])
    image, labels = (_side_by_side([_read(str(_find(kind, name))) for name in names]) for kind in ("images", "labels"))
    raster = made(f"amazon_{crc32(repr(names).encode())}.tif", lambda path: _write(path, image))
    return Ground(f"amazon_forest, {len(names)} tiles", Raster(raster), model, _indices(labels[0], model.card.classes))


def job_for(model: str = "model.safetensors", **fields: Any) -> SegmentJob:
    """Returns a job for its model and its tiles; what the files are called does not matter here."""
    return SegmentJob("ground.tif", model, "map.tif", **fields)


def _read(path: str) -> npt.NDArray[np.int64]:
    """Returns the pixels of a raster, (bands, H, W)."""
    dataset = gdal.Open(path)
    return dataset.ReadAsArray().reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize).astype(np.int64)


def _find(kind: str, name: str) -> Path:
    return next(path for path in (DATA / "training" / kind).glob(f"{Path(name).stem}.tif*") if path.suffix != ".xml")


def _side_by_side(images: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """Joins an even number of images of one size in two rows."""
    half = len(images) // 2
    rows = [np.concatenate(images[first : first + half], axis=2) for first in (0, half)]
    return np.concatenate(rows, axis=1)


def _write(path: str, image: npt.NDArray[np.int64]) -> None:
    bands, height, width = image.shape
    create_raster(path, height, width, bands).WriteArray(image.astype(np.uint8))


def _indices(values: Labels, classes: Iterable[LegendClass]) -> Labels:
    indices = np.full(values.shape, NOWHERE)
    for index, each in enumerate(classes):
        indices[values == each.value] = index
    return indices


GROUNDS: dict[str, Callable[[str, int], Ground]] = {"practice": practice_ground, "amazon_forest": amazon_ground}
