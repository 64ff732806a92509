"""What a table was measured on, and when a GPU is done."""

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.network.processor import name_processor

PACKAGES = ("torch", "onnxruntime", "openvino", "numpy")


def describe_machine() -> str:
    """Returns a sentence about the machine and the versions."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    flags = [
        flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if any(flag in line.split() for line in lines)
    ]
    gpu = f"{torch.cuda.get_device_name()}, " if torch.cuda.is_available() else ""
    threads = many(torch.get_num_threads(), "thread")
    return (
        f"{gpu}{name_processor()}, {os.cpu_count()} cores ({', '.join(flags)}), {threads}, {platform.system()}; "
        f"{', '.join(_versions())}."
    )


def wait_for_gpu() -> None:
    """Returns when a GPU, where there is one, has done what it was given, so that clocks tell the truth."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            yield f"{package} {version(package)}"
