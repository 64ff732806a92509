"""The network computed by OpenVINO instead of torch: the same answers, sooner on processors."""

import sys
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from paddy_segmenter.errors import EnvironmentMissing
from paddy_segmenter.packages import remedy_for

from .deeplabv3 import DeepLabV3
from .folding import fold_batchnorm
from .openvino_graph import draw_graph

HINTS = {torch.float32: "f32", torch.bfloat16: "bf16"}


def load_openvino() -> ModuleType:
    """Returns OpenVINO without its telemetry, which would tell Google Analytics of every import and every conversion.

    Raises:
        EnvironmentMissing: it is not installed, or does not load.
    """
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # reads as not installed, which OpenVINO copes with
    try:
        import openvino
    except ImportError as error:
        raise EnvironmentMissing(
            f"the runtime is openvino, which {sys.executable} cannot import ({error}):"
            f" {remedy_for(('openvino',), sys.executable)}, or choose the runtime torch"
        ) from error
    return openvino  # type: ignore[no-any-return]


def has_openvino() -> bool:
    """Returns whether OpenVINO is installed and loads."""
    try:
        load_openvino()
    except EnvironmentMissing:
        return False
    return True


class OpenVinoNetwork:
    """A DeepLabV3 that OpenVINO computes, with as many threads as torch would; it is called as the module itself is.

    It is compiled when images of another size come, which takes a moment. Their number does not matter.

    Args:
        network: in evaluation mode, in fp32 and on the CPU; its BatchNorm is folded in place.
        precision: of the convolutions, torch.float32 or torch.bfloat16.
        device: as OpenVINO names it, see `choose_openvino_device`.
    """

    def __init__(self, network: DeepLabV3, precision: torch.dtype, device: str = "CPU") -> None:
        fold_batchnorm(network)
        self._network, self._precision, self._device = network, precision, device
        self._openvino = load_openvino()
        self._core = self._openvino.Core()
        self._size, self._threads = torch.Size(), 0  # what the request below is made for
        self._model: Any = None
        self._request: Any = None

    @property
    def name(self) -> str:
        """Runtime, version and device, for the log and the journal."""
        return f"OpenVINO {self._openvino.__version__.partition('-')[0]} ({self._device})"

    def __call__(self, images: Tensor) -> Tensor:
        """Returns fp32 logits (N, classes, H, W) of normalised fp32 images (N, bands, H, W), both on the CPU.

        Raises:
            MemoryError: there are too many images.
        """
        self.make_ready(images.shape[1:])
        try:
            cells = self._request.infer(images.contiguous().numpy(), share_inputs=True)[0]
        except RuntimeError as error:
            if "Failed to allocate" in str(error):
                raise MemoryError(str(error)) from error
            raise
        return self._network.to_pixels(torch.from_numpy(cells), images)

    def make_ready(self, size: torch.Size) -> None:
        """Compiles the network for images of this size (bands, H, W) and torch's number of threads, where that is not done yet."""
        threads = torch.get_num_threads()
        if size != self._size:
            self._model, self._size, self._threads = draw_graph(self._network, size, self._openvino), size, 0
        if threads != self._threads:
            compiled = self._core.compile_model(self._model, self._device, self._settings(threads))
            self._request, self._threads = compiled.create_infer_request(), threads

    def _settings(self, threads: int) -> dict[str, object]:
        settings: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": HINTS[self._precision],
        }
        if self._device != "CPU":
            return settings
        # Not pinned to cores: every process on the machine would be pinned to the same ones.
        return settings | {"INFERENCE_NUM_THREADS": threads, "ENABLE_CPU_PINNING": False}


def choose_openvino_device(wanted: str, precision: torch.dtype) -> str:
    """Returns where OpenVINO computes for a job's `device`: auto takes Intel's graphics, which have no bf16, for fp32."""
    listed = load_openvino().Core().available_devices
    return "GPU" if wanted == "auto" and precision == torch.float32 and "GPU" in listed else "CPU"
