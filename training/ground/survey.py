"""The survey of a training's ground: rasters opened, labels burnt, both inspected, and split."""

from pathlib import Path

from paddy_segmenter.core.rasters.meaning import warn_of_palettes, warn_of_rounding
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.undeclared import look_at
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
from .block_cache import set_block_cache
from .blocks import sum_counts
from .ground import Ground
from .inspection import (
    check_classes,
    check_touch,
    choose_bands,
    choose_values,
    tell_masks,
    tell_pairs,
    tell_placement,
    warn_of_other_gsd,
    warn_of_small_rasters,
)
from .site import Site
from .split import check_split, cut_for_split, limit_sites, split_ground
from .units import level_of, warn_of_other_units


def survey(job: TrainJob, folder: Path, report: Reporter) -> Ground:
    """Opens rasters and labels, burns the labels into `folder`, and splits the ground; for folds it is left whole, and each of them checked.

    Raises InputError where they do not fit together.
    """
    set_block_cache(job.cache)

    rasters = [Raster(path) for path in job.rasters]
    bands = choose_bands(job.bands, rasters)
    values = choose_values(bands, rasters)
    rasters = [raster.with_values(values) for raster in rasters]
    tell_placement(rasters, report)
    rasters = _sampled(job, rasters, bands, report)

    tell_masks(rasters, report)
    warn_of_palettes(rasters, bands, report)
    warn_of_rounding(rasters, bands, report)
    warn_of_other_gsd(rasters, report)
    warn_of_small_rasters(job.chip, rasters, report)

    legend, sites, sources = _burn_all(job, rasters, bands, folder, report)
    sites = limit_sites(job, sites, folder) if job.folds else sites
    ground = cut_for_split(job, sites, legend, rasters[0].names_of(bands))
    areas = " and ".join(filter(None, [job.labelled_areas, job.split_areas if job.folds else ""]))

    check_touch(sites, sources, ground.blocks, legend, areas, report)
    check_classes(legend, sum_counts(ground.blocks, len(legend.classes)), report)

    if not job.folds:
        return next(split_ground(ground, job, folder, report))
    check_split(ground, job, folder, report)
    return ground


def _sampled(job: TrainJob, rasters: list[Raster], bands: tuple[int, ...], report: Reporter) -> list[Raster]:
    """Returns the rasters without values that stand for missing data, unless the job keeps them; warns of different units."""
    known, levels = [], []
    for number, raster in enumerate(rasters):
        report.progress(number / len(rasters), f"looking at the values of {raster.name}")
        raster, sample = look_at(raster, bands, job.undeclared_missing, report)
        known.append(raster)
        levels.append(level_of(raster.name, sample.spread))
    warn_of_other_units(list(filter(None, levels)), rasters[0].names_of(bands), report)
    return known


def _burn_all(
    job: TrainJob, rasters: list[Raster], bands: tuple[int, ...], folder: Path, report: Reporter
) -> tuple[Legend, list[Site], list[Labels]]:
    sources = [open_labels(path, job.class_field, job.ignored_values) for path in job.labels]
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
    for labels in sources:
        tell_polygons(labels, job.unlabelled == BACKGROUND, report)
        warn_of_lost_polygons(labels, report)

    legend, burnt = _keep_shown(legend, burnt, folder, report)
    tell_shown_names(sources, report)
    warn_of_like_names(legend, report)
    sites = [Site(raster, each.raster, bands) for raster, each in zip(rasters, burnt, strict=True)]
    return legend, sites, sources * (len(rasters) // len(sources))


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
        paths = [str(folder / f"labels{number}.shown.tif") for number in range(len(burnt))]
        burnt = [renumber(each, new_index_of, path) for each, path in zip(burnt, paths, strict=True)]
    return legend.keeping(held), burnt
