"""Freed memory stays with the process where the C library can be told so."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import sys
import torch
from paddy_segmenter.core.network.allocator import keep_freed_memory

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))

if sys.argv[1] == "keep":
    keep_freed_memory()
before = resident()
block = torch.ones(50 * 2**18)
del block
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to keep freed memory")
@pytest.mark.parametrize(("order", "kept"), [("keep", True), ("give back", False)])
def test_what_a_step_has_freed_is_there_for_the_next_one(order: str, kept: bool) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, order], capture_output=True, text=True, check=True)
    assert (int(done.stdout) >= 50) == kept  # MiB
