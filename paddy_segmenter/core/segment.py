"""A raster and a model file to maps, on one raster or on many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from osgeo import gdal

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SegmentJob

from .card import ModelCard
from .guards import tell_view
from .map_run import MapRun
from .model import Model
from .output import check_writable
from .raster import Raster
from .resample import view_at
from .view_grid import needs_view

BLOCK_CACHE = 192 * 2**20  # bytes; GDAL would take 5 % of the machine's memory


def segment_raster(job: SegmentJob, report: Reporter) -> dict[str, Any]:
    """Writes the maps that the job asks for. Returns their paths by field name.

    A run that was broken off left its finished strips; the same job continues from them.
    """
    return map_raster(job, Model(job), report)


def map_raster(job: SegmentJob, model: Model, report: Reporter) -> dict[str, Any]:
    """Does the same with a model that is loaded already."""
    for path in job.output_paths():
        check_writable(path)
    gdal.SetCacheMax(BLOCK_CACHE)
    raster = Raster(job.raster, job.missing_where)
    with _as_seen(raster, job, model.card, report) as seen:
        run = MapRun(job, raster, seen, model, report)
        run.compute()
        return run.finish()


@contextmanager
def _as_seen(raster: Raster, job: SegmentJob, card: ModelCard, report: Reporter) -> Iterator[Raster]:
    """Yields the raster as the model wants to see it: itself, or a view of it at the model's ground sample distance."""
    if not needs_view(raster.grid, card.gsd, card.aspect):
        yield raster
        return
    tell_view(raster, card.gsd, report)
    with view_at(raster.path, card.gsd, aspect=card.aspect or 1.0) as view:
        yield Raster(view, job.missing_where)
