"""What one of several processes computes: test_processes.py has torchrun run it, and calls `compute` for a single process itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.torchvision_parts import FCNHead
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.terminal import run_program
from training import processes
from training.chips.streams import DRAW, streams
from training.learning.freezing import freeze
from training.learning.gradients import Gradients
from training.learning.objective import Objective
from training.learning.sharing import share_layers
from training.metrics import UNLABELLED

CPU = torch.device("cpu")
CHIPS, AT_ONCE = 8, 4  # of a step, and of each of its two parts


def compute() -> dict[str, Tensor]:
    """Returns what this process draws and sees, and what all of them come to."""
    drawn = torch.stack([torch.rand(2, generator=own) for own in streams(1, 2, DRAW, 3, CHIPS)])
    awake = take_step("none")
    frozen = {f"frozen.{name}": tensor for name, tensor in take_step("batchnorm").items()}
    return {"drawn": drawn, "least": torch.tensor(processes.least(5 - processes.number())), **awake, **frozen}


def take_step(freezing: str) -> dict[str, Tensor]:
    """Returns loss, gradients and statistics after a step over noise; in double precision, where rounding hides no mistake."""
    torch.manual_seed(processes.number())  # other weights in each process, as long as they do not take the first one's
    network = DeepLabV3("resnet34", 2, 3, 16, (1, 2, 3), 32).double()
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d) and layer.running_mean is not None:
            layer.running_mean.fill_(0.1 + processes.number())
    processes.take_from_first(network)
    freeze(network, train_job(weights="imagenet", freeze=freezing))
    share_layers(network, CPU)
    torch.manual_seed(5)
    images, labels = torch.randn(CHIPS, 2, 32, 32).double(), torch.randint(0, 3, (CHIPS, 32, 32))
    labels[::2, 3:] = UNLABELLED  # so that one of two processes has far fewer labels
    own = slice(processes.number(), None, processes.count())
    objective = Objective({"cross_entropy": 1.0, "dice": 0.5}, 0.4)
    most = AT_ONCE // processes.count()
    gradients = Gradients(network, objective, CPU, torch.float32, most, Reporter(lambda event: None))
    loss = gradients.compute(images[own], labels[own])
    slopes = {f"gradient.{name}": weight.grad.contiguous() for name, weight in network.named_parameters()}
    statistics = {name: tensor for name, tensor in network.state_dict().items() if "running" in name or "num" in name}
    return {"loss": torch.tensor(loss), **slopes, **statistics}


@contextmanager
def without_memory() -> Iterator[None]:
    """Has memory run out in the middle of a network, whose other half the first process computes by then."""

    def fail(*arguments: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    with patch.object(FCNHead, "forward", fail):
        yield


def train_job(**options: Any) -> TrainJob:
    return TrainJob(("a.tif",), ("b.tif",), "m.safetensors", device="cpu", **options)


def main(task: str, folder: str, *options: str) -> int:
    """Does a task with the other processes, as a program, and returns the exit code."""

    def work(job: TrainJob, report: Reporter) -> dict[str, Any]:
        with processes.together(job, report) as told:
            if task == "compute":
                save_file(compute(), str(Path(folder) / f"{processes.number()}.safetensors"))
            elif task == "exhaust":
                with nullcontext() if processes.is_first() else without_memory():
                    take_step("none")
            elif processes.number() == 1:
                raise InputError("the second process cannot read its raster")
            told.message(f"waited for {int(processes.total(torch.ones(1)))}")
        return {}

    arguments = ["fit", "--rasters=a.tif", "--labels=b.tif", "--output=m.safetensors", "--device=cpu", *options]
    return run_program("shares", {TrainJob: work}, arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
