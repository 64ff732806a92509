"""A model file made ready to segment on this machine."""

import hashlib
from pathlib import Path
from typing import Any

import torch

from paddy_segmenter.jobs import SegmentJob

from .device import choose_device, choose_precision, prepare
from .model_file import load_model
from .predictor import Predictor

VALUES_PER_PIXEL = 150  # that the network holds at once at its widest, for each pixel of its input


class Model:
    """The network of a job's model file on its device, in its precision, with the card."""

    def __init__(self, job: SegmentJob) -> None:
        network, self.card = load_model(job.model)
        device = choose_device(job.device)
        precision = choose_precision(job.precision, device)
        self._weights = sum(weight.numel() for weight in network.parameters())
        prepared = prepare(network, device, precision)
        self.predictor = Predictor(prepared, self.card.normalisation, device, precision, job.orientations)
        self._digest = hashlib.sha256(Path(job.model).read_bytes()).hexdigest()

    @property
    def identity(self) -> dict[str, Any]:
        """What the pixels of a map depend on, beside the job and the raster."""
        return {
            "model": self._digest,
            "device": self.predictor.device.type,
            "precision": self.precision,
            "torch": torch.__version__,
        }

    def memory_of_step(self, batch: int, tile: int) -> int:
        """Returns about how many bytes the weights take, and what is computed from `batch` tiles in one step."""
        size = self.predictor.precision.itemsize
        return int(size * (self._weights + VALUES_PER_PIXEL * batch * tile**2))

    @property
    def precision(self) -> str:
        """float32 or bfloat16."""
        return str(self.predictor.precision).removeprefix("torch.")
