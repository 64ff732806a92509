"""Chips of the validation ground to look at: image, labels, prediction and confidence side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.rasters.raster import Image, open_raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..assessment.panels import Limits, Pixels, measure_limits, natural_bands, paint, stretch
from ..assessment.validate import Sizes, map_strips
from ..ground.ground import Ground
from ..ground.site import Site
from ..metrics import UNLABELLED
from .images import Picture, colour_confidence, picture_of_panel
from .ranking import Chip, choose_chips, score_chips

PANELS = ("image", "labels", "prediction", "confidence")


@dataclass(frozen=True)
class Exhibit:
    """A chip as it is shown: why (best, median or worst), where (the raster, and the centre in its CRS), and its PANELS."""

    kind: str
    chip: Chip
    raster: str
    centre: tuple[float, float]
    panels: tuple[Picture, ...]


class Gallery:
    """The validation ground of a training, mapped by its network."""

    def __init__(self, job: TrainJob, ground: Ground, predictor: Predictor, report: Reporter) -> None:
        self._ground, self._predictor, self._report = ground, predictor, report
        self._sizes = Sizes.of(job, ground)

    def exhibits(self) -> list[Exhibit]:
        """Maps the validation ground once more and returns chips of it, from the best to the worst."""
        chip, sites = self._sizes.chip, self._ground.sites
        chosen = choose_chips(score_chips(sites, chip, self._map))
        windows = [[chip.window for _, chip in chosen if chip.raster == number] for number in range(len(sites))]
        limits = [_limits_of(site, here) for site, here in zip(sites, windows, strict=True)]
        return [self._exhibit(kind, chip, limits[chip.raster]) for kind, chip in chosen]

    def _exhibit(self, kind: str, chip: Chip, limits: list[Limits]) -> Exhibit:
        site = self._ground.sites[chip.raster]
        left, bottom, right, top = site.raster.grid.part(chip.window).extent()
        colours = {index: each.colour for index, each in enumerate(self._ground.legend.classes)}
        [(_, probabilities)] = self._map(site, [chip.window])
        confidence, predicted = (part.cpu().numpy() for part in probabilities.max(dim=0))
        panels = (
            picture_of_panel(_photograph(site, chip.window, limits), "JPEG"),
            picture_of_panel(paint(site.read_to_validate(chip.window), colours)),
            picture_of_panel(paint(np.where(confidence > 0, predicted, UNLABELLED), colours)),
            picture_of_panel(colour_confidence(confidence)),
        )
        return Exhibit(kind, chip, site.raster.name, ((left + right) / 2, (bottom + top) / 2), panels)

    def _map(self, site: Site, strips: Sequence[Window]) -> Iterator[tuple[Window, Tensor]]:
        return map_strips(site, strips, self._predictor, self._sizes, lambda tiles: self._report.check())


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
