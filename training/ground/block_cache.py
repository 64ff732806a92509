"""How much of the rasters and labels stays in memory once it was read: chips come back to the same ground again and again."""

import re
from pathlib import Path

from osgeo import gdal

SHARE = 0.25  # of the free memory: the network and its gradients want theirs, and so does QGIS
GIGABYTE = 2**30
MEMORY_TABLE = Path("/proc/meminfo")  # Linux


def set_block_cache(gigabytes: float) -> None:
    """Lets GDAL keep up to so many gigabytes of decoded blocks, in the files' own number types; 0: a quarter of the free memory.

    What was used longest ago makes room. The limit holds for the whole process.
    """
    gdal.SetCacheMax(round(gigabytes * GIGABYTE) or round(SHARE * free_memory()))


def free_memory() -> int:
    """Returns how many bytes this process may still take: no more than a container leaves it, where it runs in one.

    Where the system does not tell what is free, it is taken for half of the memory.
    """
    whole = int(gdal.GetUsablePhysicalRAM())
    try:
        available = re.search(r"^MemAvailable:\s+(\d+) kB", MEMORY_TABLE.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        available = None
    return min(whole, int(available[1]) * 1024) if available else whole // 2
