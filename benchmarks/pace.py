"""How fast the network is over tile size, tiles per step, runtime and precision: what a choice of the tiles' size has to weigh.

    python -m benchmarks.pace

All take turns in each round. A raster takes as much longer as its tiles overlap: the column "computed" of the tables of seams.
"""

from functools import partial

import torch

from paddy_segmenter.core.mapping.model import Model

from .grounds import job_for
from .material import SILENT, random_model
from .peers import time_all
from .table import print_table, with_spread

TILES = {256: 4, 512: 1, 768: 1, 896: 1, 1024: 1}  # side in pixels: tiles per step
ROUNDS = 3


def main() -> None:
    """Prints the table."""
    rows = []
    for runtime in ("torch", "openvino"):
        for precision in ("bfloat16", "float32"):
            predictor = Model(job_for(random_model(chip=256), runtime=runtime, precision=precision), SILENT).predictor
            steps = {}
            for side, batch in TILES.items():
                images, valid = torch.rand(batch, 3, side, side), torch.ones(batch, side, side, dtype=torch.bool)
                steps[str(side)] = partial(predictor.probabilities, images, valid)
            seconds = time_all(steps, ROUNDS + 1)
            paces = [
                [batch * side**2 / each / 1e6 for each in seconds[str(side)][1:]]  # the first round warms up
                for side, batch in TILES.items()
            ]
            rows.append([runtime, precision, *(with_spread(each) for each in paces)])
    print_table(
        ["ResNet50, Mpx/s of tiles", "precision", *(f"{batch} x {side} px" for side, batch in TILES.items())], rows
    )


if __name__ == "__main__":
    main()
