"""How fast the network is on this machine, and with how many tiles per step and threads it is fastest."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from ..network.device import is_out_of_memory
from .predictor import Predictor

BATCHES = {"cpu": (1, 2, 4, 8), "mps": (1, 2, 4, 8), "cuda": (1, 2, 4, 8, 16, 32)}
STEP_PIXELS = {"cpu": 2**20, "mps": 2**20, "cuda": 2**25}  # of one step, beyond which no larger one is tried
USUAL_PIXELS = 2**18  # of one step where nothing is measured
GAIN = 1.03  # a larger batch must be faster by this to be worth its memory
LONG = 3.0  # seconds of one step beyond which no other one is tried
SHORT = 0.5  # seconds of a first step that may have gone into warming up


Shape = tuple[int, int, int]  # bands, height and width of a tile


@dataclass(frozen=True)
class Pace:
    """Tiles per step, threads of the processor, and the seconds that a tile takes; not a number where that is not measured."""

    batch: int
    threads: int
    seconds: float


def usual_batch(tile_pixels: int) -> int:
    """Returns the tiles per step that are a safe choice on any machine."""
    return max(1, USUAL_PIXELS // tile_pixels)


def measure_pace(predictor: Predictor, shape: Shape, batch: int = 0) -> Pace:
    """Times the network on tiles of noise and returns the best pace.

    Args:
        predictor: the network on its device.
        shape: bands, height and width of a tile.
        batch: tiles per step where that is decided; 0: the best is looked for.
    """
    pixels, kind = shape[1] * shape[2], predictor.device.type
    batches = (batch,) if batch else tuple(n for n in BATCHES[kind] if n == 1 or n * pixels <= STEP_PIXELS[kind])
    best = Pace(batches[0], torch.get_num_threads(), float("inf"))
    for pace in _paces(predictor, shape, batches):
        if pace.seconds * GAIN >= best.seconds:
            break
        best = pace
    return _with_fewer_threads(predictor, shape, best)


def _paces(predictor: Predictor, shape: Shape, batches: tuple[int, ...]) -> Iterator[Pace]:
    for batch in batches:
        try:
            seconds = time_step(predictor, shape, batch)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return
        yield Pace(batch, torch.get_num_threads(), seconds / batch)
        if seconds > LONG:
            return


def _with_fewer_threads(predictor: Predictor, shape: Shape, best: Pace) -> Pace:
    """Returns the pace with half of the threads where that is shorter: two of them may share a core."""
    if predictor.device.type != "cpu" or best.threads < 2 or best.seconds * best.batch > LONG:
        return best
    torch.set_num_threads(best.threads // 2)
    fewer = Pace(best.batch, best.threads // 2, time_step(predictor, shape, best.batch) / best.batch)
    torch.set_num_threads(best.threads)
    return min(best, fewer, key=lambda pace: pace.seconds)


def time_step(predictor: Predictor, shape: Shape, batch: int) -> float:
    """Returns the seconds of one step over `batch` tiles, of a second one where the first was short and may have warmed up."""
    images, valid = torch.rand(batch, *shape), torch.ones(batch, *shape[1:], dtype=torch.bool)
    seconds = 0.0
    for _ in range(2):
        if seconds > SHORT:
            break
        started = time.perf_counter()
        float(predictor.probabilities(images, valid).sum())  # the sum waits for the device
        seconds = time.perf_counter() - started
    return seconds
