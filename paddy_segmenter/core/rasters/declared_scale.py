"""Scale and offset that a raster declares for its bands: what the stored numbers mean, in the units of the ground."""

import math
from typing import NamedTuple

from osgeo import gdal


class Scale(NamedTuple):
    """A stored number stands for factor x number + offset."""

    factor: float
    offset: float


PLAIN = Scale(1.0, 0.0)  # stored numbers stand for themselves


def scale_of(band: gdal.Band) -> Scale:
    """Returns what a band declares; a factor of 0, or what is no number, declares nothing."""
    factor = band.GetScale()
    offset = band.GetOffset()
    scale = Scale(1.0 if factor is None else factor, 0.0 if offset is None else offset)
    return scale if scale.factor != 0 and all(map(math.isfinite, scale)) else PLAIN
