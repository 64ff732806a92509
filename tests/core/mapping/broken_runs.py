"""Segmentations that are broken off, for tests of what the next run makes of what they left."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob

# Three strips.
ROWS, COLUMNS = 1104, 32
CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20)))
Jobs = Callable[..., SegmentJob]


def image(seed: int = 5) -> np.ndarray:
    """Returns an image (2, ROWS, COLUMNS) of blocks of 8 pixels."""
    blocks = np.random.default_rng(seed).integers(1, 1000, (2, ROWS // 8, COLUMNS // 8))
    return np.kron(blocks, np.ones((8, 8), int)).astype(np.uint16)


def write_model(path: str, seed: int = 3) -> None:
    """Writes a model that never learnt, with opinions of its own."""
    shutil.copyfile(_model(seed), path)


@cache
def _model(seed: int) -> str:
    path = str(Path(tempfile.mkdtemp()) / "model.safetensors")
    torch.manual_seed(seed)
    network = DeepLabV3("resnet34", 2, 2, 16, (1, 2, 3), 64)
    torch.nn.init.normal_(network.classifier[-1].weight, std=0.5)
    figures = Normalisation((0.0,) * 2, (1000.0,) * 2, (500.0,) * 2, (250.0,) * 2)
    save_model(path, network, ModelCard("resnet34", ("red", "green"), figures, 1.5, 64, 16, (1, 2, 3), CLASSES, {}))
    atexit.register(shutil.rmtree, Path(path).parent, ignore_errors=True)
    return path


def job_maker(folder: Path, write_raster: Callable[..., str]) -> Jobs:
    """Returns a function that makes a job on one raster, with some of its fields changed."""
    model = str(folder / "model.safetensors")
    write_model(model)
    raster = write_raster("image.tif", image())

    def make(output: str = "map.tif", **fields: object) -> SegmentJob:
        paths = {"raster": raster, "confidence": str(folder / f"confidence of {output}")} | fields
        return SegmentJob(model=model, output=str(folder / output), precision="float32", device="cpu", tile=32, **paths)  # type: ignore[arg-type]

    return make


def bytes_of(job: SegmentJob) -> list[bytes]:
    return [Path(path).read_bytes() for path in job.output_paths()]


def break_off(job: SegmentJob, share: float) -> None:
    """Runs the job until this share of it is told as done, then cancels it."""

    def listen(event: Event) -> None:
        if isinstance(event, Progress) and event.share >= share:
            report.cancel()

    report = Reporter(listen)
    with pytest.raises(Cancelled):
        segment_raster(job, report)


def messages(events: list[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Message))
