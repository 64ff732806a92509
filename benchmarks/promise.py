"""What a plan promises of a training with few labels on a large raster, beside what that takes.

    python -m benchmarks.promise [--size 10000] [--bands 13] [--squares 60] [--epochs 3]

The training is timed from its plan to its report; of the validations also what the network alone takes.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training import course
from training.fit import fit_model

from .few_labels import draw_corners, write_image, write_squares
from .table import print_table


class Clock:
    """Adds up the seconds that calls of a function take."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.seconds = 0.0

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Calls it."""
        began = time.perf_counter()
        try:
            return self._function(*given, **named)
        finally:
            self.seconds += time.perf_counter() - began


class Promise:
    """Hears a training: what its plan promises, and when that was told."""

    def __init__(self) -> None:
        self.told_at, self.line = 0.0, ""

    def __call__(self, event: Event) -> None:
        """Takes an event."""
        if isinstance(event, Message) and " at the most" in event.text:
            self.told_at = time.perf_counter()
            self.line = next(line.strip() for line in event.text.splitlines() if " at the most" in line)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="rows and columns of the raster")
    parser.add_argument("--bands", type=int, default=13)
    parser.add_argument("--squares", type=int, default=60, help="fields with a label")
    parser.add_argument("--epochs", type=int, default=3)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        row = _measure(Path(folder), asked)
    print_table(["promised", "minutes taken", "minutes validating", "network alone", "times as long"], [row])


def _measure(folder: Path, asked: argparse.Namespace) -> list[str]:
    corners = draw_corners(asked.size, asked.squares)
    image = write_image(folder / "image.tif", asked.size, asked.bands, None)
    labels = write_squares(folder / "fields.gpkg", corners)
    job = TrainJob((image,), (labels,), str(folder / "model.safetensors"), class_field="crop", weights="none", batch=4,
                   output_stride=16, decoder="no", epochs=asked.epochs, patience=asked.epochs)  # fmt: skip

    promise, validation, network = Promise(), Clock(course.validate), Clock(Predictor.probabilities)

    def validate(*given: Any) -> Any:
        with patch.object(Predictor, "probabilities", lambda *images: network(*images)):
            return validation(*given)

    with patch.object(course, "validate", validate):
        fit_model(job, Reporter(promise))

    taken = time.perf_counter() - promise.told_at
    return [
        promise.line,
        f"{taken / 60:.1f}",
        f"{validation.seconds / 60:.2f}",
        f"{network.seconds / 60:.2f}",
        f"{validation.seconds / network.seconds:.3f}",
    ]


if __name__ == "__main__":
    main()
