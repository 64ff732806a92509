"""The survey of a training's ground: rasters opened, labels burnt, both inspected, and split."""

from pathlib import Path

from paddy_segmenter.core.rasters.meaning import warn_of_palettes, warn_of_rounding
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.undeclared import look_at
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from .block_cache import set_block_cache
from .blocks import sum_counts
from .ground import Ground
from .inspection import (
    check_classes,
    check_touch,
    choose_bands,
    choose_values,
    tell_masks,
    tell_placement,
    warn_of_other_gsd,
    warn_of_small_rasters,
)
from .labelling import label_sites
from .split import check_split, cut_for_split, limit_sites, split_ground
from .strangers import warn_of_strangers
from .units import Level, level_of, warn_of_other_units


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
    rasters, levels = _sampled(job, rasters, bands, report)

    tell_masks(rasters, report)
    warn_of_palettes(rasters, bands, report)
    warn_of_rounding(rasters, bands, report)
    warn_of_other_gsd(rasters, report)
    warn_of_small_rasters(job.chip, rasters, report)

    legend, sites, sources = label_sites(job, rasters, bands, folder, report)
    sites = limit_sites(job, sites, folder) if job.folds else sites
    ground = cut_for_split(job, sites, legend, rasters[0].names_of(bands))
    areas = " and ".join(filter(None, [job.labelled_areas, job.split_areas if job.folds else ""]))

    check_touch(sites, sources, ground.blocks, legend, areas, report)
    check_classes(legend, sum_counts(ground.blocks, len(legend.classes)), report)
    _warn_of_strange_values(levels, ground, report)

    if not job.folds:
        return next(split_ground(ground, job, folder, report))
    check_split(ground, job, folder, report)
    return ground


def _sampled(
    job: TrainJob, rasters: list[Raster], bands: tuple[int, ...], report: Reporter
) -> tuple[list[Raster], list[Level | None]]:
    """Returns the rasters without values that stand for missing data, unless the job keeps them; and the level of each one's values."""
    known, levels = [], []
    for number, raster in enumerate(rasters):
        report.progress(number / len(rasters), f"looking at the values of {raster.name}")
        raster, sample = look_at(raster, bands, job.undeclared_missing, report)
        known.append(raster)
        levels.append(level_of(raster.name, sample.spread))
    return known, levels


def _warn_of_strange_values(levels: list[Level | None], ground: Ground, report: Reporter) -> None:
    """Warns of rasters in different units, and of such whose values are not those of the others; what has no label is not learnt from."""
    labelled = {block.raster for block in ground.blocks}
    learnt = [level for number, level in enumerate(levels) if level and number in labelled]
    if not warn_of_other_units(learnt, ground.band_names, report):
        warn_of_strangers(learnt, ground.band_names, report)
