"""Augmentation on tensors: what is done to an image is done to its labels."""

import torch
from torch import Tensor

ORIENTATIONS = 8
GAIN = 0.2  # each band is multiplied by 1 - GAIN to 1 + GAIN
OFFSET = 0.2  # standard deviations of the training ground that are added to each band, up or down


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


def vary_bands(images: Tensor, valid: Tensor, generator: torch.Generator) -> Tensor:
    """Gives each band of each normalised image (N, bands, S, S) a gain and an offset of its own, as haze, sun and stretch do.

    Pixels that are not valid (N, S, S) stay 0.
    """
    gains, offsets = (torch.rand(2, *images.shape[:2], 1, 1, generator=generator) * 2 - 1).to(images.device)
    varied: Tensor = (images * (1 + GAIN * gains) + OFFSET * offsets) * valid.unsqueeze(1)
    return varied
