"""A model file made ready to segment on this machine."""

import hashlib
from pathlib import Path
from typing import Any

import torch

from paddy_segmenter.jobs import SegmentJob, SegmentManyJob

from ..network.deeplabv3 import DeepLabV3
from ..network.device import choose_device, choose_precision, prepare
from ..network.model_file import load_model
from ..network.openvino_network import OpenVinoNetwork, choose_openvino_device, has_openvino
from ..tiles import Lattice
from .pace import Pace, measure_pace
from .predictor import Network, Predictor

# Values per pixel of the input that the network holds at once; measured: 80 (ResNet34) to 104 (ResNet50, output stride 8).
VALUES_PER_PIXEL = 130
# Pixels of tiles: with fewer, OpenVINO does not make up for the seconds that it takes to get ready.
WORTH_CONVERTING = 2**24


class Model:
    """The network of the model file of a job on its device, in its precision, with the card."""

    def __init__(self, job: SegmentJob | SegmentManyJob) -> None:
        self._job = job
        network, self.card = load_model(job.model)
        self._weights = sum(weight.numel() for weight in network.parameters())
        self._digest = hashlib.sha256(Path(job.model).read_bytes()).hexdigest()
        self._paces: dict[tuple[str, int, int], Pace] = {}
        self.predictor = self._on_openvino(network) if job.runtime == "openvino" else self._on_torch(network)

    def suit(self, lattice: Lattice) -> None:
        """Takes the runtime that is sooner done with these tiles, where the job leaves the choice."""
        if self._job.runtime != "auto" or self.predictor.device.type != "cpu":
            return
        openvino = len(lattice) * lattice.tile**2 >= WORTH_CONVERTING and has_openvino()
        if openvino != isinstance(self.predictor.network, OpenVinoNetwork):
            network, _ = load_model(self._job.model)  # again: what a runtime has prepared is of no use to the other
            self.predictor = self._on_openvino(network) if openvino else self._on_torch(network)

    @property
    def runtime(self) -> str:
        """What computes the network, with its version."""
        network = self.predictor.network
        return network.name if isinstance(network, OpenVinoNetwork) else f"torch {torch.__version__}"

    def _on_torch(self, network: DeepLabV3) -> Predictor:
        device = choose_device(self._job.device)
        precision = choose_precision(self._job.precision, device)
        return self._predictor(prepare(network, device, precision), device, precision)

    def _on_openvino(self, network: DeepLabV3) -> Predictor:
        cpu = torch.device("cpu")
        precision = choose_precision(self._job.precision, cpu)
        # Graphics only where the job asks for OpenVINO: nobody has measured that they are faster than the processor.
        wanted = self._job.device if self._job.runtime == "openvino" else "cpu"
        return self._predictor(
            OpenVinoNetwork(network, precision, choose_openvino_device(wanted, precision)), cpu, precision
        )

    def _predictor(self, network: Network, device: torch.device, precision: torch.dtype) -> Predictor:
        return Predictor(network, self.card.normalisation, device, precision, self._job.orientations)

    @property
    def identity(self) -> dict[str, Any]:
        """What the pixels of a map depend on, beside the job and the raster."""
        return {
            "model": self._digest,
            "device": self.predictor.device.type,
            "precision": self.precision,
            "runtime": self.runtime,
            "torch": torch.__version__,
        }

    def pace(self, tile: int, batch: int) -> Pace:
        """Returns how fast the network is on tiles of this side, measured once; `batch` 0 looks for the best."""
        key = self.runtime, tile, batch
        if key not in self._paces:
            self._paces[key] = measure_pace(self.predictor, len(self.card.bands), tile, batch)
        return self._paces[key]

    def memory_of_step(self, batch: int, tile: int) -> int:
        """Returns about how many bytes the weights take, and what is computed from `batch` tiles in one step."""
        size = self.predictor.precision.itemsize
        return int(size * (self._weights + VALUES_PER_PIXEL * batch * tile**2))

    @property
    def precision(self) -> str:
        """float32 or bfloat16."""
        return str(self.predictor.precision).removeprefix("torch.")
