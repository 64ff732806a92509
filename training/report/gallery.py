"""Chips of the validation ground to look at: image, labels, prediction and confidence side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat

import numpy as np
from osgeo import osr
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.rasters.opening import open_raster
from paddy_segmenter.core.rasters.raster import Image
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..assessment.panels import Limits, Pixels, measure_limits, natural_bands, paint, stretch
from ..assessment.validate import Sizes, map_panels, validation_panels
from ..ground.ground import Ground
from ..ground.site import Site
from .images import Picture, colour_confidence, picture_of_panel
from .ranking import Chip, View, score_chips
from .shortlist import Shortlist

PANELS = ("image", "labels", "prediction", "confidence")


@dataclass(frozen=True)
class Exhibit:
    """A chip as it is shown: why (best, median or worst), where (the raster, and the centre in its CRS, also in words), and its PANELS."""

    kind: str
    chip: Chip
    raster: str
    centre: tuple[float, float]
    coordinates: str
    panels: tuple[Picture, ...]


class Gallery:
    """The validation ground of a job, mapped by networks that did not learn it: that of its training, or those of its folds, one after the other."""

    def __init__(self, job: TrainJob) -> None:
        self._shortlist = Shortlist(job.chip)
        self._folds = count(1) if job.folds else repeat(0)

    def visit(self, job: TrainJob, ground: Ground, predictor: Predictor, report: Reporter) -> None:
        """Maps the validation ground of a training, the next fold's where there are folds, once more, and keeps what may be worth a look.

        Args:
            job: with the batch that the training found.
            ground: of the training.
            predictor: with its network.
            report: hears of it.
        """
        report.progress(1.0, "seeking chips to show")
        sizes = Sizes.of(job, ground)

        def map_site(site: Site) -> Iterator[tuple[Window, Tensor]]:
            panels = validation_panels(site, sizes)
            return map_panels(site, panels, predictor, sizes, lambda tiles: report.check())

        for chip, view in score_chips(ground.sites, job.chip, map_site, next(self._folds)):
            self._shortlist.add(chip, view)

    def exhibits(self, ground: Ground) -> list[Exhibit]:
        """Returns chips of the ground, from the best to the worst."""
        chosen = self._shortlist.chosen()
        windows = [
            [chip.window for _, chip, _ in chosen if chip.raster == number] for number in range(len(ground.sites))
        ]
        limits = [_limits_of(site, here) for site, here in zip(ground.sites, windows, strict=True)]
        return [_exhibit(ground, *each, limits[each[1].raster]) for each in chosen]


def _exhibit(ground: Ground, kind: str, chip: Chip, view: View, limits: list[Limits]) -> Exhibit:
    site = ground.sites[chip.raster]
    left, bottom, right, top = site.raster.grid.part(chip.window).extent()
    colours = {index: each.colour for index, each in enumerate(ground.legend.classes)}
    panels = (
        picture_of_panel(_photograph(site, chip.window, limits), "JPEG"),
        picture_of_panel(paint(view.labels, colours)),
        picture_of_panel(paint(view.predicted, colours)),
        picture_of_panel(colour_confidence(view.confidence.astype(np.float32))),
    )
    centre = (left + right) / 2, (bottom + top) / 2
    return Exhibit(kind, chip, site.raster.name, centre, tell_coordinates(centre, site.raster.crs), panels)


def tell_coordinates(place: tuple[float, float], crs: osr.SpatialReference) -> str:
    """Returns the coordinates of a place to about a metre or less: degrees with five decimals, others with one."""
    decimals = 5 if crs.IsGeographic() else 1
    return ", ".join(f"{coordinate:.{decimals}f}" for coordinate in place)


def _limits_of(site: Site, windows: list[Window]) -> list[Limits]:
    """Returns the limits of red, green and blue over all windows, so that the same ground looks the same on each."""
    images = [_natural(site, window).reshape(3, -1) for window in windows]
    bands = np.concatenate(images, axis=1) if images else np.empty((3, 0))
    return [measure_limits(band[np.isfinite(band)]) for band in bands]


def _photograph(site: Site, window: Window, limits: list[Limits]) -> Pixels:
    bands = zip(_natural(site, window), limits, strict=True)
    return np.dstack([stretch(band, np.isfinite(band), each) for band, each in bands])


def _natural(site: Site, window: Window) -> Image:
    image, _ = site.raster.read(window, tuple(natural_bands(open_raster(site.raster.path))))
    return image
