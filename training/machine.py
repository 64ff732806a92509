"""Where and with what a training computes: processor or GPU, threads, arithmetic, free memory, versions."""

import os
import platform
from importlib.metadata import version
from typing import Any

import torch
from osgeo import gdal

from paddy_segmenter.core.memory import free_memory
from paddy_segmenter.core.network.processor import name_processor
from paddy_segmenter.packages import plugin_version

from . import processes

PACKAGES = ("torch", "torchvision", "safetensors", "numpy")  # whose versions figures may depend on


def describe_machine(device: torch.device, precision: torch.dtype) -> dict[str, Any]:
    """Returns what computes: names, numbers of cores and threads, arithmetic."""
    return {
        "device": device.type,
        "gpu": torch.cuda.get_device_name(device) if device.type == "cuda" else None,
        "processor": name_processor(),
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "processes": processes.count(),
        "precision": str(precision).removeprefix("torch."),
        "system": platform.platform(),
    }


def describe_versions() -> dict[str, str | None]:
    """Returns the versions of the plugin, of Python and of the libraries; None for CUDA where torch is built without it."""
    return {
        "plugin": plugin_version(),
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "gdal": gdal.__version__,
        "cuda": torch.version.cuda,
    }


def free_memory_on(device: torch.device) -> int:
    """Returns how many bytes this process may still take where the network computes."""
    if device.type != "cuda":
        return free_memory()
    free, _ = torch.cuda.mem_get_info(device)
    return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
