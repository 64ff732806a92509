"""Maps against reference labels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import harmonic_mean
from typing import Any

import numpy as np

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import strip_windows
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import AssessJob
from paddy_segmenter.rules import pairs_of
from paddy_segmenter.scratch import scratch

from ..labels.class_raster import has_own_name
from ..labels.label_raster import LabelRaster, burn_labels, holds_labels
from ..labels.legend import (
    BACKGROUND,
    Labels,
    Legend,
    gather_legend,
    named_apart,
    open_labels,
)
from ..labels.told import tell_polygons, warn_of_lost_polygons
from ..metrics import UNLABELLED, Counts, Figures, confusion
from .map_classes import MapClasses, join_classes


@dataclass(frozen=True)
class Comparison:
    """A map beside its labels: the confusion matrix, the labelled pixels, how many of them lie where it has no data, and their class indices.

    Ground that is background for want of a label counts in the matrix alone; `holds_labels` says whether there is more than that.
    """

    matrix: Counts
    labelled: int
    unmapped: int
    held: frozenset[int]
    holds_labels: bool


def assess_maps(job: AssessJob, report: Reporter) -> dict[str, Any]:
    """Compares class rasters with labels. Returns the figures over all maps together, and the means of the maps' own.

    `mean_weighted_f1` is the harmonic mean of the maps' mean precision and mean recall, each weighted by class, as in John and
    Zhang 2022 (JAG 107:102685); the mean of the maps' own F1 would be another figure.
    """
    labels = [open_labels(path, job.class_field, job.ignored_values) for path in job.labels]
    named = set(pairs_of("value_map", job.value_map).values())
    known = gather_legend(labels, job.unlabelled, job.value_map)
    mapped = join_classes(job.maps)
    own = len(mapped.classes)
    legend = match_legend(mapped, known, named)
    warn_of_other_numbers(known, legend, report)

    comparisons = _compare(job, labels, mapped, legend, report)
    for each in labels:
        tell_polygons(each, job.unlabelled == BACKGROUND, report)
        warn_of_lost_polygons(each, report)
    alone = [Figures(each.matrix) for each in comparisons if each.matrix.any()]
    if not alone:
        hidden = [path for path, each in zip(job.maps, comparisons, strict=True) if each.holds_labels]
        raise labels[0].refusal() or _never_met(job.maps[0], labels[0], hidden)
    _warn_of_unmapped(comparisons, report)

    means = {
        "mean_accuracy": float(np.mean([figures.accuracy for figures in alone])),
        "mean_weighted_iou": float(np.mean([figures.weighted_iou for figures in alone])),
        "mean_weighted_precision": float(np.mean([figures.weighted_precision for figures in alone])),
    }
    means["mean_weighted_f1"] = harmonic_mean((means["mean_weighted_precision"], means["mean_accuracy"]))

    held = set[int]().union(*(each.held for each in comparisons))
    kept = [index for index in range(len(legend.classes)) if index < own or index in held]
    matrix = np.sum([each.matrix for each in comparisons], axis=0)[np.ix_(kept, kept)]
    return Figures(matrix).described([legend.names[index] for index in kept]) | means


def _compare(
    job: AssessJob, labels: Sequence[Labels], mapped: MapClasses, legend: Legend, report: Reporter
) -> list[Comparison]:
    """Burns the labels onto each map and compares them."""
    areas = PolygonLayer(job.labelled_areas) if job.labelled_areas else None
    references = [*labels] * (len(job.maps) // len(labels))
    comparisons = []
    with scratch() as folder:
        for number, (path, reference) in enumerate(zip(job.maps, references, strict=True)):
            report.progress(number / len(job.maps), f"assessing {Path(path).name}")
            place = str(folder / f"labels{number}.tif")
            burnt = burn_labels(reference, Raster(path).grid, legend, place, areas)
            comparisons.append(_beside_labels(Raster(path), mapped.index_of[number], burnt, legend))
    return comparisons


def _warn_of_unmapped(comparisons: Sequence[Comparison], report: Reporter) -> None:
    """Warns where maps have no data at labels."""
    labelled = sum(each.labelled for each in comparisons)
    unmapped = sum(each.unmapped for each in comparisons)
    if unmapped:
        report.warning(
            f"{unmapped} of {labelled} labelled pixels ({unmapped / labelled:.1%}) lie where the maps have no data, and count in no figure:"
            " a map that leaves out what is difficult looks better than it is"
        )


def _never_met(first: str, labels: Labels, hidden: Sequence[str]) -> InputError:
    """Returns what is to be said where no map has a class at any label; `hidden` are the maps that have no data there."""
    if hidden:
        return InputError(f"the labels lie where {hidden[0]} has no data: map that ground, or label what is mapped")
    return labels.refusal_on(Raster(first)) or InputError(
        f"the labels do not touch {first}: check that both cover the same ground and that their CRS are right"
    )


def match_legend(mapped: MapClasses, reference: Legend, named: Collection[str] = ()) -> Legend:
    """Returns the maps' own classes, and which of them each reference key stands for: words by name, numbers by value.

    Numbers whose class is `named` by the value map go by that name, and so do those that the maps number differently, by the
    name that the labels have for them. Words that spell numbers go by value, unless a class of the maps is called by the word.
    Reference classes that no map knows are added, so that they count as missed.

    Raises InputError where a number is one class on one map and another on another, and the labels do not name it.
    """
    names = {each.name for each in mapped.classes}

    def find(key: Any, wanted: LegendClass) -> int:
        name = key if key in names and wanted.name not in named else wanted.name
        by_name = name == key or name in named or (has_own_name(wanted) and not mapped.agree_on(wanted.value))
        index = mapped.called(name) if by_name else mapped.numbered(wanted.value)
        return mapped.add(wanted) if index is None else index

    index_of = {key: find(key, reference.classes[index]) for key, index in reference.index_of.items()}
    background = reference.unlabelled
    if background != UNLABELLED:
        background = find(BACKGROUND, reference.classes[background])
    return Legend(named_apart(tuple(mapped.classes)), index_of, background)


def warn_of_other_numbers(reference: Legend, legend: Legend, report: Reporter) -> None:
    """Warns where labels and maps number their classes differently by the names that both have, because numbers go by value."""
    names = set(legend.names)
    for key, index in reference.index_of.items():
        wanted, met = reference.classes[index], legend.classes[legend.index_of[key]]
        if wanted.name != met.name and wanted.name in names:
            report.warning(
                f"the value {wanted.value} is {wanted.name} in the labels and {met.name} on the map, and is compared as a number:"
                f" if the name is right, add {wanted.value}={wanted.name} to the value map"
            )


def _beside_labels(mapped: Raster, index_of: Mapping[int, int], burnt: LabelRaster, legend: Legend) -> Comparison:
    """Returns a map beside its labels; `index_of` tells the class index of each of its values."""
    grid, classes = mapped.grid, len(legend.classes)
    matrix, labelled, unmapped = np.zeros((classes, classes), np.int64), 0, 0
    for window in strip_windows(grid.height, grid.width):
        values = mapped.read_values(window, UNLABELLED)
        predicted = np.full_like(values, UNLABELLED)
        for value, index in index_of.items():
            predicted[values == value] = index
        known = burnt.raster.read_values(window, UNLABELLED)
        is_labelled = (known != UNLABELLED) & (known != legend.unlabelled)
        labelled += np.count_nonzero(is_labelled)
        unmapped += np.count_nonzero(is_labelled & (predicted == UNLABELLED))
        matrix += confusion(known, predicted, classes)
    return Comparison(matrix, labelled, unmapped, burnt.held, holds_labels(burnt.raster, legend))
