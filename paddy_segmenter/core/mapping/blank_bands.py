"""Bands that hold no value anywhere while the others do: the network would see the training mean in their place."""

import numpy as np

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter

from ..rasters.raster import Raster
from ..rasters.sample import WINDOW_SIDE, Sample, spread_windows

WINDOWS_ALONG = 24  # each side, of the second look; of a raster of up to 1536 x 1536 pixels they are all of it
BANDS_SHOWN = 4
ENOUGH_WINDOWS = 32  # in which other bands have values, to be sure without having seen all


def check_blank_bands(raster: Raster, sample: Sample, report: Reporter, refuse: bool = True) -> None:
    """Looks for bands without any value, first in the sample, then wherever another band of the raster may have values.

    Warns where too little of the raster has values to be sure, or all of it is accepted.

    Raises:
        InputError: a band has no value; with `refuse` false it is a warning.
    """
    held = np.array([[np.isfinite(layer).any() for layer in image] for image in sample.images]).any(axis=0)
    blank = tuple(band for band, has_values in zip(sample.bands, held, strict=True) if not has_values)
    if not blank or not held.any():
        return

    reference = sample.bands[int(held.argmax())]
    blank, windows = _look_again(raster, blank, reference)
    if not blank:
        return

    names = [
        *raster.names_of(blank[:BANDS_SHOWN]),
        *([f"{len(blank) - BANDS_SHOWN} more"] if blank[BANDS_SHOWN:] else []),
    ]
    finding = f"{raster.name} has values, but none in {', '.join(names)}"
    is_all = max(raster.grid.height, raster.grid.width) <= WINDOWS_ALONG * WINDOW_SIDE
    if refuse and (is_all or windows >= ENOUGH_WINDOWS):
        raise InputError(f"{finding}: choose other bands or another raster, or have strange values accepted")
    report.warning(
        f"{finding}, as far as was looked: where they have none, the network sees their mean of the training"
    )


def _look_again(raster: Raster, blank: tuple[int, ...], reference: int) -> tuple[tuple[int, ...], int]:
    """Returns which of the bands still seem blank, and in how many windows the band of reference has values."""
    windows = 0
    for window in spread_windows(raster.grid, WINDOWS_ALONG):
        bands = reference, *blank
        if all(raster.is_known_empty(window, (band,)) for band in bands):
            continue
        image, _ = raster.read(window, bands)
        has_values, *others = np.isfinite(image).any(axis=(1, 2))
        windows += bool(has_values)
        blank = tuple(band for band, has_own in zip(blank, others, strict=True) if not has_own)
        if not blank:
            break
    return blank, windows
