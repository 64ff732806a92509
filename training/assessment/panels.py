"""Images and classes as pixels to look at: natural colours, stretched, and the colours of a legend."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal

BRIGHT = 98.0  # percentile of the values that becomes white; haze and roofs beyond it would darken the rest
NATURAL = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)

Pixels = npt.NDArray[np.uint8]
Values = npt.NDArray[np.floating[Any]]
Limits = tuple[float, float]  # what becomes black and what becomes white


def natural_bands(dataset: gdal.Dataset) -> list[int]:
    """Returns the numbers of the red, green and blue bands, or of the first ones where none is named so."""
    number_of = {dataset.GetRasterBand(i + 1).GetColorInterpretation(): i + 1 for i in range(dataset.RasterCount)}
    first = [min(place, dataset.RasterCount) for place in (1, 2, 3)]
    return [number_of.get(colour, number) for colour, number in zip(NATURAL, first, strict=True)]


def measure_limits(values: Values) -> Limits:
    """Returns between which of these valid values (N,) of a band its pixels are told apart."""
    dark, bright = np.percentile(values, (100 - BRIGHT, BRIGHT)) if values.size else (0.0, 1.0)
    return float(dark), float(bright)


def stretch(values: Values, valid: npt.NDArray[np.bool_], limits: Limits) -> Pixels:
    """Returns a band (H, W) as grey, white where it has no data."""
    dark, bright = limits
    grey = (np.where(valid, values, bright) - dark) / max(bright - dark, 1e-9) * 255
    return np.where(valid, grey.clip(0, 255), 255).astype(np.uint8)


def paint(values: npt.NDArray[np.generic], colours: Mapping[int, tuple[int, int, int]]) -> Pixels:
    """Returns values (H, W) in their colours, (H, W, 3), white where they have none."""
    painted = np.full((*values.shape, 3), 255, np.uint8)
    for value, colour in colours.items():
        painted[values == value] = colour
    return painted
