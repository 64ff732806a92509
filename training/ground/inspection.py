"""Whether rasters and labels fit together: refused where they do not, told where they hardly do."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.bands import contradict
from paddy_segmenter.core.rasters.grid import GSD_TOLERANCE
from paddy_segmenter.core.rasters.raster import ALPHA_REMEDY, Raster
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter

from ..labels.label_raster import holds_labels
from ..labels.legend import Labels, Legend
from ..labels.told import few
from ..metrics import UNLABELLED
from .blocks import Block
from .site import Site


def choose_bands(wanted: tuple[int, ...], rasters: list[Raster]) -> tuple[int, ...]:
    """Returns the numbers of the bands wanted, else of all. Raises InputError where a raster has others."""
    first = rasters[0]
    bands = wanted or first.band_numbers
    for raster in rasters:
        if not wanted and len(raster.band_numbers) != len(bands):
            raise InputError(
                f"{raster.name} has {len(raster.band_numbers)} bands, {first.name} has {len(bands)}: choose the bands they share"
            )

        raster.check_bands(bands)

        names, expected = raster.names_of(bands), first.names_of(bands)
        if contradict(names, expected):
            raise InputError(
                f"the bands of {raster.name} are {', '.join(names)}, those of {first.name} are {', '.join(expected)}: "
                "bring them into one order, or choose the bands they share"
            )
    return bands


def choose_values(bands: tuple[int, ...], rasters: list[Raster]) -> str:
    """Returns how values are learnt: `scaled` where all rasters declare a scale or an offset for these bands, `raw` where none does.

    Raises InputError where some do: their values would be in other units than those of the others.
    """
    declared = {raster.declares_scale(bands): raster.name for raster in rasters}
    if len(declared) == 2:
        raise InputError(
            f"{declared[True]} declares a scale or an offset of its values, {declared[False]} declares none: bring their values into"
            " the same units (gdal_translate -unscale -ot Float32), or declare them for all rasters or for none"
        )
    return "scaled" if True in declared else "raw"


def tell_placement(rasters: Sequence[Raster], report: Reporter) -> None:
    """Tells of rasters that are warped, because ground control points alone place them."""
    for raster in rasters:
        if raster.placement:
            report.message(raster.placement)


def tell_masks(rasters: list[Raster], report: Reporter) -> None:
    """Tells of bands that are not learnt because their file calls them alpha, as some call their fourth band by mistake."""
    masked = [raster.name for raster in rasters if raster.alpha_numbers]
    if masked:
        report.message(f"the alpha band of {few(masked)} is a mask and is not learnt: {ALPHA_REMEDY}")


def tell_pairs(rasters: list[Raster], labels: Sequence[Labels], report: Reporter) -> None:
    """Tells which labels each raster has, where they are not the same for all."""
    if len(labels) > 1:
        for raster, own in zip(rasters, labels, strict=True):
            report.message(f"{raster.name} has the labels {Path(own.path).name}")


def warn_of_other_gsd(rasters: list[Raster], report: Reporter) -> None:
    """Warns where objects look much larger on one raster than on another."""
    ordered = sorted(rasters, key=lambda raster: raster.grid.gsd)
    finest, coarsest = ordered[0], ordered[-1]
    if coarsest.grid.gsd > GSD_TOLERANCE * finest.grid.gsd:
        report.warning(
            f"{finest.name} has {finest.grid.gsd:.3g} m per pixel, {coarsest.name} has {coarsest.grid.gsd:.3g} m:"
            " resample them to one, or expect a poor map"
        )


def warn_of_small_rasters(chip: int, rasters: list[Raster], report: Reporter) -> None:
    """Warns where a chip (its side in pixels) does not fit on a raster, so that part of what the network learns from is nothing."""
    small = [raster for raster in rasters if min(raster.grid.width, raster.grid.height) < chip]
    if small:
        first = min(small, key=lambda raster: min(raster.grid.width, raster.grid.height))
        others = f", the smallest of {len(small)} such rasters" if len(small) > 1 else ""
        report.warning(
            f"a chip of {chip} pixels is larger than {first.name}, which has {first.grid.width} x {first.grid.height} pixels{others}:"
            " what the network sees beyond it is empty; choose a smaller chip"
        )


def check_touch(
    sites: Sequence[Site],
    sources: Sequence[Labels],
    blocks: Sequence[Block],
    legend: Legend,
    areas: str,
    report: Reporter,
) -> None:
    """Raises InputError where labels, within the `areas` if there are any, reach none of the rasters, warns of each that they miss.

    Each site has its own labels among the `sources`.
    """
    labels = f"the labels within {areas}" if areas else "the labels"
    touched = {b.raster for b in blocks if any(n for index, n in enumerate(b.counts) if index != legend.unlabelled)}
    missed = [
        (site, own) for number, (site, own) in enumerate(zip(sites, sources, strict=True)) if number not in touched
    ]
    if len(missed) == len(sites):
        raise _why_missed(*missed[0], legend, labels)

    outcome = "nothing is learnt there" if legend.unlabelled == UNLABELLED else "all of it is learnt as background"
    for site, own in missed:
        name = site.raster.name
        if own.refusal():
            report.warning(f"{own.path} has no labels for {name}: {outcome}")
        elif holds_labels(site.labels, legend, site.is_within_limits):
            report.warning(f"{labels} lie where {name} has no data: {outcome}")
        elif own.lacks_class_on(site.raster):
            report.warning(f"the polygons of {own.path} on {name} have no class: {outcome}")
        else:
            report.warning(f"{labels} do not touch {name}: {outcome}")


def _why_missed(site: Site, own: Labels, legend: Legend, labels: str) -> InputError:
    refusal = own.refusal()
    if refusal:
        return refusal
    name = site.raster.name
    if holds_labels(site.labels, legend, site.is_within_limits):
        return InputError(
            f"{labels} lie where {name} has no data: correct its nodata value, mask or alpha band, or label other ground"
        )
    return own.refusal_on(site.raster) or InputError(
        f"{labels} do not touch {name}: check that both cover the same ground and that their CRS are right"
    )


def check_classes(legend: Legend, pixels: npt.NDArray[np.int64], report: Reporter) -> None:
    """Raises InputError where fewer than two classes have pixels (classes,), warns of those that have none."""
    present = np.count_nonzero(pixels)
    if present < 2:
        raise InputError(
            f"the labels hold {present} class, but a map needs two or more: "
            "choose another class field, or have unlabelled ground treated as background"
        )
    absent = [name for name, count in zip(legend.names, pixels, strict=True) if not count]
    _warn_of(absent, "no pixel on these rasters: the model lists them but cannot know them", report)


def check_training(
    legend: Legend, pixels: npt.NDArray[np.int64], learnt: npt.NDArray[np.int64], buffer: int, report: Reporter
) -> None:
    """Raises InputError where no pixel is left to learn, warns of classes that have pixels but none to learn from."""
    if not learnt.any():
        raise InputError(
            f"no label is left to learn from beside the ground to validate on and the buffer of {buffer} pixels around it: "
            "choose a smaller buffer, larger blocks or other areas, or label more ground"
        )
    rows = zip(legend.names, pixels, learnt, strict=True)
    missed = [name for name, count, left in rows if count and not left]
    _warn_of(
        missed,
        "no pixel to learn from beside the ground to validate on and its buffer: label more ground, or try another seed",
        report,
    )


def check_validation(validated: npt.NDArray[np.int64]) -> None:
    """Raises InputError where no pixel (classes,) is validated on."""
    if not validated.any():
        raise InputError(
            "no label lies in the areas to validate on: label ground there, or draw areas around labelled ground"
        )


def _warn_of(names: Sequence[str], what: str, report: Reporter) -> None:
    if names:
        report.warning(f"{len(names)} of the classes ({few(names)}) have {what}")
