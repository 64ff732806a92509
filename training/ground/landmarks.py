"""Landmarks: spots that stand out from what surrounds them, the same wherever an image begins, and what they look like."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from paddy_segmenter.core.rasters.raster import Image

FINE, COARSE = 5, 15  # pixels: a spot is what means of the one side and of the other differ by
APART = 8  # pixels around a landmark without a stronger spot
LOOK, STEP = 8, 4  # points along each side of what is kept of a landmark, and pixels between them
REACH = STEP * LOOK // 2  # pixels around a landmark that it depends on
MOST = 16  # landmarks of a window, the strongest
FLAT = 1e-4  # of the highest value: a weaker spot may be rounding


class Landmarks(NamedTuple):
    """Places (n, 2), as row and column, and looks (n, LOOK * LOOK), each with mean 0 and length 1."""

    places: Tensor
    looks: Tensor


def find_landmarks(band: Image) -> Landmarks:
    """Returns the landmarks of a band (H, W) that lie at least REACH pixels from its edges and from pixels without data (NaN)."""
    values, known = _filled(band)
    fine = _means(values, FINE)
    strengths = (fine - _means(values, COARSE)).abs().float()
    stands_out = (strengths > FLAT * values.abs().max()) & (strengths >= _highest_around(strengths, APART))
    if not known.all():
        stands_out &= _highest_around((~known).float(), REACH) == 0

    inside = torch.tensor([REACH, REACH])
    places = stands_out[REACH:-REACH, REACH:-REACH].nonzero() + inside
    found = strengths[places[:, 0], places[:, 1]]
    places = places[found.topk(min(MOST, len(found))).indices]

    around = torch.arange(LOOK) * STEP - STEP * (LOOK - 1) // 2
    rows, columns = places[:, 0, None, None] + around[:, None], places[:, 1, None, None] + around
    looks = fine[rows, columns].flatten(1)
    return Landmarks(places, functional.normalize(looks - looks.mean(dim=1, keepdim=True), dim=1).float())


def spots(band: Image) -> Tensor:
    """Returns how much brighter each pixel's surroundings (H, W) are than what lies around those."""
    values, _ = _filled(band)
    return _means(values, FINE) - _means(values, COARSE)


def _filled(band: Image) -> tuple[Tensor, Tensor]:
    """Returns the band with the mean of what is known where nothing is, and where something is."""
    values, known = band.astype(np.float64), np.isfinite(band)
    mean = values[known].mean() if known.any() else 0.0
    return torch.from_numpy(np.where(known, values - mean, 0)), torch.from_numpy(known)


def _means(values: Tensor, side: int) -> Tensor:
    """Returns the mean of `side` x `side` pixels around each; beyond the edges lie zeros."""
    for _ in range(2):
        sums = functional.pad(values, (side // 2 + 1, side // 2)).cumsum(dim=1)
        values = ((sums[:, side:] - sums[:, :-side]) / side).T
    return values


def _highest_around(values: Tensor, reach: int) -> Tensor:
    """Returns the highest value, none of which is negative, up to `reach` pixels around each: by doubling, which takes a tenth of a max_pool2d."""
    side = 2 * reach + 1
    for _ in range(2):
        values, covered = functional.pad(values, (reach, reach)), 1
        while covered < side:
            step = min(covered, side - covered)
            values, covered = torch.maximum(values[:, :-step], values[:, step:]), covered + step
        values = values.T
    return values
