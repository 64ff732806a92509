"""A model file made ready to segment on this machine."""

import hashlib
from typing import Any

import torch

from paddy_segmenter.errors import EnvironmentMissing, InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SegmentJob, SegmentManyJob

from ..card import ModelCard
from ..network.deeplabv3 import DeepLabV3
from ..network.device import choose_device, choose_precision, prepare
from ..network.model_file import load_model
from ..network.openvino_network import OpenVinoNetwork, choose_openvino_device, is_openvino_installed
from ..network.orientation import ORIENTATIONS
from ..network.tensor_file import digest_of
from ..tiles import Lattice
from .pace import Pace, Shape, measure_pace
from .predictor import Network, Predictor

CPU = torch.device("cpu")
# Values per pixel of the input that the network holds at once; measured: 80 (ResNet34) to 104 (ResNet50, output stride 8).
VALUES_PER_PIXEL = 130
# Pixels of tiles: with fewer, OpenVINO does not make up for the second that it takes to load (estimated from both speeds).
WORTH_LOADING = 2**22


class Model:
    """The network of the model file of a job on its device, in its precision, with the card.

    Raises EnvironmentMissing where the job asks for OpenVINO, which is not there or does not work.

    Args:
        job: names the model file, the device, the precision and the runtime.
        report: hears what the job asks for and cannot have.
    """

    def __init__(self, job: SegmentJob | SegmentManyJob, report: Reporter) -> None:
        self._job = job
        self._report = report
        network, self.card = load_model(job.model)
        self._weights = sum(weight.numel() for weight in network.parameters())
        self._digest = _digest_of(network, self.card)
        self._paces: dict[tuple[str, Shape, int], Pace] = {}
        self.threads = torch.get_num_threads()  # of the processor, as they were before any raster

        self._device = CPU if job.runtime == "openvino" else choose_device(job.device)
        self._fresh: DeepLabV3 | None = network  # not prepared for a runtime yet
        self._prepared: Predictor | None = None
        self._openvino_serves = is_openvino_installed()
        if job.runtime == "openvino":
            self._prepared = self._on_openvino()
            self._warn_of_other_precision(self._prepared.precision)

    @property
    def predictor(self) -> Predictor:
        """The network ready to compute, by torch unless `suit` or the job chose otherwise."""
        self._prepared = self._prepared or self._on_torch()
        return self._prepared

    def suit(self, lattice: Lattice) -> None:
        """Takes the runtime that is sooner done with these tiles, where the job leaves the choice."""
        if self._job.runtime != "auto" or self._device.type != "cpu":
            return
        is_large = len(lattice) * lattice.tile_pixels >= WORTH_LOADING
        wants_openvino = is_large and self._openvino_serves
        if self._prepared is None or wants_openvino != isinstance(self._prepared.network, OpenVinoNetwork):
            self._prepared = (self._try_openvino() if wants_openvino else None) or self._on_torch()

    @property
    def runtime(self) -> str:
        """What computes the network, with its version."""
        network = self.predictor.network
        return network.name if isinstance(network, OpenVinoNetwork) else f"torch {torch.__version__}"

    def _on_torch(self) -> Predictor:
        precision = choose_precision(self._job.precision, self._device)
        return self._ready(prepare(self._take_network(), self._device, precision), self._device, precision)

    def _on_openvino(self) -> Predictor:
        wanted = choose_precision(self._job.precision, CPU)
        # Graphics only where the job asks for OpenVINO: nobody has measured that they are faster than the processor.
        device = self._job.device if self._job.runtime == "openvino" else "cpu"
        network = OpenVinoNetwork(self._take_network(), wanted, choose_openvino_device(device, wanted))
        return self._ready(network, CPU, network.precision)

    def _try_openvino(self) -> Predictor | None:
        """Returns the network ready to compute by OpenVINO, None where that fails or lacks the precision that the job asks for."""
        try:
            predictor = self._on_openvino()
        except EnvironmentMissing as error:
            self._report.warning(f"{error}; until then torch computes the network")
            self._openvino_serves = False
            return None

        self._openvino_serves = self._job.precision in ("auto", name_of(predictor.precision))
        return predictor if self._openvino_serves else None

    def _warn_of_other_precision(self, found: torch.dtype) -> None:
        if self._job.precision not in ("auto", name_of(found)):
            self._report.warning(
                f"precision is {self._job.precision}, which OpenVINO does not have on this processor: the network is computed in"
                f" {name_of(found)}; for {self._job.precision} choose the runtime torch"
            )

    def _ready(self, network: Network, device: torch.device, precision: torch.dtype) -> Predictor:
        return Predictor(network, self.card.normalisation, device, precision, self._job.orientations)

    def _take_network(self) -> DeepLabV3:
        """Returns the network as the file holds it: what a runtime has prepared is of no use to the other.

        Raises InputError where the file is no longer the one that was loaded first.
        """
        network, self._fresh = self._fresh, None
        if network is not None:
            return network

        network, card = load_model(self._job.model)
        if _digest_of(network, card) != self._digest:
            raise InputError(
                f"{self._job.model} was replaced while it was in use: run the job again, it takes the new model"
            )
        return network

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

    def pace(self, lattice: Lattice, batch: int) -> Pace:
        """Returns how fast the network is on the lattice's tiles, measured once; `batch` 0 looks for the best.

        Whatever number of threads the raster before this one was best computed with, all of them are tried again.
        """
        torch.set_num_threads(self.threads)
        shape = len(self.card.bands), lattice.tile_height, lattice.tile_width
        key = self.runtime, shape, batch
        if key not in self._paces:
            if isinstance(self.predictor.network, OpenVinoNetwork):
                self.predictor.network.make_ready(torch.Size(shape))  # which is not to be timed
            self._paces[key] = measure_pace(self.predictor, shape, batch)
        return self._paces[key]

    def memory_of_step(self, batch: int, lattice: Lattice) -> int:
        """Returns about how many bytes the weights take, and what is computed from `batch` tiles in one step."""
        size = self.predictor.precision.itemsize
        is_turned = self._job.orientations == ORIENTATIONS and lattice.tile_height != lattice.tile_width
        # OpenVINO keeps a network for the tiles and one for the same turned.
        networks = 2 if is_turned and isinstance(self.predictor.network, OpenVinoNetwork) else 1
        return int(size * networks * (self._weights + VALUES_PER_PIXEL * batch * lattice.tile_pixels))

    @property
    def precision(self) -> str:
        """float32 or bfloat16: what the network is computed in."""
        return name_of(self.predictor.precision)


def _digest_of(network: DeepLabV3, card: ModelCard) -> str:
    """Returns the SHA-256 of a model as it was loaded: a file may be replaced before it could be read for a digest."""
    # What the card says was compared when it was loaded.
    weights = card.weights_digest or digest_of(network.state_dict())
    return hashlib.sha256(f"{card.to_json()} {weights}".encode()).hexdigest()


def name_of(precision: torch.dtype) -> str:
    """Returns the name of a precision in a job."""
    return str(precision).removeprefix("torch.")
