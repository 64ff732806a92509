"""What the numbers of a raster mean, and whether that survives being read: told before anything is learnt or mapped."""

from collections.abc import Sequence

import numpy as np

from paddy_segmenter.band_figures import LARGEST
from paddy_segmenter.events import Reporter

from ..card import ModelCard
from .raster import Raster
from .sample import spread_windows

MAX_ROUNDING = 0.01  # of a band's standard deviation, by which fp32 may round its values


def tell_scale(raster: Raster, bands: tuple[int, ...], card: ModelCard, report: Reporter) -> None:
    """Tells how the values of a raster are read where it or the training's rasters declare a scale or an offset."""
    declares = raster.declares_scale(bands)

    if declares and card.values == "raw":
        report.warning(
            f"{raster.name} declares a scale or an offset of its values, and the model learnt from values as they are stored:"
            " they are read as they are stored, expect a poor map where the training's were in other units"
        )
    elif declares:
        report.message(f"the values of {raster.name} are scaled by what it declares, as the model learnt them")
    elif card.values == "scaled":
        report.message(
            f"{raster.name} declares no scale and no offset, and the model learnt from scaled values:"
            " its values are taken for what they are"
        )


def warn_of_palettes(rasters: Sequence[Raster], bands: tuple[int, ...], report: Reporter) -> None:
    """Warns where the numbers of a raster stand for colours of a table: neighbouring numbers say nothing of each other."""
    for raster in rasters:
        if raster.has_palette(bands):
            report.warning(
                f"the values of {raster.name} are numbers of colours in a table, which mean nothing to a network: turn them into"
                " red, green and blue first (Raster > Conversion > PCT to RGB)"
            )


def warn_of_rounding(rasters: Sequence[Raster], bands: tuple[int, ...], report: Reporter) -> None:
    """Warns where values lie so close together, far from 0, that they become the same in fp32. Only wide types are sampled."""
    for raster in rasters:
        wide = [band for band in bands if not raster.is_kept_by_fp32(band)]
        rounded = [band for band in wide if _is_rounded(raster, band)]
        if rounded:
            report.warning(
                f"the values of {', '.join(raster.names_of(tuple(rounded)))} of {raster.name} lie too close together for their size, and are"
                " rounded until they are the same: subtract a number from them first (Raster > Raster Calculator)"
            )


def _is_rounded(raster: Raster, band: int) -> bool:
    """Returns whether fp32 rounds the sampled values of a band by much of their standard deviation."""
    parts = (raster.read_stored(window, band) for window in spread_windows(raster.grid))
    values = np.concatenate([stored[valid] for stored, valid in parts])
    values = values[np.abs(values.astype(np.float64)) <= LARGEST]  # what is beyond reads as no data
    if not values.size:
        return False
    differences = values - values[0]  # exact where fp64 would round the values themselves
    if differences.dtype.kind == "u":
        differences = differences.view(f"i{differences.itemsize}")
    deviation = differences.astype(np.float64).std()
    rounding = np.spacing(np.float32(abs(float(values[0]))))
    return bool(0 < deviation * MAX_ROUNDING < rounding)
