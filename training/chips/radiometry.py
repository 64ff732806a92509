"""Augmentation of band values: what sun, haze, optics and sensors do to an image."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Generator, Tensor
from torch.nn import functional

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.variations import Variation

REACH = 3  # sigmas of a Gaussian, beyond which it is next to nothing

Generators = Sequence[Generator]  # one for each image, of the host


class Images(NamedTuple):
    """Normalised images (N, bands, S, S), their validity (N, S, S), and the least and the most that each band may be (2, bands, 1, 1)."""

    values: Tensor
    valid: Tensor
    limits: Tensor


class Radiometry:
    """Varies the band values of normalised images; of the `variations` it takes those that CHANGES knows."""

    def __init__(self, variations: Mapping[str, Variation], normalisation: Normalisation) -> None:
        self._variations = variations
        low, high, mean, std = (
            torch.tensor(figures)[:, None, None]
            for figures in (normalisation.low, normalisation.high, normalisation.mean, normalisation.std)
        )
        self._limits = torch.stack([(low - mean) / std, (high - mean) / std])

    def vary(self, images: Tensor, valid: Tensor, generators: Generators) -> Tensor:
        """Returns the images (N, bands, S, S), each varied for itself. Pixels that are not valid (N, S, S) stay 0.

        What is drawn for an image comes from its own generator, so that it does not depend on the others.
        """
        varied = images.clone()
        for name, change in CHANGES.items():
            variation = self._variations[name]
            chosen = (_rand(generators) < variation.probability).nonzero().flatten()
            if len(chosen):
                own = [generators[place] for place in chosen.tolist()]
                chosen = chosen.to(images.device)
                part = Images(varied[chosen], valid[chosen], self._limits.to(images))
                varied[chosen] = change(part, variation.strength, own)
        return varied * valid.unsqueeze(1)


def _bend(images: Images, strength: float, generators: Generators) -> Tensor:
    low, high = images.limits
    span = (high - low).clamp_min(torch.finfo(low.dtype).eps)
    share = ((images.values - low) / span).clamp(0, 1)
    varied: Tensor = low + span * share ** (strength ** _swing_of_bands(images, generators))
    return varied


def _multiply(images: Images, strength: float, generators: Generators) -> Tensor:
    return images.values * (1 + strength * _swing_of_bands(images, generators))


def _lift(images: Images, strength: float, generators: Generators) -> Tensor:
    return images.values + strength * _swing_of_bands(images, generators)


def _lift_alike(images: Images, strength: float, generators: Generators) -> Tensor:
    return images.values + strength * _swing_of_bands(images, generators)[:, :1]


def _blur(images: Images, strength: float, generators: Generators) -> Tensor:
    valid = images.valid.unsqueeze(1).to(images.values)
    sigmas = strength * (1 + _rand(generators)) / 2
    smooth = _smooth(torch.cat([images.values * valid, valid], dim=1), sigmas, math.ceil(REACH * strength))
    return smooth[:, :-1] / smooth[:, -1:].clamp_min(torch.finfo(smooth.dtype).tiny)  # the mean of what is valid


def _add_noise(images: Images, strength: float, generators: Generators) -> Tensor:
    sigmas = strength * _rand(generators, 1, 1, 1)
    noise = torch.stack([torch.randn(images.values.shape[1:], generator=each) for each in generators])
    return images.values + (sigmas * noise).to(images.values)


# In this order: the powers are those of a stretch between the limits, and the sensor's noise is not blurred.
CHANGES: dict[str, Callable[[Images, float, Generators], Tensor]] = {
    "gamma": _bend,
    "gain": _multiply,
    "offset": _lift,
    "brightness": _lift_alike,
    "blur": _blur,
    "noise": _add_noise,
}


def _swing_of_bands(images: Images, generators: Generators) -> Tensor:
    """Returns a number from -1 to 1 for each band of each image, (N, bands, 1, 1)."""
    return (_rand(generators, images.values.shape[1], 1, 1) * 2 - 1).to(images.values)


def _rand(generators: Generators, *shape: int) -> Tensor:
    """Returns numbers from 0 to below 1, (N, *shape), those of each image from its own generator."""
    return torch.stack([torch.rand(shape, generator=each) for each in generators])


def _smooth(layers: Tensor, sigmas: Tensor, reach: int) -> Tensor:
    """Returns layers (N, C, S, S) convolved with Gaussians of N sigmas up to `reach` pixels away, zeros beyond the edge."""
    count, channels, *size = layers.shape
    steps = torch.arange(-reach, reach + 1)
    kernels = torch.exp(-((steps / sigmas[:, None]) ** 2) / 2)
    kernels = (kernels / kernels.sum(dim=1, keepdim=True)).repeat_interleave(channels, dim=0).to(layers)
    flat = layers.reshape(1, count * channels, *size)
    for shape in ((-1, 1, 1, len(steps)), (-1, 1, len(steps), 1)):  # along rows, then along columns
        flat = functional.conv2d(flat, kernels.reshape(shape), padding="same", groups=count * channels)
    return flat.reshape(layers.shape)
