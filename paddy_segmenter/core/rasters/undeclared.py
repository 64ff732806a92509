"""Values that stand for missing data though the raster does not declare them: -9999, -32768, 1e20 and their like."""

from collections.abc import Iterator, Sequence

import numpy as np

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs.missing import LEAVE_OUT

from .extremes import Outlier, extremes_of
from .raster import Image, Raster
from .sample import Sample, take_sample

# How far a value lies from the nearest other one, in spreads of the others, where it is taken for missing data.
MARKER_DISTANCE = 0.5  # of what only ever stands for missing data
FILLING_DISTANCE = 2.0  # of what often does, but may be measured: the largest number of a type is saturation, too
ANY_DISTANCE = 5.0  # of any other value, such as 0 among brightness temperatures

LARGEST_MEASURED = 1e19
LEAST_NINES = 3
LEAST_POWER = 1e4  # of ten
SMALLEST_OF_TYPES = (-(2.0**7), -(2.0**15), -(2.0**15) + 1, -(2.0**31))
LARGEST_OF_TYPES = (2.0**8 - 1, 2.0**15 - 1, 2.0**16 - 1, 2.0**31, 2.0**32)  # as fp32 has them
DISTINCT_VALUES = 16
CLUMPED_SHARE = 0.75  # of the pixels that have an equal neighbour
SHARED_SHARE = 0.9  # of the pixels that have the value in most bands
VALUES_OF_A_BAND = 3  # that are sought at the most
BANDS_SHOWN = 4


def look_at(raster: Raster, bands: tuple[int, ...], undeclared_missing: str, report: Reporter) -> tuple[Raster, Sample]:
    """Returns the raster without values that stand for missing data, unless they are to be kept, and a sample of it."""
    sample = take_sample(raster.with_values("raw"), bands)
    if undeclared_missing == LEAVE_OUT:
        raster = leave_out_undeclared(raster, sample, report)
    return raster, sample if raster.values == "raw" else take_sample(raster, bands)


def leave_out_undeclared(raster: Raster, sample: Sample, report: Reporter) -> Raster:
    """Returns the raster without the values of `find_undeclared`, of which it warns; the sample loses them too."""
    outliers = find_undeclared(sample.images)
    found = {band: each for band, each in zip(sample.bands, outliers, strict=True) if each}
    if not found:
        return raster

    left_out = {band: tuple(outlier.value for outlier in each) for band, each in found.items()}
    sample.leave_out(left_out)
    report.warning(
        f"{raster.name} holds {_in_words(raster, found)}: that is taken for missing data and left out; make it the nodata value of"
        " the raster, or have undeclared missing values kept where they are data"
    )
    return raster.leaving_out(left_out)


def find_undeclared(images: Sequence[Image]) -> list[list[Outlier]]:
    """Returns for each band of images (bands, H, W) the values that stand for missing data, as far as these images show.

    Such a value is the least or the greatest of its band and

    - exactly one number that is repeated, at FEWEST_PIXELS pixels or more;
    - far away: its distance from the nearest other value, in spreads of the others (percentiles 1 to 99 of the different values
      that there are), is at least
        MARKER_DISTANCE for what is never measured: beyond 1e19, or negative and -9999-like (nines alone), a power of ten, or
        the least number of a type;
        FILLING_DISTANCE for -1, positive nines and the greatest number of a type, which saturated pixels hold as well;
        ANY_DISTANCE for all others, zero among them;
    - clumped: CLUMPED_SHARE of its pixels have an equal one above, below, left or right;
    - unless it is a marker, at the same place in most of the bands, as no saturation is, and beside DISTINCT_VALUES others or
      more: fewer are classes.

    So a tail of values that leads to it makes it data, as it does where pixels are saturated or stretched to 8 bits. What is found
    in one band is a marker in the others.
    """
    numbers = range(images[0].shape[0])
    found = [list(_outliers(images, number, frozenset())) for number in numbers]
    known = frozenset(outlier.value for each in found for outlier in each)
    if not known:
        return found
    return [list(_outliers(images, number, known)) for number in numbers]


def _outliers(images: Sequence[Image], number: int, known: frozenset[float]) -> Iterator[Outlier]:
    """Yields the values of the band with this number, counted from 0, that stand for missing data; `known` are markers."""
    layers = [image[number] for image in images]
    values = np.concatenate([layer[np.isfinite(layer)] for layer in layers])
    for _ in range(VALUES_OF_A_BAND):
        candidates = list(extremes_of(values))
        missing = [
            each
            for each in candidates
            if each.distance >= _least_distance(each.value, known)
            and _is_clumped(layers, each.value)
            and (_is_marker(each.value, known) or _is_filling(images, number, each))
        ]

        yield from missing
        if not missing:
            return
        values = values[~np.isin(values, [np.float32(each.value) for each in missing])]


def _least_distance(value: float, known: frozenset[float]) -> float:
    if _is_marker(value, known):
        return MARKER_DISTANCE
    return FILLING_DISTANCE if value == -1 or value in LARGEST_OF_TYPES or _is_nines(value) else ANY_DISTANCE


def _is_marker(value: float, known: frozenset[float]) -> bool:
    """Returns whether no sensor measures the value."""
    if abs(value) > LARGEST_MEASURED or value in known:
        return True
    return value < 0 and (value in SMALLEST_OF_TYPES or _is_nines(value) or _is_power(-value))


def _is_nines(value: float) -> bool:
    """Returns whether a number is written with nines alone, as 9999 and -0.9999 are."""
    digits = _digits(value)
    return len(digits) >= LEAST_NINES and set(digits) == {"9"}


def _is_power(value: float) -> bool:
    return value >= LEAST_POWER and _digits(value) == "1"


def _digits(value: float) -> str:
    """Returns the digits of a number of fp32 as people write it, without zeros in front and behind."""
    return f"{abs(value):.6e}".partition("e")[0].replace(".", "").rstrip("0")


def _is_clumped(layers: Sequence[Image], value: float) -> bool:
    pixels = neighboured = 0
    for layer in layers:
        equal = layer == np.float32(value)
        beside = np.zeros_like(equal)
        beside[1:] |= equal[:-1]
        beside[:-1] |= equal[1:]
        beside[:, 1:] |= equal[:, :-1]
        beside[:, :-1] |= equal[:, 1:]
        pixels += np.count_nonzero(equal)
        neighboured += np.count_nonzero(equal & beside)
    return neighboured >= CLUMPED_SHARE * pixels


def _is_filling(images: Sequence[Image], number: int, outlier: Outlier) -> bool:
    """Returns whether the others are measured, and most bands have the value where the band with this number has it."""
    if outlier.distinct < DISTINCT_VALUES:
        return False

    pixels = shared = 0
    for image in images:
        equal = image == np.float32(outlier.value)
        pixels += np.count_nonzero(equal[number])
        shared += np.count_nonzero(equal[number] & (2 * equal.sum(axis=0) > len(image)))
    return shared >= SHARED_SHARE * pixels


def _in_words(raster: Raster, found: dict[int, list[Outlier]]) -> str:
    """Returns the values, each with its bands and the range of their other values."""
    values = dict.fromkeys(outlier.value for outliers in found.values() for outlier in outliers)
    return "; ".join(_sentence(raster, found, value) for value in values)


def _sentence(raster: Raster, found: dict[int, list[Outlier]], value: float) -> str:
    own = {band: each for band, outliers in found.items() for each in outliers if each.value == value}
    low, high = min(each.low for each in own.values()), max(each.high for each in own.values())
    names = raster.names_of(tuple(own))
    shown = [*names[:BANDS_SHOWN], *([f"{len(names) - BANDS_SHOWN} more"] if len(names) > BANDS_SHOWN else [])]
    if low == value == high:
        return f"nothing but {value:.7g} in {', '.join(shown)}"
    return f"{value:.7g} in {', '.join(shown)}, far from all other values ({low:.4g} to {high:.4g})"
