"""Raster values to network input: percentile clip and z-score by figures of the training ground, never of a tile."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from paddy_segmenter.band_figures import LARGEST
from paddy_segmenter.errors import InputError

from ..card import Normalisation

Samples = npt.NDArray[np.generic]


def normalise(image: Tensor, valid: Tensor, normalisation: Normalisation) -> Tensor:
    """Returns the image in standard deviations from the training mean, in the image's float type.

    Args:
        image: (..., bands, H, W), floating point, in raster units.
        valid: (..., H, W), bool. Pixels that are not valid and values that are not finite become 0, the training mean.
        normalisation: figures of as many bands.
    """

    def per_band(values: tuple[float, ...]) -> Tensor:
        return torch.tensor(values, dtype=image.dtype, device=image.device)[:, None, None]

    clipped = image.clamp(per_band(normalisation.low), per_band(normalisation.high))
    scaled = (clipped - per_band(normalisation.mean)) / per_band(normalisation.std)
    return torch.where(valid.unsqueeze(-3) & image.isfinite(), scaled, 0.0)


def measure_normalisation(samples: Samples, lowest: float = 1.0, highest: float = 99.0) -> Normalisation:
    """Measures the figures of `normalise` on samples (bands, n) in raster units; what is not finite does not count.

    By default one percent is clipped at either end: sun glint, clouds and dead pixels lie there and would stretch the
    standard deviation, while water and ripe crops, which cover more, keep their differences. A band that is constant
    between the percentiles gets a standard deviation of 1.

    Raises:
        InputError: a band has no finite value, or some too large for fp32.
    """
    bands = [_measure_band(band, index, (lowest, highest)) for index, band in enumerate(samples, 1)]
    return Normalisation(*zip(*bands, strict=True))


def _measure_band(samples: Samples, index: int, percentiles: tuple[float, float]) -> tuple[float, float, float, float]:
    values = samples.astype(np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        raise InputError(
            f"band {index} has no valid pixel on the labelled ground: leave it out or choose other rasters"
        )
    low, high = np.percentile(values, percentiles)
    farthest = low if abs(low) > abs(high) else high
    if abs(farthest) > LARGEST:
        raise InputError(
            f"band {index} holds {farthest:g}, which looks like missing data: make it the nodata value of the raster"
        )
    clipped = values.clip(low, high)
    std = clipped.std() if high > low else 1.0
    return float(low), float(high), float(clipped.mean()), float(std)
