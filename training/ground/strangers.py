"""Rasters of a training whose values are strange to those of the others: another order of bands, another processing, another kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.mapping.guards import BandDrift, measure_drift
from paddy_segmenter.core.network.normalise import measure_normalisation
from paddy_segmenter.core.rasters.raster import Image
from paddy_segmenter.events import Reporter

from .units import Level

COMPARED_RASTERS = 16  # that each one is compared with: of the others, those most like the middle of all
TYPICAL_SHARE = 0.5  # of the others that are taken for like each other
COMPARED_PIXELS = 1024  # of each of these
BANDS_SHOWN = 3
DARKEST = 1  # percentile: shadows and water, which all scenes have
# What Sentinel-2 products are raised by since processing baseline 04.00 (January 2022), and how far scenes differ beside that.
BASELINE_OFFSET = 1000.0
BASELINE_SPREAD = 200.0
FEWEST_BANDS = 3  # in which an offset of all bands is no chance


@dataclass(frozen=True)
class Stranger:
    """A raster, what its values suggest, and the bands that show it."""

    name: str
    suspicion: str
    remedy: str
    drifts: Sequence[BandDrift]


def warn_of_strangers(levels: Sequence[Level], bands: tuple[str, ...], report: Reporter) -> None:
    """Warns of each raster whose values are not those of the others, with figures and what to do; of many, of the first of each kind."""
    found: dict[str, list[Stranger]] = {}
    # Of two, each is as strange to the other.
    for number in range(1 if len(levels) <= 2 else 0, len(levels)):
        stranger = _compare(levels[number], _others(levels, number), bands)
        if stranger:
            found.setdefault(stranger.suspicion, []).append(stranger)

    for suspicion, strangers in found.items():
        first = strangers[0]
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        figures = "; ".join(map(_told, first.drifts[:BANDS_SHOWN]))
        report.warning(
            f"the values of {first.name}{more} {suspicion} than those of the other rasters ({figures}): {first.remedy}"
        )


def _compare(level: Level, others: Image, bands: tuple[str, ...]) -> Stranger | None:
    if not np.isfinite(others).any(axis=1).all():
        return None  # too few values of a band to compare with

    learnt = measure_normalisation(others)
    drifts = [*measure_drift(level.values, bands, learnt)]
    strange = [drift for drift in drifts if drift.is_strange]

    if strange:
        order = _likest_order(level.values, others)
        if (order != np.arange(len(order))).any():
            moved = measure_drift(level.values[order], bands, learnt)
            if not any(drift.is_strange for drift in moved):
                return Stranger(
                    level.name,
                    "seem to have another order of bands",
                    "bring its bands into the order of the others",
                    strange,
                )

    if _has_other_baseline(level.values, others):
        remedy = "take products of one processing baseline, or subtract the offset (1000 for Sentinel-2) from those that have it"
        return Stranger(level.name, "seem to be of another processing baseline", remedy, drifts)

    if drifts and all(drift.is_beyond for drift in drifts):
        remedy = "bring the rasters to one unit and one number of bits, or leave out what shows nothing to learn, such as clouds"
        return Stranger(level.name, "are of another kind", remedy, drifts)
    return None


def _others(levels: Sequence[Level], number: int) -> Image:
    """Returns values (bands, n) of the other rasters that are most like the middle of all, so that no stranger is among them."""
    medians = np.log(np.stack([level.medians for level in levels]))
    distances = np.abs(medians - np.median(medians, axis=0)).sum(axis=1)
    others = np.delete(np.arange(len(levels)), number)
    count = min(COMPARED_RASTERS, max(1, round(TYPICAL_SHARE * len(others))))
    chosen = [levels[other] for other in others[np.argsort(distances[others], kind="stable")[:count]]]
    return np.concatenate([each.values[:, :: -(-each.values.shape[1] // COMPARED_PIXELS)] for each in chosen], axis=1)


def _likest_order(values: Image, others: Image) -> npt.NDArray[np.intp]:
    """Returns in which order the bands of values (bands, n) are as bright, one beside the other, as those of the others."""
    here, there = np.nanmedian(values, axis=1), np.nanmedian(others, axis=1)
    order = np.empty(len(here), np.intp)
    order[np.argsort(there, kind="stable")] = np.argsort(here, kind="stable")
    return order


def _has_other_baseline(values: Image, others: Image) -> bool:
    """Returns whether the darkest values of all bands differ by the offset of Sentinel-2's baselines."""
    offsets = np.nanpercentile(values, DARKEST, axis=1) - np.nanpercentile(others, DARKEST, axis=1)
    is_offset = (np.abs(np.abs(offsets) - BASELINE_OFFSET) <= BASELINE_SPREAD).all()
    return bool(len(offsets) >= FEWEST_BANDS and is_offset and (np.sign(offsets) == np.sign(offsets[0])).all())


def _told(drift: BandDrift) -> str:
    return f"{drift.name} runs from {drift.low:.4g} to {drift.high:.4g}, elsewhere from {drift.learnt[0]:.4g} to {drift.learnt[1]:.4g}"
