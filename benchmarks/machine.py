"""What a table was measured on."""

import os
import platform
from pathlib import Path

import numpy
import onnxruntime
import openvino
import torch

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.network.processor import name_processor


def describe_machine() -> str:
    """Returns a sentence about the machine and the versions."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    flags = [
        flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if any(flag in line.split() for line in lines)
    ]
    versions = ", ".join(f"{each.__name__} {each.__version__}" for each in (torch, onnxruntime, openvino, numpy))
    threads = many(torch.get_num_threads(), "thread")
    return (
        f"{name_processor()}, {os.cpu_count()} cores ({', '.join(flags)}), {threads}, {platform.system()}; {versions}."
    )
