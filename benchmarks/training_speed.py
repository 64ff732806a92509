"""Chips per second of a training against a plain recipe, on the same raster, chips and network.

    python -m benchmarks.training_speed [--steps 10] [--rounds 3] [--backbone resnet34] [--output-stride 8] [--device cpu]

The plain recipe is what a first script does: fp32, contiguous tensors, Adam, cross-entropy, chips drawn in the loop. Ours also varies
the chips' radiometry, trains the auxiliary head, adds half a Dice loss and keeps a moving average, as a training does by default. Both
take turns. What a step waits for, and what the network takes of it, is clocked where a training calls for it.
"""

import argparse
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch

from paddy_segmenter.core.mapping.prefetch import prefetch
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.scratch import scratch
from training.ground.ground import Ground
from training.ground.survey import survey
from training.learner import Learner
from training.learning.gradients import Gradients
from training.learning.optimisation import Optimisation

from .machine import wait_for_gpu
from .material import FOLDER, SILENT, practice_scene
from .peers import time_all
from .plain_recipe import BATCH, PlainTraining
from .table import print_table, with_spread


class Clock:
    """Adds up seconds by what they were spent on."""

    def __init__(self) -> None:
        self.waiting, self.computing = 0.0, 0.0

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Clocks the steps of trainings: waiting for chips, and the network with its loss, its gradients and its optimiser."""
        with (
            patch("training.chips.feed.prefetch", self._prefetch),
            patch.object(Gradients, "compute", self._clocked(Gradients.compute)),
            patch.object(Optimisation, "step", self._clocked(Optimisation.step)),
        ):
            yield

    def _prefetch(self, items: Iterable[Any], ahead: int) -> Generator[Any, None, None]:
        with closing(prefetch(items, ahead)) as drawn:
            while True:
                started = time.perf_counter()
                item = next(drawn, None)
                self.waiting += time.perf_counter() - started
                if item is None:
                    return
                yield item

    def _clocked(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*arguments: Any) -> Any:
            started = time.perf_counter()
            result = work(*arguments)
            wait_for_gpu()
            self.computing += time.perf_counter() - started
            return result

        return clocked


def job_of(asked: argparse.Namespace) -> TrainJob:
    """Returns a training at one output stride whose epochs have as many steps as asked for."""
    scene, labels = practice_scene(seed=1)
    return TrainJob((scene,), (labels,), str(FOLDER / "speed.safetensors"), weights="none", device=asked.device, backbone=asked.backbone,
                    output_stride=asked.output_stride, coarse_share=0.0, batch=BATCH, chips_per_epoch=asked.steps * BATCH,
                    epochs=asked.rounds + 1)  # fmt: skip


def same_network(job: TrainJob, ground: Ground) -> DeepLabV3:
    """Returns the network that a training of the job starts from."""
    torch.manual_seed(job.seed)
    bands, classes = len(ground.band_names), len(ground.legend.classes)
    rates, with_decoder = plan_atrous_rates(job.chip, job.output_stride), job.decoder == "yes"
    return DeepLabV3(job.backbone, bands, classes, job.output_stride, rates, job.chip, with_decoder)


def measure(asked: argparse.Namespace, folder: Path) -> tuple[dict[str, list[float]], list[Clock]]:
    """Returns the seconds of all rounds by recipe, and what ours spent them on; the first round, which warms up, is left out."""
    job, clocks = job_of(asked), list[Clock]()
    ground = survey(job, folder, SILENT)
    plain, ours = PlainTraining(job, ground, same_network(job, ground)), Learner(job, ground, {}, SILENT)

    def train() -> None:
        clocks.append(Clock())
        with clocks[-1].attached():
            ours.train_epoch(len(clocks), lambda: False)
            wait_for_gpu()

    seconds = time_all(
        {"plain": lambda: plain.train_epoch(len(clocks) + 1, asked.steps), "ours": train}, asked.rounds + 1
    )
    return {name: each[1:] for name, each in seconds.items()}, clocks[1:]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=10, help="steps of a round, of 8 chips each")
    parser.add_argument("--rounds", type=int, default=3, help="how often both are timed")
    parser.add_argument("--backbone", default="resnet34")
    parser.add_argument("--output-stride", type=int, default=8)
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    asked = parser.parse_args()
    with scratch() as folder:
        seconds, clocks = measure(asked, folder)
    chips, rows = asked.steps * BATCH, []
    for name, each in seconds.items():
        ratios = [plain / other for plain, other in zip(seconds["plain"], each, strict=True)]
        rows.append([name, with_spread([chips / taken for taken in each]), with_spread(ratios)])
    shares = {
        "network": [clock.computing / each for clock, each in zip(clocks, seconds["ours"], strict=True)],
        "waiting for chips": [clock.waiting / each for clock, each in zip(clocks, seconds["ours"], strict=True)],
    }
    print_table(
        [f"{asked.backbone}, output stride {asked.output_stride}", "chips/s", "times as fast as the plain recipe"], rows
    )
    print()
    print_table(["share of our step", "of 1"], [[name, with_spread(values, 3)] for name, values in shares.items()])


if __name__ == "__main__":
    main()
