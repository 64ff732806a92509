"""bfloat16 and OpenVINO draw the map that torch draws in float32."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from osgeo import gdal
from torch import Tensor
from torch.nn import functional

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SegmentJob

CHIP, SIDE, STEPS = 64, 384, 50
AGREEMENT = 0.998
# Percent. Two classes change places where their logits are about equal: bf16 moves logits by some hundredths, and 60 % is a
# difference of 0.4, which it never reaches.
LOW_CONFIDENCE = 60
NORMALISATION = Normalisation((0.0,) * 2, (1000.0,) * 2, (500.0,) * 2, (250.0,) * 2)


def landscape(rows: slice) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]:
    """Returns an image (2, H, SIDE) of noisy fields in two colours, and which colour is where."""
    y, x = np.mgrid[rows, :SIDE]
    fields = np.sin(x / 41) + np.sin(y / 53 + x / 90) > 0
    noise = np.random.default_rng(rows.start).normal(0, 30, (2, *fields.shape))
    colours = np.stack([np.where(fields, 350, 650), np.where(fields, 600, 400)])
    return (colours + noise).clip(1, 1000).astype(np.uint16), fields


def train(network: DeepLabV3) -> None:
    """Trains on the ground below the raster of the test."""
    image, fields = landscape(slice(SIDE, 2 * SIDE))
    pixels, labels = torch.from_numpy((image - 500.0) / 250).float(), torch.from_numpy(fields).long()
    generator = torch.Generator().manual_seed(1)
    optimiser = torch.optim.AdamW(network.parameters(), 5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    network.train()
    for _ in range(STEPS):
        corners = torch.randint(0, SIDE - CHIP, (8, 2), generator=generator).tolist()
        chips = torch.stack([_cut(pixels, *corner) for corner in corners])
        wanted = torch.stack([_cut(labels, *corner) for corner in corners])
        loss = functional.cross_entropy(network(chips), wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    network.eval()


def _cut(values: Tensor, row: int, column: int) -> Tensor:
    return values[..., row : row + CHIP, column : column + CHIP]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    torch.manual_seed(0)
    network = DeepLabV3("resnet34", 2, 2, 16, (1, 2, 3), CHIP)
    train(network)
    classes = LegendClass(0, "trees", (0, 80, 20)), LegendClass(1, "paddy", (0, 158, 115))
    path = str(tmp_path_factory.mktemp("model") / "model.safetensors")
    save_model(
        path, network, ModelCard("resnet34", ("red", "green"), NORMALISATION, 1.5, CHIP, 16, (1, 2, 3), classes, {})
    )
    return path


@pytest.mark.slow
@pytest.mark.parametrize("runtime", ["torch", pytest.param("openvino", marks=pytest.mark.skipif(not find_spec("openvino"), reason="openvino is not installed"))])  # fmt: skip
def test_maps_in_bfloat16_differ_only_where_the_model_is_not_sure(
    runtime: str, model: str, tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    image, fields = landscape(slice(0, SIDE))
    raster = write_raster("image.tif", image)

    def mapped(precision: str, runtime: str) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        output, confidence = (str(tmp_path / f"{name} {precision} {runtime}.tif") for name in ("map", "confidence"))
        segment_raster(
            SegmentJob(raster, model, output, confidence, device="cpu", precision=precision, runtime=runtime), report
        )
        return gdal.Open(output).ReadAsArray(), gdal.Open(confidence).ReadAsArray()

    expected, confidence = mapped("float32", "torch")
    found, _ = mapped("bfloat16", runtime)
    assert (expected == fields).mean() > 0.85, "the network has learnt too little"
    differ = found != expected
    assert differ.any(), "both maps come from the same arithmetic"
    assert 1 - differ.mean() >= AGREEMENT
    assert confidence[differ].max() < LOW_CONFIDENCE
