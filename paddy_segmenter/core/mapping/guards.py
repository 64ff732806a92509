"""What is asked of a raster before hours of work: whether the model can make sense of its values and of its pixels' size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter

from ..card import ModelCard, Normalisation
from ..rasters.raster import Image, Raster, has_data

Values = npt.NDArray[np.float32]

SHOWN = 4  # bands in a sentence
OUTER = 1, 50, 99  # percentiles; the outer ones are those between which a training measures (network/normalise.py)

# Between its percentiles a band of the training ground has 2 percent clipped and a spread of 1, in the model's deviations. Season,
# haze and another sensor shift a band by one or two of them. Where open water or cloud fills a raster, some bands are clipped
# whole, seldom more than half of them, and keep a spread of hundredths. In other units all bands are clipped, or all are even.
NEARLY_ALL = 0.98  # of a band's values
EVEN = 0.01  # of the model's standard deviation
MANY = 0.5  # of a band's values
FAR = 3.0  # standard deviations of the model: at most a ninth of the training ground lay beyond (Chebyshev)
HOPELESS = 10.0  # times coarser: a field of the model's is less than a pixel
BLURRED = 2.0  # times coarser than what the model learnt from: the objects' edges, which it knows, are gone


@dataclass(frozen=True)
class BandDrift:
    """How the values of a band lie to those that the model learnt, which are clipped to `learnt` (low, high).

    `low`, `median` and `high` are percentiles 1, 50 and 99 in raster units; `clipped` is a share, `spread` and `shift` are in
    the model's standard deviations.
    """

    name: str
    low: float
    median: float
    high: float
    learnt: tuple[float, float]
    clipped: float
    spread: float
    shift: float

    @property
    def is_even(self) -> bool:
        """Whether the network would see one and the same value everywhere."""
        return self.spread < EVEN

    @property
    def is_beyond(self) -> bool:
        """Whether nearly all values are clipped."""
        return self.clipped >= NEARLY_ALL

    @property
    def is_strange(self) -> bool:
        """Whether the band is far from what the network knows."""
        return self.is_even or self.clipped > MANY or abs(self.shift) > FAR

    def __str__(self) -> str:
        here = f"is {self.low:.4g}" if self.low == self.high else f"runs from {self.low:.4g} to {self.high:.4g}"
        return f"{self.name} {here}, learnt {self.learnt[0]:.4g} to {self.learnt[1]:.4g}"


def check_values(
    raster: Raster, bands: tuple[int, ...], values: Values, card: ModelCard, report: Reporter, refuse: bool = True
) -> None:
    """Compares values of the raster's bands, (bands, n) in the model's order, with those that the model learnt from.

    Warns where a band is far from them.

    Raises:
        InputError: the values are in other units, or a band is the same everywhere; with `refuse` false it is a warning.
    """
    drifts = list(measure_drift(values, raster.names_of(bands), card.normalisation))
    beyond = [each for each in drifts if each.is_beyond]
    useless = [each for each in drifts if each.is_even or (each.is_beyond and 2 * len(beyond) > len(drifts))]
    strange = [each for each in drifts if each.is_strange]

    if useless and refuse:
        raise InputError(
            f"the values of {raster.name} are not those that the model learnt from ({_listed(useless)}): bring the raster to the"
            " units of the training rasters, choose other bands or another model, or have strange values accepted"
        )

    if strange:
        report.warning(
            f"the values of {raster.name} are far from those that the model learnt from ({_listed(strange)}):"
            " bring the raster to the units of the training rasters, or expect a poor map"
        )


def values_with_data(images: Sequence[Image], missing_where: str) -> Values:
    """Returns the values (bands, n) of pixels of images (bands, H, W) that have data, NaN where a band has none.

    Pixels that are 0 in all bands are taken for a collar whose nodata value nobody has declared, and do not count.
    """
    parts = [image[:, has_data(image, missing_where) & (image != 0).any(axis=0)] for image in images]
    return np.concatenate(parts, axis=1)


def share_with_data(images: Sequence[Image], missing_where: str) -> float:
    """Returns which share (0..1) of the pixels of images (bands, H, W) has data and is not 0 in all bands."""
    pixels = sum(image.shape[1] * image.shape[2] for image in images)
    return values_with_data(images, missing_where).shape[1] / pixels


def measure_drift(values: Values, names: tuple[str, ...], learnt: Normalisation) -> Iterator[BandDrift]:
    """Yields the drift of each band (bands, n) that has values and that was not constant where the figures were measured."""
    figures = zip(values.astype(np.float64), names, learnt.low, learnt.high, learnt.mean, learnt.std, strict=True)
    for band, name, lowest, highest, mean, std in figures:
        band = band[np.isfinite(band)]
        if band.size and lowest < highest:
            low, median, high = (float(value) for value in np.percentile(band, OUTER))
            clipped = float(((band < lowest) | (band > highest)).mean())
            spread, shift = float(band.clip(low, high).std()) / std, (median - mean) / std
            yield BandDrift(name, low, median, high, (lowest, highest), clipped, spread, shift)


def check_view(raster: Raster, gsd: float, report: Reporter, refuse: bool) -> None:
    """Tells that the raster is resampled for a model of this ground sample distance in metres, and warns where that blurs.

    Raises InputError, if it is to refuse, where nothing is left of what the model knows.
    """
    here = raster.grid.gsd
    if here > HOPELESS * gsd and refuse:
        raise InputError(
            f"{raster.name} has {here:.3g} m per pixel, the model learnt from {gsd:.3g} m: what it knows cannot be seen there, take a finer"
            " raster or a coarser model, or have strange values accepted"
        )

    report.message(f"{raster.name} has {here:.3g} m per pixel, the model sees it resampled to {gsd:.3g} m and north-up")
    if here > BLURRED * gsd:
        report.warning(
            f"{raster.name} has {here:.3g} m per pixel, the model learnt from {gsd:.3g} m: resampling adds no detail, take a finer"
            " raster or a coarser model, or expect a poor map"
        )


def _listed(drifts: list[BandDrift]) -> str:
    more = [f"{len(drifts) - SHOWN} more"] if len(drifts) > SHOWN else []
    return "; ".join([*map(str, drifts[:SHOWN]), *more])
