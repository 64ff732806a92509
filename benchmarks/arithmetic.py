"""bfloat16 against float32 on this processor: what `precision=auto` has to know of it.

    python -m benchmarks.arithmetic [--rounds 3]

Maps a tile of 512 pixels and takes the gradients of 8 chips of 256, without the decoder. Both precisions take turns.
"""

import argparse
from collections.abc import Callable
from functools import partial

import torch
from torch.nn.functional import cross_entropy

from paddy_segmenter.core.mapping.model import CPU, Model
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import PRECISIONS, autocast, choose_device, move_to

from .grounds import job_for
from .machine import describe_machine
from .material import SILENT, random_model
from .peers import time_all
from .table import print_table, with_spread

TILE, CHIP, BATCH = 512, 256, 8


def mapping(backbone: str, runtime: str, precision: str) -> Callable[[], object]:
    """Returns what maps one tile, output stride 8."""
    job = job_for(random_model(backbone, CHIP), device="cpu", runtime=runtime, precision=precision)
    images, valid = torch.rand(1, 3, TILE, TILE), torch.ones(1, TILE, TILE, dtype=torch.bool)
    return partial(Model(job, SILENT).predictor.probabilities, images, valid)


def learning(backbone: str, output_stride: int, precision: str, with_decoder: bool = False) -> Callable[[], object]:
    """Returns what takes the gradients of a batch of chips."""
    rates = plan_atrous_rates(CHIP, output_stride)
    network = DeepLabV3(backbone, 3, 2, output_stride, rates, CHIP, with_decoder).train()
    network = move_to(network, choose_device("cpu"))
    images, labels = torch.rand(BATCH, 3, CHIP, CHIP), torch.randint(2, (BATCH, CHIP, CHIP))

    def compute() -> None:
        network.zero_grad()
        with autocast(CPU, PRECISIONS[precision]):
            logits = network(images.contiguous(memory_format=torch.channels_last))
        cross_entropy(logits.float(), labels).backward()

    return compute


WORK: dict[str, Callable[[str], Callable[[], object]]] = {
    "ResNet34, tile of 512, torch": partial(mapping, "resnet34", "torch"),
    "ResNet34, tile of 512, OpenVINO": partial(mapping, "resnet34", "openvino"),
    "ResNet50, tile of 512, torch": partial(mapping, "resnet50", "torch"),
    "ResNet50, tile of 512, OpenVINO": partial(mapping, "resnet50", "openvino"),
    "ResNet34, 8 chips of 256 learnt, output stride 16": partial(learning, "resnet34", 16),
    "ResNet34, 8 chips of 256 learnt, output stride 8": partial(learning, "resnet34", 8),
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is timed")
    rounds, rows = parser.parse_args().rounds, []
    for name, work in WORK.items():
        seconds = time_all({precision: work(precision) for precision in PRECISIONS}, rounds + 1)
        full, half = (seconds[precision][1:] for precision in PRECISIONS)  # the first round warms up
        ratios = [other / each for other, each in zip(full, half, strict=True)]
        rows.append([name, with_spread(full), with_spread(half), with_spread(ratios)])
    print(f"{describe_machine()}\n")
    print_table(["", *(f"seconds in {precision}" for precision in PRECISIONS), "bfloat16 is times as fast"], rows)


if __name__ == "__main__":
    main()
