"""Figures to standardise the values of bands by, as texts of an option: one for each band."""

import math

from .errors import InputError

LARGEST, SMALLEST_STD = 3e38, 1e-30  # networks compute in fp32
Figures = tuple[float, float, float, float]  # low, high, mean, std


def band_figures_of(texts: tuple[str, ...]) -> list[Figures]:
    """Returns the figures, each given as LOW:HIGH:MEAN:STD in raster units.

    Raises:
        InputError: a text is none of these, or its figures contradict each other.
    """
    return [_parse(text) for text in texts]


def _parse(text: str) -> Figures:
    try:
        low, high, mean, std = map(float, text.split(":"))
    except ValueError:
        low, high, mean, std = (math.nan,) * 4
    if not (-LARGEST < low <= mean <= high < LARGEST and SMALLEST_STD < std < LARGEST):
        raise InputError(
            f"normalisation gives a band {text!r}: give LOW:HIGH:MEAN:STD in the raster's units, the mean between low and high and the standard"
            " deviation above 0"
        )
    return low, high, mean, std
