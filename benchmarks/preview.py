"""What an epoch spends on the picture that the training dialog shows of it: prediction, painting and PNG files.

python -m benchmarks.preview [--epochs 3]
"""

import argparse
import time
from itertools import pairwise
from pathlib import Path

from paddy_segmenter.events import Epoch, Panels, Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.scratch import scratch
from training.fit import fit_model

from .material import practice_scene
from .table import print_table, with_spread


def measure(epochs: int, folder: Path) -> tuple[list[float], list[float]]:
    """Returns the seconds of each epoch but the first, which warms up, and those of its picture, by when the training tells of them."""
    scene, labels = practice_scene(seed=1)
    job = TrainJob(
        (scene,), (labels,), str(folder / "preview.safetensors"), weights="none", device="cpu", epochs=epochs + 1
    )
    told: list[tuple[type, float]] = []
    fit_model(job, Reporter(lambda event: told.append((type(event), time.perf_counter()))))
    judged, shown = ([moment for kind, moment in told if kind is wanted] for wanted in (Epoch, Panels))
    pictures = [
        end - start for start, end in zip(judged, shown, strict=True)
    ]  # a picture comes right after its figures
    return [end - start for start, end in pairwise(shown)], pictures[1:]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=3, help="that are timed")
    with scratch() as folder:
        whole, pictures = measure(parser.parse_args().epochs, folder)
    shares = [100 * picture / epoch for picture, epoch in zip(pictures, whole, strict=True)]
    row = [with_spread(whole, 1), with_spread(pictures, 2), with_spread(shares, 2)]
    print_table(["seconds of an epoch", "of them for the picture", "per cent"], [row])


if __name__ == "__main__":
    main()
