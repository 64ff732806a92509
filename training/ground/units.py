"""Whether the rasters of a training hold values in one unit: raw numbers beside reflectances, or 8 bits beside 16, teach nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paddy_segmenter.band_figures import LARGEST
from paddy_segmenter.core.mapping.guards import measure_drift, values_with_data
from paddy_segmenter.core.network.normalise import measure_normalisation
from paddy_segmenter.core.rasters.raster import Image
from paddy_segmenter.events import Reporter

COMPARED_PIXELS = 4096  # of each raster
# Between the medians of two rasters in each band. Of 45 tiles that were stretched each by itself, and of 129 with and without open
# water, no two differ by more than 2 in all bands; reflectance and its digital numbers differ by 10 000, 16 bits and 8 by 10 or more.
LEAST_RATIO = 8.0
LEAST_RATIO_OF_ONE_BAND = 100.0  # as the heights of a coast and of its hills differ by a lot
SMALLEST_LEVEL = 1e-30


@dataclass(frozen=True)
class Level:
    """Values (bands, n) of a raster with this name, and the size of their medians (bands,)."""

    name: str
    values: Image
    medians: npt.NDArray[np.float64]


def level_of(name: str, images: Sequence[Image]) -> Level | None:
    """Returns the level of a raster by images (bands, H, W) of it; None where a band has no value."""
    values = values_with_data(images, "all")
    values = values[:, :: -(-values.shape[1] // COMPARED_PIXELS) or 1]
    values = np.where(np.abs(values) < LARGEST, values, np.float32(np.nan))
    if not np.isfinite(values).any(axis=1).all():
        return None
    medians = np.nanmedian(values.astype(np.float64), axis=1)
    return Level(name, values, np.maximum(np.abs(medians), SMALLEST_LEVEL))


def warn_of_other_units(levels: Sequence[Level], bands: tuple[str, ...], report: Reporter) -> bool:
    """Warns where the raster of the smallest values and that of the largest ones cannot be in one unit, and returns whether it did.

    That is so where each band's medians are far apart, in one direction, and the one raster's values are strange to the other's.
    """
    ordered = sorted(levels, key=lambda level: float(np.log(level.medians).mean()))
    if not ordered:
        return False

    small, large = ordered[0], ordered[-1]
    least = LEAST_RATIO if len(bands) > 1 else LEAST_RATIO_OF_ONE_BAND
    if (large.medians / small.medians).min() < least:
        return False
    drifts = list(measure_drift(large.values, bands, measure_normalisation(small.values)))
    if not drifts or not all(drift.is_strange for drift in drifts):
        return False
    first = drifts[0]
    report.warning(
        f"the values of {small.name} and of {large.name} seem to be in different units ({first.name} runs from {first.learnt[0]:.4g} to"
        f" {first.learnt[1]:.4g} and from {first.low:.4g} to {first.high:.4g}): bring the rasters to one, or expect a poor model"
    )
    return True
