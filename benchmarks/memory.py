"""Peak memory of a segmentation: over a raster's height, and over a very wide raster.

    python -m benchmarks.memory

It is the high-water mark of the process's resident memory, VmHWM, that Linux keeps: the peak that getrusage tells of a child would
count the parent's memory too, from the moment between fork and exec.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

from paddy_segmenter.core.tiles import STRIP
from paddy_segmenter.jobs import SegmentJob

from .child import start
from .material import FOLDER, image_raster, random_model
from .table import print_table

NARROW = 512  # pixels
LOW, HIGH = 4096, 32768  # rows
WIDE = 20_000  # pixels
# Rows: a panel's sums are made whole for its first strip, and a second strip follows it; more would only take longer.
FEW = STRIP + 256
OFTEN = 0.02  # seconds between looks


def peak_of(job: SegmentJob) -> int:
    """Runs the job as a process of its own. Returns the most memory that it held, in bytes."""
    process, peak = start(job), 0
    while process.poll() is None:
        found = re.search(r"VmHWM:\s+(\d+) kB", _status_of(process.pid))
        peak = max(peak, int(found[1]) * 1024) if found else peak
        time.sleep(OFTEN)
    if process.returncode:
        raise RuntimeError(f"the segmentation of {job.raster} ended with {process.returncode}")
    return peak


def _status_of(pid: int) -> str:
    """Returns what Linux tells of a process, nothing where it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def measure() -> Iterator[list[str]]:
    """Yields the rows of the table."""
    fast = random_model("resnet34", chip=256, output_stride=16)
    for runtime in ("torch", "openvino"):
        before = 0
        for height in (LOW, HIGH):
            peak = peak_of(SegmentJob(image_raster(height, NARROW), fast, str(FOLDER / "peak.tif"), runtime=runtime))
            more = f"{100 * (peak / before - 1):+.1f} %" if before else ""
            yield [f"ResNet34, {height} rows x {NARROW}, {runtime}", f"{peak / 2**20:.0f} MiB", more]
            before = peak
        for precision in ("bfloat16", "float32"):
            job = SegmentJob(image_raster(FEW, WIDE), random_model(chip=256), str(FOLDER / "peak.tif"),
                             precision=precision, runtime=runtime)  # fmt: skip
            peak = peak_of(job)
            yield [f"ResNet50, 2 classes, {FEW} rows x {WIDE}, {precision}, {runtime}", f"{peak / 2**20:.0f} MiB", ""]


if __name__ == "__main__":
    print_table(["segmentation", "peak memory", "more than before"], measure())
