"""What a linear discriminant analysis reaches on real sets: learnt on their training rasters, measured on their test rasters.

python -m benchmarks.baseline amazon_forest kalimantan_mangrove openearthmap_tokyo
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean

import numpy as np

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.baseline.measure import measure_baseline
from training.block_counts import BlockCounts
from training.chips.drawer import ChipDrawer
from training.ground.survey import survey
from training.metrics import Figures

from .real_sets import SETS, write_areas

SIDE = 1024  # pixels: no tile of the sets is larger, so each is one block


def measure_set(name: str) -> str:
    """Returns a row of the table: the figures on the test rasters, over all pixels and by tile, and what it took."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        real = SETS[name](folder)
        areas = folder / "parts.geojson"
        learnt = ((raster, "train") for raster in real.rasters)
        tested = ((raster, "validation") for raster in real.test_rasters)
        write_areas(areas, [*learnt, *tested])

        rasters = tuple(map(str, [*real.rasters, *real.test_rasters]))
        labels = tuple(map(str, [*real.labels, *real.test_labels]))
        options = {"split": "polygons", "split_areas": str(areas), "split_field": "part", "buffer": 0, "block": SIDE}
        job = TrainJob(rasters, labels, str(folder / "none.safetensors"), **real.labelled, **options)
        ground = survey(job, folder, Reporter(lambda event: None))

        wall, processor = time.monotonic(), time.process_time()
        baseline = measure_baseline(ground, ChipDrawer(ground, job).measure(), None, Reporter(lambda event: None))
        took = time.monotonic() - wall, time.process_time() - processor

    figures = baseline.figures
    tiles = _tiles(figures.by_block)
    by_tile = fmean(tile.accuracy for tile in tiles), fmean(tile.weighted_iou for tile in tiles)
    cells = [
        name,
        f"{figures.accuracy:.4f}",
        f"{figures.miou:.4f}",
        f"{by_tile[0]:.4f}",
        f"{by_tile[1]:.4f}",
        f"{took[0]:.0f} s",
        f"{took[1]:.0f} s",
    ]
    return f"| {' | '.join(cells)} |"


def _tiles(blocks: BlockCounts) -> list[Figures]:
    return [Figures(blocks.weighted(alone)) for alone in np.eye(blocks.blocks, dtype=np.int64)]


if __name__ == "__main__":
    print("| set | accuracy | mIoU | accuracy by tile | weighted Jaccard by tile | seconds | processor seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for asked in sys.argv[1:]:
        print(measure_set(asked), flush=True)
