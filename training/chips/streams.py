"""Random numbers of a training: each epoch has its own, so that a training that goes on draws what it would have drawn."""

import numpy as np
import torch

BEFORE = 0  # the epoch before the first one, in which the normalisation is measured
DRAW, VARY, DROP = 0, 1, 2  # what numbers are for: drawing runs ahead of varying; the network's dropout has its own


def stream(seed: int, epoch: int, purpose: int) -> torch.Generator:
    """Returns the generator of an epoch, counted from 1, for one purpose. It depends on these three numbers alone."""
    return torch.Generator().manual_seed(seed_of(seed, epoch, purpose))


def seed_of(seed: int, epoch: int, purpose: int) -> int:
    """Returns the seed of that generator, for random numbers that take none, such as those of dropout."""
    return int(np.random.SeedSequence((seed, epoch, purpose)).generate_state(1)[0])
