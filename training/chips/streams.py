"""Random numbers of a training: each epoch has its own, so that a training that goes on draws what it would have drawn."""

import numpy as np
import torch

BEFORE = 0  # the epoch before the first one, in which the normalisation is measured
DRAW, VARY = 0, 1  # what numbers are for: the drawing runs ahead of the steps that vary what was drawn


def stream(seed: int, epoch: int, purpose: int) -> torch.Generator:
    """Returns the generator of an epoch, counted from 1, for one purpose. It depends on these three numbers alone."""
    (number,) = np.random.SeedSequence((seed, epoch, purpose)).generate_state(1)
    return torch.Generator().manual_seed(int(number))
