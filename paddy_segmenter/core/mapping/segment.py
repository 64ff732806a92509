"""A raster and a model file to maps, on one raster or on many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from osgeo import gdal

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.failures import concerns_all, failure_of
from paddy_segmenter.jobs import SegmentJob, SegmentManyJob
from paddy_segmenter.rules import is_same_file

from ..card import ModelCard
from ..claim import claimed
from ..output import check_writable, make_folder
from ..rasters.bands import choose_bands
from ..rasters.raster import Raster
from ..rasters.resample import view_at
from ..rasters.sample import WINDOW_SIDE, Sample, read_spread
from ..rasters.style import style_path
from ..rasters.undeclared import look_at
from ..rasters.view import View
from ..rasters.view_grid import needs_view
from .blank_bands import check_blank_bands
from .block_cache import LEAST_CACHE
from .guards import check_values, check_view, values_with_data
from .journal import Journal
from .map_run import MapRun
from .model import Model

WINDOWS_OF_A_VIEW = 3  # along each side, to look at its values: each is computed from many pixels of the raster


def segment_raster(job: SegmentJob, report: Reporter) -> dict[str, Any]:
    """Writes the maps that the job asks for. Returns their paths by field name, and why the polygons are not made if they failed.

    A run that was broken off left its finished strips; the same job continues from them.
    """
    return map_raster(job, Model(job, report), report)


def segment_rasters(job: SegmentManyJob, report: Reporter) -> dict[str, Any]:
    """Maps many rasters, one after the other, with one model. What fails for one of them is told, and the others go on.

    Returns the folder and the paths of the class rasters, and the reason by raster for those that failed, be it
    only their polygons. A run that was broken off continues: rasters that were finished are not computed again.

    Raises:
        InputError: no raster could be mapped.
    """
    make_folder(job.output_folder)
    jobs, model = job.single_jobs, Model(job, report)
    failures: dict[str, str] = {}
    mapped: list[str] = []
    for number, single in enumerate(jobs):
        report.message(f"raster {number + 1} of {len(jobs)}: {single.raster}")
        try:
            outputs = map_raster(single, model, report.part(number, len(jobs)), keep_journal=True)
            mapped.append(single.output)
            if "failures" in outputs:
                failures[single.raster] = "; ".join(outputs["failures"].values())
        except Exception as error:  # whatever it is, the other rasters go on
            if concerns_all(error):
                raise
            failures[single.raster] = failure_of(error).text
            report.warning(f"{single.raster} is not mapped: {failures[single.raster]}")
    if not mapped:
        raise InputError(f"none of {len(jobs)} rasters could be mapped; the first: {next(iter(failures.values()))}")
    for output in () if failures else mapped:  # the next run computes what failed, and nothing else
        Journal(output).discard()
    return {
        "output_folder": job.output_folder,
        "maps": mapped,
        "mapped": len(mapped),
        "failed": len(failures),
        "failures": failures,
    }


def map_raster(job: SegmentJob, model: Model, report: Reporter, keep_journal: bool = False) -> dict[str, Any]:
    """Does what `segment_raster` does with a model that is loaded already.

    With `keep_journal` it leaves a note of what is finished, and does not compute it again where that note is found.
    """
    for path in job.output_paths():
        check_writable(path)
    gdal.SetCacheMax(LEAST_CACHE)
    raster = Raster(job.raster, job.missing_where, values=model.card.values)
    if raster.placement:
        report.message(raster.placement)
    files = raster.files
    for path in job.output_paths():
        if any(is_same_file(path, source) for source in files):
            raise InputError(f"{path} holds pixels of {raster.name}: choose another output file")
    with claimed(job.output, *job.output_paths(), *_styles_of(job)):
        bands = choose_bands(model.card, raster, job.bands)
        raster, sample = look_at(raster, bands, job.undeclared_missing, report)
        with _as_seen(raster, job, model.card, report) as seen:
            _check_values(raster, seen, sample, job, model.card, report)
            run = MapRun(job, raster, seen, sample, model, report)
            if not run.is_finished:
                gdal.SetCacheMax(run.block_cache.size)
                run.compute()
                run.finish(keep_journal)
    outputs = {name: path for name in job.outputs if (path := getattr(job, name)) and name not in run.failures}
    return outputs | ({"failed": len(run.failures), "failures": run.failures} if run.failures else {})


def _check_values(
    raster: Raster, seen: Raster, sample: Sample, job: SegmentJob, card: ModelCard, report: Reporter
) -> None:
    """Compares what the network sees of a raster with what it learnt from."""
    refuse = job.strange_values == "refuse"
    check_blank_bands(raster, sample, report, refuse)
    images = sample.spread
    if seen is not raster:
        with view_at(
            raster.path, card.gsd, aspect=card.aspect or 1.0, left_out=raster.left_out, block=WINDOW_SIDE
        ) as view:
            images = read_spread(View(view, raster), seen.bands_of(sample.bands), WINDOWS_OF_A_VIEW)
    values = values_with_data(images, job.missing_where)
    check_values(raster, sample.bands, values, card, report, refuse)


def _styles_of(job: SegmentJob) -> list[str]:
    """Returns the files with the styles of the job's rasters."""
    return [style_path(raster) for raster in (job.output, job.confidence, job.probabilities) if raster]


@contextmanager
def _as_seen(raster: Raster, job: SegmentJob, card: ModelCard, report: Reporter) -> Iterator[Raster]:
    """Yields the raster as the model wants to see it: itself, or a view of it at the model's ground sample distance."""
    if not needs_view(raster.grid, card.gsd, card.aspect):
        yield raster
        return
    check_view(raster, card.gsd, report, refuse=job.strange_values == "refuse")
    with view_at(raster.path, card.gsd, aspect=card.aspect or 1.0, left_out=raster.left_out) as view:
        yield View(view, raster)
