"""A model file made ready to segment on this machine."""

import hashlib
from pathlib import Path
from typing import Any

import torch

from paddy_segmenter.jobs import SegmentJob, SegmentManyJob

from .device import choose_device, choose_precision, prepare
from .model_file import load_model
from .pace import Pace, measure_pace
from .predictor import Predictor

VALUES_PER_PIXEL = 150  # that the network holds at once at its widest, for each pixel of its input


class Model:
    """The network of the model file of a job on its device, in its precision, with the card."""

    def __init__(self, job: SegmentJob | SegmentManyJob) -> None:
        network, self.card = load_model(job.model)
        device = choose_device(job.device)
        precision = choose_precision(job.precision, device)
        self._weights = sum(weight.numel() for weight in network.parameters())
        prepared = prepare(network, device, precision)
        self.predictor = Predictor(prepared, self.card.normalisation, device, precision, job.orientations)
        self._paces: dict[tuple[int, int], Pace] = {}
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

    def pace(self, tile: int, batch: int) -> Pace:
        """Returns how fast the network is on tiles of this side, measured once; `batch` 0 looks for the best."""
        if (tile, batch) not in self._paces:
            self._paces[tile, batch] = measure_pace(self.predictor, len(self.card.bands), tile, batch)
        return self._paces[tile, batch]

    def memory_of_step(self, batch: int, tile: int) -> int:
        """Returns about how many bytes the weights take, and what is computed from `batch` tiles in one step."""
        size = self.predictor.precision.itemsize
        return int(size * (self._weights + VALUES_PER_PIXEL * batch * tile**2))

    @property
    def precision(self) -> str:
        """float32 or bfloat16."""
        return str(self.predictor.precision).removeprefix("torch.")
