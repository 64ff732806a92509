"""The labels of a training on its rasters: read, burnt, and told."""

from pathlib import Path

from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..labels.label_raster import LabelRaster, burn_labels, renumber
from ..labels.legend import BACKGROUND, Labels, Legend, check_number, gather_legend, open_labels
from ..labels.told import (
    tell_features_of_areas,
    tell_polygons,
    tell_shown_names,
    tell_unseen,
    warn_of_like_names,
    warn_of_lost_polygons,
    warn_of_unknown_ignored,
    warn_of_unknown_values,
)
from ..metrics import UNLABELLED
from .inspection import tell_pairs
from .site import Site


def label_sites(
    job: TrainJob, rasters: list[Raster], bands: tuple[int, ...], folder: Path, report: Reporter
) -> tuple[Legend, list[Site], list[Labels]]:
    """Burns the labels of a job onto its rasters, into files in `folder`, and tells what counts of them.

    Returns the legend of the classes that a raster shows, the sites, and the labels of each. Raises InputError where labels cannot
    be read, or contradict each other.
    """
    opened = {path: open_labels(path, job.class_field, job.ignored_values) for path in job.labels}
    sources = [opened[path] for path in job.labels]
    areas = PolygonLayer(job.labelled_areas) if job.labelled_areas else None

    legend = gather_legend(sources, job.unlabelled, job.value_map, job.colours)
    warn_of_unknown_values(job.value_map, legend, report)
    warn_of_unknown_ignored(job.ignored_values, sources, report)
    tell_pairs(rasters, sources, report)
    tell_features_of_areas(areas, report)

    burnt = []
    for number, (raster, labels) in enumerate(zip(rasters, sources * (len(rasters) // len(sources)), strict=True)):
        report.progress(number / len(rasters), f"reading the labels of {raster.name}")
        burnt.append(burn_labels(labels, raster.grid, legend, str(folder / f"labels{number}.tif"), areas))
    for labels in opened.values():
        tell_polygons(labels, job.unlabelled == BACKGROUND, report)
        warn_of_lost_polygons(labels, report)

    legend, burnt = _keep_shown(legend, burnt, folder, report)
    tell_shown_names([*opened.values()], report)
    warn_of_like_names(legend, report)
    sources *= len(rasters) // len(sources)
    sites = [
        Site(raster, each.raster, bands, source=labels)
        for raster, each, labels in zip(rasters, burnt, sources, strict=True)
    ]
    return legend, sites, sources


def _keep_shown(
    legend: Legend, burnt: list[LabelRaster], folder: Path, report: Reporter
) -> tuple[Legend, list[LabelRaster]]:
    """Returns the legend of the classes that a raster shows, and the rasters of class indices by it.

    All are kept where there is no label, which is refused later by its cause. Raises InputError where they are too many.
    """
    held = frozenset[int]().union(*(each.held for each in burnt))
    if held <= {legend.unlabelled} or len(held) == len(legend.classes):
        check_number(len(legend.classes))
        return legend, burnt

    check_number(len(held))
    tell_unseen([name for index, name in enumerate(legend.names) if index not in held], report)
    kept = sorted(held)
    new_index_of = [kept.index(index) if index in held else UNLABELLED for index in range(len(legend.classes))]
    if kept != [*range(len(kept))]:
        for number, each in enumerate(burnt):
            burnt[number] = renumber(each, new_index_of, str(folder / f"labels{number}.shown.tif"))
    return legend.keeping(held), burnt
