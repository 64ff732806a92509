"""Which build of torch fits this computer: for its NVIDIA driver and GPU, or for the processor."""

import subprocess  # nosec B404 # to ask nvidia-smi
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .environment import NO_WINDOW

PYTORCH = "https://download.pytorch.org/whl"  # PyTorch's own index: the usual one has one build for each system only
QUESTION = ("nvidia-smi", "--query-gpu=name,driver_version,compute_cap", "--format=csv,noheader")
PATIENCE = 30  # seconds; a driver that sleeps is slow to answer


class Gpu(NamedTuple):
    """An NVIDIA GPU: its name, its driver's major version and its compute capability."""

    name: str
    driver: int
    capability: tuple[int, int]


@dataclass(frozen=True)
class Build:
    """A build of torch: its name for people, where it is ('': the usual index), about how many bytes it loads and takes."""

    name: str
    index: str
    download: float
    disk: float


CPU = Build("processor only", f"{PYTORCH}/cpu", 0.3e9, 1.2e9)
MAC = Build("Mac, processor and Apple's GPU", "", 0.2e9, 0.9e9)


class CudaBuild(NamedTuple):
    """A CUDA build, with the drivers and GPUs that it computes on."""

    build: Build
    least_driver: int
    capabilities: tuple[tuple[int, int], tuple[int, int]]


# The stable builds of torch 2.13 as its release notes list them; the one that is preferred stands first.
CUDA_BUILDS = (
    CudaBuild(Build("NVIDIA GPU, CUDA 13.0", f"{PYTORCH}/cu130", 3e9, 7e9), 580, ((7, 5), (99, 0))),
    CudaBuild(Build("NVIDIA GPU, CUDA 12.6", f"{PYTORCH}/cu126", 3e9, 7e9), 525, ((5, 0), (9, 0))),
)


def builds_for(system: str, gpu: Gpu | None) -> list[Build]:
    """Returns the builds that run here, the best one first. `system` is what platform.system() returns."""
    if system == "Darwin":
        return [MAC]
    return [*(cuda.build for cuda in CUDA_BUILDS if gpu and _runs_on(cuda, gpu)), CPU]


def find_gpu(variables: Mapping[str, str]) -> Gpu | None:
    """Returns the first NVIDIA GPU that the driver tells of; None where there is none or no driver."""
    try:
        asked = subprocess.run(  # nosec B603 # a fixed program of the driver
            QUESTION, env=dict(variables), stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False,
            creationflags=NO_WINDOW)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return gpu_of(asked.stdout.decode("utf-8", "replace")) if asked.returncode == 0 else None


def gpu_of(answer: str) -> Gpu | None:
    """Returns the GPU in the first line of nvidia-smi's answer, e.g. 'NVIDIA L4, 550.54.15, 8.9'."""
    try:
        name, driver, capability = (part.strip() for part in answer.splitlines()[0].rsplit(",", 2))
        major, minor = map(int, capability.split("."))
        return Gpu(name, int(driver.split(".")[0]), (major, minor))
    except (IndexError, ValueError):
        return None


def _runs_on(cuda: CudaBuild, gpu: Gpu) -> bool:
    least, most = cuda.capabilities
    return gpu.driver >= cuda.least_driver and least <= gpu.capability <= most
