"""A training of a moment, to be broken off: two epochs, each kept."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from safetensors import safe_open

from tests.conftest import LEFT, TOP, wkt
from training import checkpoints

from .base_rasters import UTM
from .nights import Night

SETTINGS = ("--weights=none", "--chip=32", "--block=64", "--buffer=4", "--batch=4", "--epochs=2", "--chips-per-epoch=8", "--device=cpu",
            "--precision=float32", "--output-stride=16", "--decoder=no")  # fmt: skip


def short_training(folder: Path) -> Night:
    """Returns a training on plots of two crops, one brighter than the other."""
    folder.mkdir(exist_ok=True)
    generator = np.random.default_rng(0)
    plots = np.kron(generator.integers(0, 2, (8, 8)), np.ones((16, 16), int))
    image, labels = folder / "image.tif", folder / "labels.tif"
    _write(image, 300 + 400 * plots + generator.normal(0, 100, plots.shape), gdal.GDT_UInt16)
    _write(labels, plots + 1, gdal.GDT_Byte)
    arguments = [
        "fit",
        f"--rasters={image}",
        f"--labels={labels}",
        f"--output={folder / 'out' / 'model.safetensors'}",
        *SETTINGS,
    ]
    return Night(folder, arguments, _keep_every_epoch, tensors_of_model)


def tensors_of_model(path: Path) -> object:
    """Returns the bytes of a model's tensors: its card holds times. Of a report only that it is one counts."""
    if path.suffix == ".safetensors":
        try:
            with safe_open(path, framework="np") as file:
                return {name: file.get_tensor(name).tobytes() for name in sorted(file.keys())}
        except Exception as error:  # noqa: BLE001  # what safetensors raises is its own
            return f"no model: {error}"
    return path.read_bytes().rstrip().endswith(b"</html>")


def _write(path: Path, values: np.ndarray, number_type: int) -> None:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, number_type)
    dataset.SetProjection(wkt(UTM))
    dataset.SetGeoTransform((LEFT, 1.5, 0, TOP, 0, -1.5))
    dataset.GetRasterBand(1).WriteArray(values)


def _keep_every_epoch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkpoints, "WORTH_SAVING", 0.0)
