"""The whole run against the network alone, and that against OpenVINO: same weights, same tiles, tiles in memory.

    python -m benchmarks.network [--size 4096] [--rounds 2]

The network alone is what the plugin computes with, from normalised tiles in memory to logits.
"""

from collections.abc import Callable
from functools import partial

import openvino
from torch import Tensor

from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.mapping.segmentation import Segmentation
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Lattice
from paddy_segmenter.jobs import SegmentJob

from .alone import batches_of, compute
from .material import FOLDER, SILENT, image_raster, random_model
from .onnx_file import onnx_of
from .options import size_and_rounds
from .peers import time_all
from .table import print_table, with_spread


def openvino_in(precision: str, job: SegmentJob, lattice: Lattice) -> Callable[[list[Tensor]], None]:
    """Returns a function that has OpenVINO compute batches; those at the end of a row that are smaller, one tile after the other."""
    core = openvino.Core()
    settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    whole, single = (
        core.compile_model(onnx_of(job.model, (lattice.tile_height, lattice.tile_width), batch), "CPU", settings)
        for batch in (job.batch, 1)
    )

    def compute_all(batches: list[Tensor]) -> None:
        for images in batches:
            parts, network = ([images], whole) if len(images) == job.batch else (images.split(1), single)
            for part in parts:
                network(part.contiguous().numpy())

    return compute_all


def runs_in(precision: str, raster: str, model_file: str) -> dict[str, Callable[[], object]]:
    """Returns what is timed, by name, all with the batch that the plugin would choose."""
    job = SegmentJob(raster, model_file, str(FOLDER / "ours.tif"), precision=precision)
    model = Model(job, SILENT)
    lattice = Segmentation(job, Raster(raster), model).lattice
    model.suit(lattice)
    pace = model.pace(lattice, 0)
    job = SegmentJob(raster, model_file, job.output, precision=precision, batch=pace.batch)
    batches = batches_of(job, model)
    return {
        f"whole run, {precision}": partial(segment_raster, job, SILENT),
        f"network alone, {precision}, {pace.batch} tile of {lattice.tile_width} x {lattice.tile_height} per step": partial(compute, model, batches),
        f"OpenVINO alone, {precision}, the same": partial(openvino_in({"bfloat16": "bf16", "float32": "f32"}[precision], job, lattice), batches),
    }  # fmt: skip


def main() -> None:
    """Prints the table."""
    asked = size_and_rounds(__doc__)
    raster, model = image_raster(asked.size, asked.size), random_model("resnet50", chip=256)
    rows = []
    for precision in ("bfloat16", "float32"):
        seconds = time_all(runs_in(precision, raster, model), asked.rounds)
        network = list(seconds.values())[1]
        for name, each in seconds.items():
            ratios = [alone / other for alone, other in zip(network, each, strict=True)]
            rows.append([name, with_spread(each, 1), with_spread(ratios)])
    head = [f"{asked.size} x {asked.size} x 3, ResNet50", "seconds", "speed over that of the network alone"]
    print_table(head, rows)


if __name__ == "__main__":
    main()
