"""Where and with what a training computes: processor or GPU, threads, arithmetic, free memory, versions."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from osgeo import gdal

from paddy_segmenter.core.network.processor import name_processor
from paddy_segmenter.packages import plugin_version

from . import processes

MEMORY_TABLE = Path("/proc/meminfo")  # Linux
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


def free_memory() -> int:
    """Returns how many bytes this process may still take: no more than a container leaves it, where it runs in one.

    It is its share of what is free, where torchrun has started several on this machine. Where the system does not tell what is free, it is taken for half of the memory.
    """
    whole = int(gdal.GetUsablePhysicalRAM())
    try:
        available = re.search(r"^MemAvailable:\s+(\d+) kB", MEMORY_TABLE.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        available = None
    free = min(whole, int(available[1]) * 1024) if available else whole // 2
    return free // int(os.environ.get("LOCAL_WORLD_SIZE", 1))
