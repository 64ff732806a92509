"""The processor: what it is called, and whether it is fast in bfloat16."""

import platform
import re
from pathlib import Path

import torch

TABLE = Path("/proc/cpuinfo")  # Linux


def name_processor() -> str:
    """Returns the processor's name, for which Python itself does not look on Linux."""
    named = re.search(r"model name\s*:\s*(.+)", _describe())
    return named[1] if named else platform.processor() or platform.machine()


def is_fast_in_bfloat16() -> bool:
    """Returns whether the processor is taken to be faster in bfloat16 than in fp32.

    AMX is for it. AVX512_BF16 alone made an EPYC twice as fast and a Xeon slower (`benchmarks/README.md`). What the processor is
    decides, not a measurement: a map has to come out alike in every run.
    """
    return _has("amx_tile") or (_has("avx512_bf16") and "GenuineIntel" not in _describe())


def _has(instructions: str) -> bool:
    """Returns whether the processor has these instructions, as torch calls them; no where torch cannot tell."""
    if hasattr(torch.cpu, "get_capabilities"):
        return bool(torch.cpu.get_capabilities().get(instructions))
    return bool(getattr(torch.cpu, f"_is_{instructions}_supported", bool)())  # torch 2.10 and before


def _describe() -> str:
    """Returns what the system tells of the processor: Linux its table, Windows "Intel64 Family 6 Model 207 Stepping 2, GenuineIntel"."""
    return TABLE.read_text(encoding="utf-8") if TABLE.exists() else platform.processor()
