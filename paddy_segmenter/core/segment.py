"""A raster and a model file to a map: strips of blended tiles, written once each."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SegmentJob

from .bands import choose_bands, contradict
from .device import choose_device, choose_precision, move_to
from .legend import map_type, write_legend, write_style
from .model_file import load_model
from .predictor import Predictor
from .raster import GSD_TOLERANCE, Raster, create_raster
from .stitch import stitch
from .tiles import Lattice, Window, strip_windows

CONFIDENCE_NODATA = 255


class Segmentation:
    """One raster seen by one model: its strips can be computed in any order, by anyone, with the same result.

    Raises InputError where the raster does not fit the model.
    """

    def __init__(self, job: SegmentJob, report: Reporter) -> None:
        network, self.card = load_model(job.model)
        self.raster = Raster(job.raster)
        self.bands = choose_bands(self.card, self.raster, job.bands)
        self._report = report
        device = choose_device(job.device)
        self._predictor = Predictor(
            move_to(network, device),
            self.card.normalisation,
            device,
            choose_precision(job.precision, device),
            job.batch,
        )
        overlap = job.overlap or self.card.chip // 4
        if overlap >= self.card.chip:
            raise InputError(
                f"overlap is {overlap} pixels, but must be smaller than the tile of {self.card.chip}: choose less"
            )
        self.grid = self.raster.grid
        self.lattice = Lattice(self.grid.height, self.grid.width, self.card.chip, overlap)
        self._dealt_with = 0

    @property
    def windows(self) -> list[Window]:
        """The strips of the raster from top to bottom."""
        return strip_windows(self.grid.height, self.grid.width)

    def strips(self, first: int = 0, last: int | None = None) -> Iterator[tuple[Window, Tensor, Tensor]]:
        """Yields the strips `first` to `last` (excluded): window, probabilities (classes, H, W), validity (H, W)."""
        windows = self.windows[first:last]
        if windows:
            tiles = self._predictor.tile_rows(self.raster, self.bands, self.lattice, self._tell)
            yield from stitch(self.lattice, len(self.card.classes), windows, tiles)

    def describe(self) -> str:
        """Returns a sentence for the log about what is going to be computed, and how."""
        size = f"{self.grid.width} x {self.grid.height} pixels"
        precision = str(self._predictor.precision).removeprefix("torch.")
        return (
            f"{self.raster.name}: {size}, {len(self.lattice)} tiles of {self.lattice.tile} pixels overlapping by"
            f" {self.lattice.overlap}, {self.card.backbone} on {self._predictor.device} in {precision}"
        )

    def _tell(self, tiles: int) -> None:
        self._dealt_with += tiles
        self._report.progress(
            min(self._dealt_with / len(self.lattice), 1.0), f"tile {self._dealt_with} of {len(self.lattice)}"
        )


def segment_raster(job: SegmentJob, report: Reporter) -> dict[str, Any]:
    """Writes the class raster and, where asked, the confidence raster. Returns their paths by field name."""
    segmentation = Segmentation(job, report)
    _warn_of_other_gsd(segmentation, report)
    _warn_of_other_bands(job, segmentation, report)
    report.message(segmentation.describe())
    classes, grid = segmentation.card.classes, segmentation.grid
    data_type, nodata = map_type(classes)
    values = np.array([each.value for each in classes], data_type)
    with ExitStack() as files:
        labels = files.enter_context(create_raster(job.output, grid, data_type, nodata))
        write_legend(labels.band, classes)
        confidence = None
        if job.confidence:
            confidence = files.enter_context(create_raster(job.confidence, grid, np.uint8, CONFIDENCE_NODATA))
        is_empty = True
        for window, probabilities, valid in segmentation.strips():
            is_empty = is_empty and not valid.any()
            best, index = probabilities.max(dim=0)
            labels.write(window, masked(values[index.numpy()], valid, nodata))
            if confidence:
                confidence.write(window, masked(percent(best), valid, CONFIDENCE_NODATA))
    write_style(job.output, classes)
    if is_empty:
        report.warning(f"{segmentation.raster.name} has no pixel with data: the map is empty")
    return {"output": job.output} | ({"confidence": job.confidence} if job.confidence else {})


def masked(values: npt.NDArray[Any], valid: Tensor, nodata: int) -> npt.NDArray[Any]:
    """Returns the values (H, W) with `nodata` where they are not valid."""
    return np.where(valid.numpy(), values, np.array(nodata, values.dtype))


def percent(probability: Tensor) -> npt.NDArray[np.uint8]:
    """Returns probabilities of 0..1 as whole percents, uint8."""
    return (probability * 100).round().to(torch.uint8).numpy()


def _warn_of_other_gsd(segmentation: Segmentation, report: Reporter) -> None:
    here, there = segmentation.grid.gsd, segmentation.card.gsd
    if max(here, there) > GSD_TOLERANCE * min(here, there):
        report.warning(
            f"{segmentation.raster.name} has {here:.3g} m per pixel, the model learnt from {there:.3g} m:"
            " resample the raster to the model's, or expect a poor map"
        )


def _warn_of_other_bands(job: SegmentJob, segmentation: Segmentation, report: Reporter) -> None:
    names, expected = segmentation.raster.names_of(segmentation.bands), segmentation.card.bands
    if not job.bands and contradict(names, expected):
        report.warning(
            f"the model learnt from the bands {', '.join(expected)}, but {segmentation.raster.name} has"
            f" {', '.join(names)}: choose the bands in the model's order, or expect a poor map"
        )
