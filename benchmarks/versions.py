"""The same segmentation by this checkout and by another one, in turns: processor seconds and peak memory of the whole run.

python -m benchmarks.versions ../before [--rounds 3] [--size 1536], after git worktree add ../before COMMIT
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.jobs import SegmentJob

from .child import ROOT
from .material import FOLDER, image_raster, random_model
from .table import mean_with_spread, print_table

RUNTIMES = ("torch", "openvino")
KIB_OF_MIB = 1024


def measure(job: SegmentJob, checkout: Path) -> tuple[float, float]:
    """Runs the job with the code of a checkout. Returns processor seconds and the peak memory in MiB."""
    process = subprocess.Popen([sys.executable, *arguments_of(job)], cwd=checkout, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the segmentation by {checkout} ended with {status}: run it by hand to see why")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_OF_MIB


def main() -> None:
    """Runs both in turns and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, help="the other checkout")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=1536, help="side of the raster in pixels")
    wanted = parser.parse_args()
    raster = image_raster(wanted.size, wanted.size)
    model = random_model("resnet34", chip=256, output_stride=16)
    outputs = [str(FOLDER / name) for name in ("versions.tif", "versions_confidence.tif")]

    rows = []
    for runtime in RUNTIMES:
        job = SegmentJob(raster, model, *outputs, device="cpu", precision="float32", runtime=runtime)
        found: dict[str, list[tuple[float, float]]] = {"before": [], "now": []}
        for _ in range(wanted.rounds):
            found["before"].append(measure(job, wanted.other.resolve()))
            found["now"].append(measure(job, ROOT))
        for name, figures in found.items():
            seconds, memory = zip(*figures, strict=True)
            rows.append([f"{runtime}, {name}", mean_with_spread(seconds, 1), mean_with_spread(memory, 0)])

    print_table(["ResNet34, output stride 16, float32", "processor seconds", "peak MiB"], rows)


if __name__ == "__main__":
    main()
