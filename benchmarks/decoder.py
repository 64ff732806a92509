"""What the decoder of DeepLabV3+ costs: a tile mapped and a batch learnt with it and without.

    python -m benchmarks.decoder [--rounds 3] [--backbones resnet34 resnet50]

Maps a tile of 512 pixels and takes the gradients of 8 chips of 256 in the precision that `auto` takes here. Both networks take turns.
"""

import argparse
from collections.abc import Callable
from functools import partial
from itertools import product

import torch

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import PRECISIONS, choose_device, choose_precision, prepare

from .arithmetic import CHIP, TILE, learning
from .machine import describe_machine
from .peers import time_all
from .table import print_table, with_spread

OUTPUT_STRIDES = (16, 8)


def mapping(backbone: str, output_stride: int, precision: str, with_decoder: bool) -> Callable[[], object]:
    """Returns what maps one tile."""
    rates, kind = plan_atrous_rates(CHIP, output_stride), PRECISIONS[precision]
    network = DeepLabV3(backbone, 3, 2, output_stride, rates, CHIP, with_decoder).eval()
    ready = prepare(network, choose_device("cpu"), kind)
    image = torch.rand(1, 3, TILE, TILE, dtype=kind).contiguous(memory_format=torch.channels_last)
    return torch.inference_mode()(partial(ready, image))


WORK = {"a tile mapped": mapping, "8 chips learnt": learning}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is timed")
    parser.add_argument("--backbones", nargs="+", default=["resnet34"])
    asked, rows = parser.parse_args(), []
    chosen = choose_precision("auto", choose_device("cpu"))
    precision = next(name for name, kind in PRECISIONS.items() if kind == chosen)
    for name, backbone, stride in product(WORK, asked.backbones, OUTPUT_STRIDES):
        both = {word: WORK[name](backbone, stride, precision, word == "with") for word in ("without", "with")}
        seconds = time_all(both, asked.rounds + 1)
        without, with_it = (seconds[word][1:] for word in both)  # the first round warms up
        ratios = [each / other for each, other in zip(with_it, without, strict=True)]
        rows.append([f"{backbone}, output stride {stride}, {name}", *map(with_spread, (without, with_it, ratios))])
    print(f"{describe_machine()}, {precision}\n")
    print_table(["", "seconds without", "seconds with the decoder", "takes times as long"], rows)


if __name__ == "__main__":
    main()
