"""Augmentation on tensors: what is done to an image is done to its labels."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from paddy_segmenter.core.network.orientation import ORIENTATIONS, orient

SCALES = 0.7, 1.4  # ground that a chip shows, in chips: fields look larger or smaller than they are
GAIN = 0.2  # each band is multiplied by 1 - GAIN to 1 + GAIN
OFFSET = 0.2  # standard deviations of the training ground that are added to each band, up or down


def orient_randomly(
    image: Tensor, valid: Tensor, labels: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Turns image (bands, S, S), validity (S, S) and labels (S, S) into the same random orientation."""
    orientation = int(torch.randint(ORIENTATIONS, (), generator=generator))
    return orient(image, orientation), orient(valid, orientation), orient(labels, orientation)


def draw_side(chip: int, generator: torch.Generator) -> int:
    """Returns the side in pixels of a window that is to become a chip, between the SCALES and evenly in proportion."""
    least, most = SCALES
    share = float(torch.rand((), generator=generator))
    return round(chip * math.exp(math.log(least) + share * math.log(most / least)))


def resize(image: Tensor, valid: Tensor, labels: Tensor, side: int) -> tuple[Tensor, Tensor, Tensor]:
    """Brings image (bands, S, S), validity (S, S) and labels (S, S) to `side` pixels; labels are never mixed."""
    layers = torch.stack([valid.to(torch.float64), labels.to(torch.float64)])
    valid_there, labels_there = functional.interpolate(layers[None], size=(side, side), mode="nearest-exact")[0]
    resized = functional.interpolate(image[None], size=(side, side), mode="bilinear", align_corners=False)[0]
    return resized, valid_there > 0, labels_there.to(labels.dtype)


def vary_bands(images: Tensor, valid: Tensor, generator: torch.Generator) -> Tensor:
    """Gives each band of each normalised image (N, bands, S, S) a gain and an offset of its own, as haze, sun and stretch do.

    Pixels that are not valid (N, S, S) stay 0.
    """
    gains, offsets = (torch.rand(2, *images.shape[:2], 1, 1, generator=generator) * 2 - 1).to(images.device)
    varied: Tensor = (images * (1 + GAIN * gains) + OFFSET * offsets) * valid.unsqueeze(1)
    return varied
