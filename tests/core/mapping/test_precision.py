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
from paddy_segmenter.events import Event, Message, Reporter
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


Map = tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]  # classes and confidences in percent


@pytest.fixture
def mapped(
    model: str, tmp_path: Path, write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> Callable[[str, str], tuple[Map, str]]:
    """Returns a function that maps the landscape in a precision with a runtime: the map, and what the log says of both."""
    raster = write_raster("image.tif", landscape(slice(0, SIDE))[0])

    def map_it(precision: str, runtime: str) -> tuple[Map, str]:
        output, confidence = (str(tmp_path / f"{name} {precision} {runtime}.tif") for name in ("map", "confidence"))
        job = SegmentJob(raster, model, output, confidence, device="cpu", precision=precision, runtime=runtime)
        events.clear()
        segment_raster(job, report)
        log = "\n".join(event.text for event in events if isinstance(event, Message))
        return (gdal.Open(output).ReadAsArray(), gdal.Open(confidence).ReadAsArray()), log

    return map_it


def assert_differs_only_where_not_sure(found: npt.NDArray[np.uint8], expected: Map) -> None:
    classes, confidence = expected
    differ = found != classes
    assert differ.any(), "both maps come from the same arithmetic"
    assert 1 - differ.mean() >= AGREEMENT
    assert confidence[differ].max() < LOW_CONFIDENCE


@pytest.mark.slow
def test_maps_in_bfloat16_differ_only_where_the_model_is_not_sure(
    mapped: Callable[[str, str], tuple[Map, str]],
) -> None:
    expected, _ = mapped("float32", "torch")
    (found, _), log = mapped("bfloat16", "torch")
    assert (expected[0] == landscape(slice(0, SIDE))[1]).mean() > 0.85, "the network has learnt too little"
    assert "on cpu in bfloat16 with torch" in log
    assert_differs_only_where_not_sure(found, expected)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("openvino"), reason="openvino is not installed")
def test_openvino_says_what_it_computed_in_with_bfloat16_and_without(
    mapped: Callable[[str, str], tuple[Map, str]],
) -> None:
    import openvino

    expected, _ = mapped("float32", "openvino")
    (found, _), log = mapped("bfloat16", "openvino")
    if "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        assert "on cpu in bfloat16 with OpenVINO" in log
        assert "which OpenVINO does not have" not in log
        assert_differs_only_where_not_sure(found, expected)
    else:
        assert "on cpu in float32 with OpenVINO" in log
        assert "precision is bfloat16, which OpenVINO does not have on this processor" in log
        np.testing.assert_array_equal(found, expected[0])
