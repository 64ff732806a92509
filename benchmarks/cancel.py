"""How long a running segmentation takes to end after a user of QGIS has cancelled it: through the worker, as the plugin does.

python -m benchmarks.cancel [--rounds 5]
"""

import argparse
import time

from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Event, Progress
from paddy_segmenter.jobs import SegmentJob
from paddy_segmenter.worker.environment import find_environment
from paddy_segmenter.worker.process import run_job

from .material import FOLDER, image_raster, random_model
from .table import print_table, with_spread

SIZE = 4096  # rows and columns
SHARE = 0.02  # of the work is told as done when the user cancels
LATER = 0.23  # seconds that each round cancels later than the one before, so that they meet different moments of a step


class Wish:
    """A user who cancels some seconds after so much is done, and looks at the clock."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._since: float | None = None
        self.asked: float | None = None

    def hear(self, event: Event, /) -> None:
        """Listens to the run."""
        if self._since is None and isinstance(event, Progress) and event.share >= SHARE:
            self._since = time.perf_counter()

    def is_cancelled(self) -> bool:
        """Tells the worker whether the run is to end."""
        now = time.perf_counter()
        if self.asked is None and self._since is not None and now >= self._since + self._delay:
            self.asked = now
        return self.asked is not None


def measure(job: SegmentJob, delay: float) -> float:
    """Returns the seconds from the wish to cancel to the end. Raises RuntimeError where the run was done before."""
    wish = Wish(delay)
    try:
        run_job(job, find_environment(), wish.hear, wish.is_cancelled)
    except Cancelled:
        if wish.asked is not None:
            return time.perf_counter() - wish.asked
    raise RuntimeError(f"the segmentation of {job.raster} ended before it was cancelled")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how many runs are cancelled")
    job = SegmentJob(image_raster(SIZE, SIZE), random_model(chip=256), str(FOLDER / "cancelled.tif"))
    seconds = [measure(job, number * LATER) for number in range(parser.parse_args().rounds)]
    print_table(["cancelled while", "seconds to the end"], [["ResNet50 computes", with_spread(seconds)]])


if __name__ == "__main__":
    main()
