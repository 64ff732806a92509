"""Maps on a GPU: the whole run, files in and files out, against the network alone, and what share of the GPU's peak that is.

    python -m benchmarks.gpu [--size 16384] [--rounds 3]

The network alone has its tiles in the GPU's memory. The peak is what torch's product of two bfloat16 matrices of 8192 x 8192 reaches
in the same run, in operations per second; those of the network are counted by torch (a multiplication and an addition are two).
"""

import sys
import time
from collections.abc import Callable
from functools import partial

import torch
from torch.utils.flop_counter import FlopCounterMode

from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.mapping.segmentation import Segmentation
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.jobs import SegmentJob

from .alone import batches_of, compute
from .machine import describe_machine, wait_for_gpu
from .material import FOLDER, SILENT, image_raster, random_model
from .options import size_and_rounds
from .peers import time_all
from .table import print_table, with_spread

SIDE, PRODUCTS = 8192, 20  # of the matrices, and how many products are timed


def measure_peak() -> float:
    """Returns the operations per second of a product of two bfloat16 matrices."""
    left, right = (torch.randn(SIDE, SIDE, device="cuda", dtype=torch.bfloat16) for _ in range(2))

    def multiply() -> None:
        for _ in range(PRODUCTS):
            left @ right
        wait_for_gpu()

    multiply()
    started = time.perf_counter()
    multiply()
    return float(2 * SIDE**3 * PRODUCTS / (time.perf_counter() - started))


def runs_in(precision: str, raster: str, model_file: str) -> tuple[dict[str, Callable[[], object]], int]:
    """Returns what is timed, by name, with the batch that the plugin would choose, and the operations of the network alone."""
    first = SegmentJob(raster, model_file, str(FOLDER / "ours.tif"), precision=precision, device="cuda")
    model = Model(first, SILENT)
    lattice = Segmentation(first, Raster(raster), model).lattice
    model.suit(lattice)
    job = SegmentJob(
        raster, model_file, first.output, precision=precision, device="cuda", batch=model.pace(lattice, 0).batch
    )
    batches = [batch.to("cuda") for batch in batches_of(job, model)]
    with FlopCounterMode(display=False) as counter:
        compute(model, batches[:1])
    operations = counter.get_total_flops() // len(batches[0]) * sum(len(batch) for batch in batches)
    alone = f"network alone, {precision}, {job.batch} tiles of {lattice.tile_width} x {lattice.tile_height} per step"
    return {
        f"whole run, {precision}": partial(segment_raster, job, SILENT),
        alone: partial(compute, model, batches),
    }, operations


def main() -> None:
    """Prints the table."""
    asked = size_and_rounds(__doc__, size=16384, rounds=3)
    if not torch.cuda.is_available():
        sys.exit("torch finds no GPU of NVIDIA on this machine, and there is nothing else to measure here")
    raster, peak = image_raster(asked.size, asked.size), measure_peak()
    print(f"{describe_machine()} Peak: {peak / 1e12:.0f} Tflop/s.\n")
    rows = []
    for backbone in ("resnet34", "resnet50"):
        for precision in ("bfloat16", "float32"):
            runs, operations = runs_in(precision, raster, random_model(backbone, chip=256))
            rounds = time_all(runs, asked.rounds + 1)
            seconds = {name: each[1:] for name, each in rounds.items()}  # the first round warms up
            network = list(seconds.values())[1]
            for name, each in seconds.items():
                speeds = [asked.size**2 / taken / 1e6 for taken in each]
                ratios = [alone / taken for alone, taken in zip(network, each, strict=True)]
                shares = [operations / taken / peak for taken in each]
                rows.append([backbone, name, with_spread(speeds, 1), with_spread(ratios), with_spread(shares)])
    head = [
        f"{asked.size} x {asked.size} x 3",
        "",
        "Mpx/s",
        "speed over that of the network alone",
        "share of the peak",
    ]
    print_table(head, rows)


if __name__ == "__main__":
    main()
