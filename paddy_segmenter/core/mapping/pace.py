"""How fast the network is on this machine, and with how many tiles per step and threads it is fastest."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from ..network.device import is_out_of_memory
from .predictor import Predictor

BATCHES = {"cpu": (1, 2, 4, 8), "mps": (1, 2, 4, 8), "cuda": (1, 2, 4, 8, 16, 32)}
GAIN = 1.03  # a larger batch must be faster by this to be worth its memory
LONG = 3.0  # seconds of one step beyond which no larger one is tried


@dataclass(frozen=True)
class Pace:
    """Tiles per step, threads of the processor, and the seconds that a tile takes."""

    batch: int
    threads: int
    seconds: float


def measure_pace(predictor: Predictor, bands: int, tile: int, batch: int = 0) -> Pace:
    """Times the network on tiles of noise and returns the best pace.

    Args:
        predictor: the network on its device.
        bands: of the model.
        tile: side in pixels.
        batch: tiles per step where that is decided; 0: the best is looked for.
    """
    batches = (batch,) if batch else BATCHES[predictor.device.type]
    best = Pace(batches[0], torch.get_num_threads(), float("inf"))
    for pace in _paces(predictor, bands, tile, batches):
        if pace.seconds * GAIN >= best.seconds:
            break
        best = pace
    return _with_fewer_threads(predictor, bands, tile, best)


def _paces(predictor: Predictor, bands: int, tile: int, batches: tuple[int, ...]) -> Iterator[Pace]:
    for batch in batches:
        try:
            seconds = time_step(predictor, bands, tile, batch)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return
        yield Pace(batch, torch.get_num_threads(), seconds / batch)
        if seconds > LONG:
            return


def _with_fewer_threads(predictor: Predictor, bands: int, tile: int, best: Pace) -> Pace:
    """Returns the pace with half of the threads where that is shorter: two of them may share a core."""
    if predictor.device.type != "cpu" or best.threads < 2 or best.seconds * best.batch > LONG:
        return best
    torch.set_num_threads(best.threads // 2)
    fewer = Pace(best.batch, best.threads // 2, time_step(predictor, bands, tile, best.batch) / best.batch)
    torch.set_num_threads(best.threads)
    return min(best, fewer, key=lambda pace: pace.seconds)


def time_step(predictor: Predictor, bands: int, tile: int, batch: int) -> float:
    """Returns the seconds of one step over `batch` tiles, after one that warms up."""
    images = torch.rand(batch, bands, tile, tile)
    valid = torch.ones(batch, tile, tile, dtype=torch.bool)
    for _ in range(2):
        started = time.perf_counter()
        float(predictor.probabilities(images, valid).sum())  # the sum waits for the device
        seconds = time.perf_counter() - started
    return seconds
