"""Few labels on a vast raster: how long a plan takes.

    python -m benchmarks.vast [--sparse 100000] [--full 22400]

One raster is sparse and holds values where labels lie, the other is full; both have 4 bands of uint16 in tiles, and 200 squares of two classes.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from paddy_segmenter.jobs import PlanJob
from training.planning.planner import plan_training

from .few_labels import SIDE, draw_corners, write_image, write_squares
from .material import SILENT
from .table import print_table

BANDS, SQUARES = 4, 200


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sparse", type=int, default=100_000, help="side of the sparse raster in pixels; 0: none")
    parser.add_argument("--full", type=int, default=22_400, help="side of the full one; 0: none")
    asked = parser.parse_args()
    rows = []
    for name, width, is_full in (("sparse", asked.sparse, False), ("full", asked.full, True)):
        if width:
            with TemporaryDirectory() as folder:
                rows.append([f"{name}, {width} x {width}", *_measure(Path(folder), width, is_full)])
    print_table([f"{SQUARES} squares of {SIDE} x {SIDE} pixels", "stored, GB", "seconds", "of the processor"], rows)


def _measure(folder: Path, width: int, is_full: bool) -> list[str]:
    corners = draw_corners(width, SQUARES)
    image = write_image(folder / "image.tif", width, BANDS, None if is_full else corners)
    labels = write_squares(folder / "fields.gpkg", corners)
    job = PlanJob((image,), (labels,), str(folder / "model.safetensors"), class_field="crop", weights="none", batch=4,
                  output_stride=16, decoder="no")  # fmt: skip

    began, busy = perf_counter(), process_time()
    plan_training(job, SILENT)
    seconds = perf_counter() - began, process_time() - busy
    return [f"{Path(image).stat().st_blocks * 512 / 1e9:.1f}", *(f"{each:.0f}" for each in seconds)]


if __name__ == "__main__":
    main()
