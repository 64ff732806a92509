"""Minutes until a training maps its kept-out tiles as well as a peer's recipe does at best, on the same tiles of amazon_forest.

    python -m benchmarks.peer_training [--minutes 25] [--seeds 0 1 2]

The peer's recipe: DeepLabV3 with ResNet34 of segmentation_models_pytorch as it comes (output stride 8, atrous rates 12, 24 and 36), random
weights, and the plain recipe for all else. It learns from the chips that ours learns from but for their radiometry, and is validated
after every 128 of them. Ours has the settings of the short trainings of training/README.md. No test tile is looked at.
segmentation_models_pytorch is not installed by `make setup`.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.scratch import scratch
from training.fit import fit_model
from training.ground.survey import survey

from .machine import describe_machine
from .material import SILENT
from .plain_recipe import PlainTraining
from .real_data import FOLDER, read_record
from .real_sets import amazon_forest
from .table import print_table

STEPS = 16  # of the peer's between two validations
HEAD = (
    "seed",
    "the peer at best",
    "after minutes",
    "ours there after minutes",
    "times as fast",
    "ours at best",
    "of minutes",
)


class Point(NamedTuple):
    """The accuracy on the kept-out tiles, and after how many minutes."""

    minutes: float
    accuracy: float


def job_of(seed: int) -> TrainJob:
    """Returns the short training."""
    folder = FOLDER / "peer_training"
    folder.mkdir(parents=True, exist_ok=True)
    data = amazon_forest(folder)
    rasters, labels = (tuple(map(str, paths)) for paths in (data.rasters, data.labels))
    return TrainJob(rasters, labels, str(folder / f"{seed}.safetensors"), weights="none", device="cpu", output_stride=16,
                    batch=4, chips_per_epoch=80, epochs=15, seed=seed, **data.labelled)  # fmt: skip


def peers_network(bands: int, classes: int, seed: int) -> nn.Module:
    """Returns the peer's network with random weights."""
    try:
        import segmentation_models_pytorch as peer
    except ImportError as error:
        raise SystemExit("the peer is missing: pip install segmentation_models_pytorch") from error
    torch.manual_seed(seed)
    network: nn.Module = peer.DeepLabV3("resnet34", encoder_weights=None, in_channels=bands, classes=classes)
    return network


def learn_as_peer(job: TrainJob, folder: Path, minutes: float) -> Iterator[Point]:
    """Yields what the peer's recipe has reached, until its time is up."""
    ground = survey(job, folder, SILENT)
    network = peers_network(len(ground.band_names), len(ground.legend.classes), job.seed)
    training = PlainTraining(job, ground, network)
    started = time.perf_counter()
    for epoch in count(1):
        training.train_epoch(epoch, STEPS)
        accuracy = training.validate().accuracy
        reached = Point((time.perf_counter() - started) / 60, accuracy)
        yield reached
        if reached.minutes >= minutes:
            return


def learn(job: TrainJob) -> Iterator[Point]:
    """Yields what ours has reached after each epoch."""
    fit_model(job, SILENT)
    record = read_record(Path(job.output))
    for seconds, accuracy in zip(record["seconds"], record["accuracies"], strict=True):
        yield Point(seconds / 60, accuracy)


def cells_of(seed: int, theirs: list[Point], ours: list[Point]) -> list[str]:
    """Returns a row: when the peer was at its best for the first time, when ours was as good, and what ours came to."""
    best = max(theirs, key=lambda point: point.accuracy)
    caught = next((point for point in ours if point.accuracy >= best.accuracy), None)
    cells = [str(seed), f"{best.accuracy:.4f}", f"{best.minutes:.1f} of {theirs[-1].minutes:.1f}"]
    cells += [f"{caught.minutes:.1f}", f"{best.minutes / caught.minutes:.2f}"] if caught else ["never", "-"]
    return [*cells, f"{max(point.accuracy for point in ours):.4f}", f"{ours[-1].minutes:.1f}"]


def courses_of(seed: int, minutes: float) -> tuple[list[Point], list[Point]]:
    """Returns what the peer's recipe and ours went through, one after the other."""
    job = job_of(seed)
    with scratch() as folder:
        theirs = list(learn_as_peer(job, folder, minutes))
    return theirs, list(learn(job))


def main() -> None:
    """Prints the table, and under it all that the peer's recipe went through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=25.0, help="how long the peer's recipe learns")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    asked = parser.parse_args()
    print(f"{describe_machine()}\n")
    courses = {seed: courses_of(seed, asked.minutes) for seed in asked.seeds}
    print_table(HEAD, [cells_of(seed, *each) for seed, each in courses.items()])
    for seed, (theirs, _) in courses.items():
        print(f"\nSeed {seed}, the peer: {', '.join(f'{point.accuracy:.3f}' for point in theirs)}")


if __name__ == "__main__":
    main()
