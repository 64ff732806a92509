"""Runs all benchmarks but the real data's, one after the other, and prints their tables for benchmarks/README.md.

python -m benchmarks > tables.md
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy
import onnxruntime
import openvino
import torch

# Where PADDY_DATA and a model of its forest are there, run `python -m benchmarks.seams --model ...` by hand.
BENCHMARKS = ("peers", "network", "pace", "memory", "sparse", "seams", "kills", "cancel")


def describe_machine() -> str:
    """Returns a sentence about the machine and the versions."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    flags = [
        flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if any(flag in line.split() for line in lines)
    ]
    versions = ", ".join(f"{each.__name__} {each.__version__}" for each in (torch, onnxruntime, openvino, numpy))
    processor = names[0] if names else platform.processor()
    return f"{processor}, {os.cpu_count()} cores ({', '.join(flags)}), {platform.system()}; {versions}."


def main() -> None:
    """Each benchmark is a process of its own, so that none inherits the memory and the threads of another."""
    print(describe_machine(), flush=True)
    for name in BENCHMARKS:
        print(f"\n### {name}\n\n`python -m benchmarks.{name}`\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
