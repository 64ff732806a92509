"""The network computed by OpenVINO instead of torch: the same answers, sooner on processors."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from paddy_segmenter.errors import EnvironmentMissing, tells_full_memory
from paddy_segmenter.packages import remedy_for

from .deeplabv3 import DeepLabV3
from .folding import fold_batchnorm
from .openvino_graph import draw_graph

HINTS = {torch.float32: "f32", torch.bfloat16: "bf16"}
TRIAL_SIDE = 32  # pixels of the image that a new network is tried out on
COMPILED_KEPT = 2  # sizes of images: tiles as they are, and turned by a quarter
REASON_LENGTH = 200  # characters of OpenVINO's own message, which may be a page


def load_openvino() -> ModuleType:
    """Returns OpenVINO without its telemetry, which would tell Google Analytics of every import and every conversion.

    Raises:
        EnvironmentMissing: it is not installed, or does not load.
    """
    # None reads as not installed, which OpenVINO copes with.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    try:
        import openvino
    except ModuleNotFoundError as error:
        if error.name != "openvino":
            raise _broken(error) from error
        raise EnvironmentMissing(
            f"the runtime is openvino, which {sys.executable} cannot import ({error}):"
            f" {remedy_for(('openvino',), sys.executable)}, or choose the runtime torch"
        ) from error
    except Exception as error:
        raise _broken(error) from error
    return openvino  # type: ignore[no-any-return]


def is_openvino_installed() -> bool:
    """Returns whether OpenVINO is there, which does not say that it works."""
    return find_spec("openvino") is not None


class OpenVinoNetwork:
    """A DeepLabV3 that OpenVINO computes, with as many threads as torch would; it is called as the module itself is.

    It is compiled when images of another size come, which takes a moment. Their number does not matter.

    Attributes:
        precision: what the convolutions are computed in: torch.float32 where the device has no bfloat16.

    Args:
        network: in evaluation mode, in fp32 and on the CPU; its BatchNorm is folded in place.
        precision: of the convolutions, torch.float32 or torch.bfloat16, where the device has it.
        device: as OpenVINO names it, see `choose_openvino_device`.

    Raises:
        EnvironmentMissing: OpenVINO is not installed, or fails on a small image.
    """

    def __init__(self, network: DeepLabV3, precision: torch.dtype, device: str = "CPU") -> None:
        self._openvino = load_openvino()
        self._network = network
        self._device = device
        self._threads = 0
        self._requests: dict[torch.Size, Any] = {}

        fold_batchnorm(network)
        with _failures_told():
            self._core = self._openvino.Core()
            self.precision = self._try_out(precision)

    @property
    def name(self) -> str:
        """Runtime, version and device, for the log and the journal."""
        return f"OpenVINO {self._openvino.__version__.partition('-')[0]} ({self._device})"

    def __call__(self, images: Tensor) -> Tensor:
        """Returns fp32 logits (N, classes, H, W) of normalised fp32 images (N, bands, H, W), both on the CPU.

        Raises:
            MemoryError: there are too many images.
            EnvironmentMissing: OpenVINO fails.
        """
        with _failures_told():
            request = self._request_for(images.shape[1:])
            cells = request.infer(images.contiguous().numpy(), share_inputs=True)[0]
        return self._network.to_pixels(torch.from_numpy(cells), images)

    def make_ready(self, size: torch.Size) -> None:
        """Compiles the network for images of this size (bands, H, W) and torch's number of threads, where that is not done yet."""
        with _failures_told():
            self._request_for(size)

    def _try_out(self, wanted: torch.dtype) -> torch.dtype:
        """Computes a small image and returns the precision in which OpenVINO did: it takes another one without a word."""
        size = torch.Size((self._network.bands, TRIAL_SIDE, TRIAL_SIDE))
        request = self._compiled(size, wanted)
        request.infer(torch.zeros(1, *size).numpy())

        computed_in = request.get_compiled_model().get_property("INFERENCE_PRECISION_HINT")
        return wanted if computed_in.get_type_name() == HINTS[wanted] else torch.float32

    def _request_for(self, size: torch.Size) -> Any:
        threads = torch.get_num_threads()
        if threads != self._threads:
            self._requests.clear()
            self._threads = threads

        if size not in self._requests:
            if len(self._requests) == COMPILED_KEPT:
                self._requests.pop(next(iter(self._requests)))
            self._requests[size] = self._compiled(size, self.precision)
        return self._requests[size]

    def _compiled(self, size: torch.Size, precision: torch.dtype) -> Any:
        """Returns a request for the logits of images of this size (bands, H, W), with torch's number of threads."""
        model = draw_graph(self._network, size, self._openvino)
        return self._core.compile_model(model, self._device, self._settings(precision)).create_infer_request()

    def _settings(self, precision: torch.dtype) -> dict[str, object]:
        settings: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": HINTS[precision],
        }
        if self._device != "CPU":
            return settings
        # Not pinned to cores: every process on the machine would be pinned to the same ones.
        return settings | {"INFERENCE_NUM_THREADS": torch.get_num_threads(), "ENABLE_CPU_PINNING": False}


@contextmanager
def _failures_told() -> Iterator[None]:
    """Makes one sentence of whatever goes wrong in OpenVINO; where memory ran out, says so as Python does."""
    try:
        yield
    except EnvironmentMissing:
        raise
    except Exception as error:
        if "Failed to allocate" in str(error) or tells_full_memory(str(error)):
            raise MemoryError(str(error)) from error
        raise _broken(error) from error


def _broken(error: Exception) -> EnvironmentMissing:
    message = " ".join(str(error).split())[-REASON_LENGTH:]
    return EnvironmentMissing(
        f"OpenVINO in {sys.executable} does not work ({type(error).__name__}: {message}): install it anew, or choose the runtime torch"
    )


def choose_openvino_device(wanted: str, precision: torch.dtype) -> str:
    """Returns where OpenVINO computes for a job's `device`: auto takes Intel's graphics, which have no bf16, for fp32."""
    openvino = load_openvino()
    with _failures_told():
        listed = openvino.Core().available_devices
    return "GPU" if wanted == "auto" and precision == torch.float32 and "GPU" in listed else "CPU"
