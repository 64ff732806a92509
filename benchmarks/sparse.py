"""A raster of which 95 % has no data against a full one.

    python -m benchmarks.sparse [--size 8192] [--rounds 2]

The data are one square in the middle, the blocks around it are not stored.
"""

import argparse
from functools import partial

from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.jobs import SegmentJob

from .material import FOLDER, SILENT, image_raster, random_model
from .peers import time_all
from .table import print_table, with_spread

SHARE = 0.05  # of the pixels has data


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=8192, help="rows and columns of the raster")
    parser.add_argument("--rounds", type=int, default=2, help="how often everything is timed")
    asked = parser.parse_args()
    model = random_model("resnet50", chip=256)
    rasters = {"full": image_raster(asked.size, asked.size), "95 % nodata": image_raster(asked.size, asked.size, SHARE)}
    jobs = {name: SegmentJob(raster, model, str(FOLDER / "sparse.tif")) for name, raster in rasters.items()}
    seconds = time_all({name: partial(segment_raster, job, SILENT) for name, job in jobs.items()}, asked.rounds)
    rows = []
    for name, each in seconds.items():
        ratios = [full / other for full, other in zip(seconds["full"], each, strict=True)]
        rows.append([name, with_spread(each, 1), with_spread(ratios, 1)])
    print_table([f"{asked.size} x {asked.size} x 3, ResNet50", "seconds", "times as fast"], rows)


if __name__ == "__main__":
    main()
