"""What the decoder of DeepLabV3+ costs: a tile mapped and a batch learnt with it and without.

    python -m benchmarks.decoder [--rounds 3]

Maps a tile of 512 pixels and takes the gradients of 8 chips of 256 in the precision that `auto` takes here. Both networks take turns.
"""

import argparse
from collections.abc import Callable
from functools import partial
from itertools import product

import torch
from torch.nn.functional import cross_entropy

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import autocast, choose_device, choose_precision, move_to, prepare

from .machine import describe_machine
from .peers import time_all
from .table import print_table, with_spread

TILE, CHIP, BATCH = 512, 256, 8
BACKBONES, OUTPUT_STRIDES = ("resnet34", "resnet50"), (16, 8)


def mapping(backbone: str, output_stride: int, with_decoder: bool) -> Callable[[], object]:
    """Returns what maps one tile."""
    device = choose_device("cpu")
    precision = choose_precision("auto", device)
    network = prepare(_network(backbone, output_stride, with_decoder).eval(), device, precision)
    image = torch.rand(1, 3, TILE, TILE, dtype=precision).contiguous(memory_format=torch.channels_last)
    return torch.inference_mode()(partial(network, image))


def learning(backbone: str, output_stride: int, with_decoder: bool) -> Callable[[], object]:
    """Returns what takes the gradients of a batch of chips."""
    device = choose_device("cpu")
    network = move_to(_network(backbone, output_stride, with_decoder).train(), device)
    images = torch.rand(BATCH, 3, CHIP, CHIP).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(2, (BATCH, CHIP, CHIP))

    def compute() -> None:
        network.zero_grad()
        with autocast(device, choose_precision("auto", device)):
            logits = network(images)
        cross_entropy(logits.float(), labels).backward()

    return compute


def _network(backbone: str, output_stride: int, with_decoder: bool) -> DeepLabV3:
    return DeepLabV3(backbone, 3, 2, output_stride, plan_atrous_rates(CHIP, output_stride), CHIP, with_decoder)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is timed")
    rounds, rows = parser.parse_args().rounds, []
    for (name, work), backbone, stride in product(
        {"a tile mapped": mapping, "8 chips learnt": learning}.items(), BACKBONES, OUTPUT_STRIDES
    ):
        both = {word: work(backbone, stride, word == "with") for word in ("without", "with")}
        seconds = time_all(both, rounds + 1)
        without, with_it = (seconds[word][1:] for word in both)  # the first round warms up
        ratios = [each / other for each, other in zip(with_it, without, strict=True)]
        rows.append([f"{backbone}, output stride {stride}, {name}", *map(with_spread, (without, with_it, ratios))])
    print(f"{describe_machine()}\n")
    print_table(["", "seconds without", "seconds with the decoder", "takes times as long"], rows)


if __name__ == "__main__":
    main()
