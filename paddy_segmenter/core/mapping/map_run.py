"""The course of a segmentation: guards, strips computed and kept as they are finished, maps put together at the end."""

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any

import numpy as np
import torch

from paddy_segmenter.errors import InputError, OutputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.failures import concerns_all, failure_of
from paddy_segmenter.jobs import SegmentJob

from ..amounts import many
from ..identity import changes
from ..rasters.bands import contradict
from ..rasters.meaning import tell_scale, warn_of_palettes, warn_of_rounding
from ..rasters.raster import Raster
from ..rasters.sample import Sample
from ..rasters.source_files import stamps_of
from ..tiles import Window
from .block_cache import BlockCache, plan_block_cache
from .estimate import Estimate, memory_of
from .guards import share_with_data
from .journal import Journal
from .layers import layers_of
from .map_files import MapFiles
from .model import Model
from .pace import Pace, usual_batch
from .room import Need, check_memory, check_room, needs_of, room_of
from .run_identity import identity_of
from .segmentation import AHEAD, Segmentation, runs_of

COMPUTING = 0.95  # share of the time; the rest writes the maps
WORTH_MEASURING = 2**26  # pixels of tiles: of fewer, a measurement would compute too large a part
# Of tiles per step and of threads: a journal that tells of more is damaged.
LARGEST_NUMBER = 1024
# In each strip beside its layers: pixels with data for which the network gives no number.
UNANSWERED = "unanswered"
STEP, THREADS = "tiles per step", "threads"  # in the journal: kernels may round differently for other numbers


class MapRun:
    """One raster on its way to maps. Raises InputError where the raster does not fit the model.

    Args:
        job: what is asked for.
        raster: the raster itself.
        seen: the raster as the model sees it, which may be a resampled view.
        sample: of the raster itself.
        model: ready to compute.
        report: hears what happens.
    """

    def __init__(
        self, job: SegmentJob, raster: Raster, seen: Raster, sample: Sample, model: Model, report: Reporter
    ) -> None:
        self._job, self._raster, self._model, self._report = job, raster, model, report
        self._journal = Journal(job.output)
        self._layers = layers_of(job, model.card.classes, self._journal.folder)
        self._segmentation = Segmentation(job, seen, model)
        model.suit(self._segmentation.lattice)
        self._files = MapFiles(job, raster, self._segmentation, self._layers, self._journal, model.card)

        tell_scale(raster, self._segmentation.bands_of_origin, model.card, report)
        warn_of_palettes([raster], self._segmentation.bands_of_origin, report)
        warn_of_rounding([raster], self._segmentation.bands_of_origin, report)
        self.failures: dict[str, str] = {}  # why what was asked for beside the maps is not made, by the job's field
        self._warn_of_other_bands()

        self._raster_identity = raster.identity
        self._raster_files = raster.files
        self._identity = self._raster_identity | identity_of(job, self._segmentation, self._layers, model)
        self._is_finished = False
        self._settle(share_with_data(sample.spread, job.missing_where))

    def compute(self) -> None:
        """Computes the strips that are not there yet."""
        missing = [run for panel in self._segmentation.panels for run in runs_of(panel, self._journal.holds)]
        tiles = sum(len(row) for run in missing for row in self._segmentation.tiles_of(run))
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            self._report.progress(COMPUTING * min(done / tiles, 1.0), f"tile {done} of {tiles}")

        for run in missing:
            self._compute(run, told)

    @cached_property
    def block_cache(self) -> BlockCache:
        """What GDAL has to keep of the raster while it is read."""
        segmentation = self._segmentation
        panel = segmentation.panels[0][0].width
        return plan_block_cache(segmentation.raster, segmentation.bands, segmentation.lattice, panel)

    @property
    def is_finished(self) -> bool:
        """Whether an earlier run of the same job has finished, and its outputs are what it wrote."""
        return self._is_finished

    def finish(self, keep_journal: bool) -> None:
        """Puts the maps together from the strips, which then go. Of the journal a note remains, where that is to be kept.

        Where the polygons fail, the maps are whole and the strips stay, so that the job run again makes the polygons.

        Raises:
            InputError: the raster changed since the run began.
            OutputError: the disk refuses.
        """

        def told(share: float) -> None:
            self._report.progress(COMPUTING + (1 - COMPUTING) * share, "writing the maps")

        self._check_unchanged()
        try:
            has_data = self._files.write(told)
        except OutputError as error:
            raise OutputError(f"{error}; what is computed is kept, the same job run again continues") from error
        if self._job.polygons:
            self._write_polygons(told)
        if not has_data:
            self._report.warning(f"{self._segmentation.raster.name} has no pixel with data: the map is empty")
        self._warn_of_unanswered()
        if self.failures:
            return
        if keep_journal:
            self._journal.conclude(self._drawn, self._job.output_paths())
        else:
            self._journal.discard()

    def _write_polygons(self, told: Callable[[float], None]) -> None:
        """Writes the polygons. Whatever fails in that is told, and the maps stay."""
        try:
            self._files.write_polygons(told)
        except Exception as error:
            if concerns_all(error):
                raise
            self.failures["polygons"] = failure_of(error).text
            self._report.warning(
                f"the polygons are not made, the maps are: {self.failures['polygons']}; the same job run again makes the polygons"
            )

    def _compute(self, strips: list[Window], told: Callable[[int], None]) -> None:
        """Computes strips one below the other; each is saved by another thread while the next one is computed."""
        with ThreadPoolExecutor(1) as writer:
            saving: Future[None] | None = None
            for strip, probabilities, valid in self._segmentation.compute(strips, told):
                self._check_files()
                pixels = {layer.name: layer.pixels(probabilities, valid) for layer in self._layers}
                pixels[UNANSWERED] = np.array(self._segmentation.count_unanswered(strip, valid))
                if saving:
                    saving.result()
                saving = writer.submit(self._journal.save, strip, pixels)
            if saving:
                saving.result()

    def _warn_of_unanswered(self) -> None:
        strips = [strip for panel in self._segmentation.panels for strip in panel]
        pixels = sum(int(self._journal.load(strip, UNANSWERED)) for strip in strips)
        if pixels:
            self._report.warning(
                f"for {pixels:,} pixels of {self._raster.name} the network gives no number, and they are nodata in the maps: the model file"
                " is damaged or its values overflow, get it anew or choose another model"
            )

    def _settle(self, share: float) -> None:
        """Takes up what an earlier run of the same job left, or else decides how to compute; tells what it will take."""
        decided = self._journal.decided_for(self._identity)
        self._is_finished = decided is not None and self._journal.is_concluded(self._drawn, self._job.output_paths())
        if self._is_finished:
            self._report.message(f"{self._job.output} was finished by an earlier run of the same job")
            return

        known = pace_decided(decided or {})
        if known is not None:
            self._tell_what_continues(known)
        pace = known or self._choose_pace()
        self._segmentation.batch = pace.batch
        torch.set_num_threads(pace.threads)
        self._report.message(self._describe())
        self._warn_of_slow_reading()

        needs = self._needs(share)
        estimate = self._estimate(pace, share, needs)
        self._report.message(str(estimate))
        check_room(needs, self._report)
        if self._model.predictor.device.type != "cuda":
            check_memory(estimate.memory, self._report)
        self._journal.begin(self._identity, {STEP: pace.batch, THREADS: pace.threads}, self._report)

    def _check_unchanged(self) -> None:
        """Raises InputError where the raster is no longer the one that the run began with."""
        try:
            now = self._raster.reopened().identity
        except InputError:
            now = {}
        if changes(self._raster_identity, now):
            raise self._changed()

    def _check_files(self) -> None:
        """Raises InputError where a file of the raster is no longer the one that the run began with.

        That is asked before each strip is kept: if the raster that was there comes back, so do the strips.
        """
        if [list(stamp) for stamp in stamps_of(self._raster_files)] != self._raster_identity["raster files"]:
            raise self._changed()

    def _changed(self) -> InputError:
        return InputError(
            f"{self._raster.name} changed while it was mapped, so its map might show two images: run the job again, it starts anew"
        )

    @property
    def _drawn(self) -> dict[str, Any]:
        """What the outputs depend on beside the strips."""
        return {
            "minimum area": self._job.minimum_area,
            "tolerance": self._job.tolerance,
            "area of interest": self._files.digest_of_area,
        }

    def _tell_what_continues(self, pace: Pace) -> None:
        self._report.message("continues from the strips that an earlier run finished")
        if pace.threads != self._model.threads:
            self._report.message(
                f"goes on with {many(pace.threads, 'thread')} of {self._model.threads}, as it began, so that all strips are computed alike"
            )

    def _choose_pace(self) -> Pace:
        """Returns the best pace, or a usual one where little is to be done."""
        lattice, batch = self._segmentation.lattice, self._job.batch
        if len(lattice) * lattice.tile_pixels < WORTH_MEASURING:
            return Pace(batch or usual_batch(lattice.tile_pixels), self._model.threads, math.nan)
        return self._model.pace(lattice, batch)

    def _describe(self) -> str:
        """Returns a sentence for the log about what is going to be computed, and how."""
        segmentation, model = self._segmentation, self._model
        grid, lattice = segmentation.raster.grid, segmentation.lattice
        return (
            f"{segmentation.raster.name}: {grid.width} x {grid.height} pixels, tiles of {lattice.tile_width} x {lattice.tile_height} pixels"
            f" overlapping by {lattice.overlap}, {segmentation.batch} per step, {model.card.backbone} on {model.predictor.device} in"
            f" {model.precision} with {model.runtime}"
        )

    def _needs(self, share: float) -> list[Need]:
        """Returns the room that all files take on their disks."""
        seen, own = self._segmentation.raster.grid, self._raster.grid
        grid = own if self._segmentation.is_carried_back else seen
        maps = {layer.name: (layer.path, layer.pixel_size) for layer in self._layers}
        return needs_of(
            maps, self._job.polygons, self._journal.folder, grid.height * grid.width, seen.height * seen.width, share
        )

    def _estimate(self, pace: Pace, share: float, needs: list[Need]) -> Estimate:
        """Returns what is to be expected where `share` of the pixels has data."""
        segmentation, card = self._segmentation, self._model.card
        lattice, panel = segmentation.lattice, segmentation.panels[0][0]
        memory = memory_of(
            classes=len(card.classes),
            bands=len(card.bands),
            tile=(lattice.tile_height, lattice.tile_width),
            width=panel.width,
            batch=pace.batch,
            ahead=AHEAD,
            drawn=sum(layer.pixel_size for layer in self._layers),
            network=self._model.memory_of_step(pace.batch, lattice),
            cache=self.block_cache.size,
        )
        tiles = sum(len(row) for strips in segmentation.panels for row in segmentation.tiles_of(strips))
        return Estimate(tiles, tiles * share * pace.seconds, memory, room_of(needs))

    def _warn_of_slow_reading(self) -> None:
        readings = self.block_cache.readings
        if readings > 1:
            self._report.warning(
                f"{self._raster.name} is stored in rows of pixels that are too wide to be kept: each is read {readings} times, which"
                " may take longer than to compute; write it in tiles first (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co BIGTIFF=IF_SAFER)"
            )

    def _warn_of_other_bands(self) -> None:
        raster, expected = self._segmentation.raster, self._model.card.bands
        names = raster.names_of(self._segmentation.bands)
        if not self._job.bands and contradict(names, expected):
            self._report.warning(
                f"the model learnt from the bands {', '.join(expected)}, but {raster.name} has"
                f" {', '.join(names)}: choose the bands in the model's order, or expect a poor map"
            )


def pace_decided(decided: Mapping[str, Any]) -> Pace | None:
    """Returns the pace that a journal holds, or None where it holds none that makes sense."""
    numbers = [decided.get(name) for name in (STEP, THREADS)]
    if not all(type(number) is int and 1 <= number <= LARGEST_NUMBER for number in numbers):
        return None
    return Pace(int(decided[STEP]), int(decided[THREADS]), math.nan)
