"""Augmentation of where things lie: what is done to an image is done to its labels."""

import torch
from torch import Tensor
from torch.nn import functional

from paddy_segmenter.core.network.orientation import orient
from paddy_segmenter.variations import Variation


def orient_randomly(
    image: Tensor, valid: Tensor, labels: Tensor, variation: Variation, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Turns image (bands, S, S), validity (S, S) and labels (S, S) into the same random orientation."""
    share = _share(variation, generator)
    orientation = 0 if share is None else int(share * round(variation.strength))
    return orient(image, orientation), orient(valid, orientation), orient(labels, orientation)


def draw_side(chip: int, variation: Variation, generator: torch.Generator) -> int:
    """Returns the side in pixels of a window that is to become a chip: up to `strength` times larger or smaller, evenly in proportion."""
    share = _share(variation, generator)
    return chip if share is None else round(chip * variation.strength ** (2 * share - 1))


def resize(image: Tensor, valid: Tensor, labels: Tensor, side: int) -> tuple[Tensor, Tensor, Tensor]:
    """Brings image (bands, S, S), validity (S, S) and labels (S, S) to `side` pixels; labels are never mixed."""
    layers = torch.stack([valid.to(torch.float64), labels.to(torch.float64)])
    valid_there, labels_there = functional.interpolate(layers[None], size=(side, side), mode="nearest-exact")[0]
    resized = functional.interpolate(image[None], size=(side, side), mode="bilinear", align_corners=False)[0]
    if resized.isnan().any():
        # What is missing spreads over its neighbours, which keep their labels: they keep their values, too.
        nearest = functional.interpolate(image[None], size=(side, side), mode="nearest-exact")[0]
        resized = torch.where(resized.isnan(), nearest, resized)
    return resized, valid_there > 0, labels_there.to(labels.dtype)


def _share(variation: Variation, generator: torch.Generator) -> float | None:
    """Returns a number from 0 to below 1, or None for the chips that are not varied. Draws as many numbers in either case."""
    chance, share = torch.rand(2, dtype=torch.float64, generator=generator).tolist()
    return share if chance < variation.probability else None
