"""How much memory a process may still take on this machine."""

import os
import re
from pathlib import Path

from osgeo import gdal

MEMORY_TABLE = Path("/proc/meminfo")  # Linux


def whole_memory() -> int:
    """Returns the bytes of memory of this machine, or those that a container leaves this process."""
    return int(gdal.GetUsablePhysicalRAM())


def free_memory() -> int:
    """Returns how many bytes this process may still take: no more than a container leaves it, where it runs in one.

    It is its share of what is free, where torchrun has started several on this machine. Where the system does not tell what is free,
    it is taken for half of the memory.
    """
    whole = whole_memory()
    try:
        available = re.search(r"^MemAvailable:\s+(\d+) kB", MEMORY_TABLE.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        available = None
    free = min(whole, int(available[1]) * 1024) if available else whole // 2
    return free // int(os.environ.get("LOCAL_WORLD_SIZE", 1))
