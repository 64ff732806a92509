"""Augmentation on tensors: what is done to an image is done to its labels."""

import torch
from torch import Tensor

ORIENTATIONS = 8


def orient(tensor: Tensor, orientation: int) -> Tensor:
    """Turns the last two axes into one of the square's eight orientations: 0..3 quarter turns, 4..7 the same after a flip."""
    flipped = tensor.flip(-1) if orientation >= 4 else tensor
    return torch.rot90(flipped, orientation % 4, dims=(-2, -1))


def orient_randomly(
    image: Tensor, valid: Tensor, labels: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Turns image (bands, S, S), validity (S, S) and labels (S, S) into the same random orientation."""
    orientation = int(torch.randint(ORIENTATIONS, (), generator=generator))
    return orient(image, orientation), orient(valid, orientation), orient(labels, orientation)
