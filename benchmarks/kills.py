"""Segmentations that are killed at random moments and started again: their maps against that of an undisturbed run.

python -m benchmarks.kills [--times 100] [--seed 0]
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np

from paddy_segmenter.core.mapping.journal import Journal
from paddy_segmenter.events import Progress, from_line
from paddy_segmenter.jobs import SegmentJob

from .child import run, start
from .material import FOLDER, image_raster, random_model
from .table import print_table

ROWS, COLUMNS = 4000, 512  # eight strips
LATER = 0.3  # seconds: about what a strip takes


def job_of(name: str) -> SegmentJob:
    """Returns a job with outputs of its own."""
    raster, model = image_raster(ROWS, COLUMNS), random_model("resnet34", chip=256)
    return SegmentJob(raster, model, str(FOLDER / f"{name}.tif"), str(FOLDER / f"{name}_confidence.tif"), batch=4)


def bytes_of(job: SegmentJob) -> list[bytes]:
    """Returns the content of the maps."""
    return [Path(path).read_bytes() for path in job.output_paths()]


def remove_maps(job: SegmentJob) -> None:
    """Removes what an earlier run wrote."""
    Journal(job.output).discard()
    for path in job.output_paths():
        Path(path).unlink(missing_ok=True)


def kill_at(job: SegmentJob, share: float, later: float) -> str:
    """Runs the job and kills it so many seconds after it has told that this share of it is done; below 0 that is when it starts.

    Returns what it left: "nothing", "strips" or "maps".
    """
    process = start(job, tell=True)
    assert process.stdout is not None
    reached = share < 0
    while not reached and (line := process.stdout.readline()):
        event = from_line(line.decode())
        reached = isinstance(event, Progress) and event.share >= share
    time.sleep(later)
    process.kill()
    process.communicate()
    if any(Path(path).exists() for path in job.output_paths()):
        return "maps"
    return "strips" if Journal(job.output).folder.exists() else "nothing"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="how many runs are killed")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments")
    asked = parser.parse_args()
    whole, killed = job_of("undisturbed"), job_of("killed")
    remove_maps(whole)
    run(whole)
    random = np.random.default_rng(asked.seed)
    left, same = Counter[str](), 0
    for share, later in random.uniform((-0.1, 0), (1, LATER), (asked.times, 2)):
        remove_maps(killed)
        left[kill_at(killed, share, later)] += 1
        run(killed)
        same += bytes_of(killed) == bytes_of(whole)
    head = [
        "killed",
        "left nothing yet",
        "left strips",
        "left maps already",
        "byte-identical maps after the second run",
    ]
    kinds = [str(left[each]) for each in ("nothing", "strips", "maps")]
    print_table(head, [[f"{asked.times} times", *kinds, f"{same} of {asked.times}"]])


if __name__ == "__main__":
    main()
