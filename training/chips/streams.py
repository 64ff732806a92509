"""Random numbers of a training: each chip has its own, so that a training that goes on draws what it would have drawn.

So do several processes, of which each draws its share of every step.
"""

import numpy as np
from torch import Generator

from .. import processes

BEFORE = 0  # the epoch before the first one, in which the normalisation is measured
DRAW, VARY, DROP = 0, 1, 2  # what numbers are for: drawing runs ahead of varying; the network's dropout has its own


def stream(*numbers: int) -> Generator:
    """Returns a generator that depends on these numbers alone, such as seed, epoch, purpose and chip."""
    return Generator().manual_seed(seed_of(*numbers))


def seed_of(*numbers: int) -> int:
    """Returns the seed of that generator, for random numbers that take none, such as those of dropout."""
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])


def streams(seed: int, epoch: int, purpose: int, step: int, size: int) -> list[Generator]:
    """Returns the generators of this process' chips in a step, counted from 0, of so many chips of all processes."""
    chips = range(step * size, (step + 1) * size)[processes.number() :: processes.count()]
    return [stream(seed, epoch, purpose, chip) for chip in chips]
