"""The files of a segmentation: maps put together from finished strips, on the grid that was asked for, and polygons of them."""

from collections.abc import Callable
from pathlib import Path

from paddy_segmenter.jobs import SegmentJob

from ..card import ModelCard
from ..network.describe import tell_origin
from ..polygons.polygon_map import write_polygons
from ..polygons.trial import try_polygons
from ..rasters.interest import AreaOfInterest
from ..rasters.legend import write_legend
from ..rasters.raster import Raster, Validity
from ..rasters.raster_file import create_raster, try_georeference
from ..rasters.resample import back_on_grid, way_back
from ..rasters.style import write_class_style, write_percent_style
from ..tiles import Window
from .journal import Journal
from .layers import CLASSES, CONFIDENCE, Layer
from .segmentation import Segmentation

Told = Callable[[float], None]


class MapFiles:
    """Writes what a job asks for once all strips of its segmentation are finished.

    Raises InputError where no pixel of the raster itself lies in the area of interest, or where an output could not be made of it:
    all that they need beside pixels is tried before the first tile.
    """

    def __init__(self, job: SegmentJob, raster: Raster, segmentation: Segmentation, layers: list[Layer], journal: Journal,
                 card: ModelCard) -> None:  # fmt: skip
        self._job, self._raster, self._segmentation = job, raster, segmentation
        self._layers, self._journal, self._classes = layers, journal, card.classes
        self._origin = tell_origin(card, job.model)
        # Where nothing is carried back, the segmentation limits its strips itself.
        is_limited = job.interest and segmentation.is_carried_back
        self._interest = AreaOfInterest.open(job.interest, raster.grid) if is_limited else None
        self._try_outputs()

    @property
    def digest_of_area(self) -> str:
        """The SHA-256 of the area that maps are limited to when they are carried back, finer than strips are; empty where none is."""
        return self._interest.digest if self._interest else ""

    def write(self, told: Told) -> bool:
        """Writes all rasters, the class map last. Returns whether it has any pixel with data."""
        has_data = False
        for number, layer in enumerate(reversed(self._layers)):
            has_data = self._write_layer(layer, _part(told, number, self._steps))
        write_class_style(self._job.output, self._classes)
        if self._job.confidence:
            write_percent_style(self._job.confidence)
        if self._job.probabilities:
            write_percent_style(self._job.probabilities, 1 if self._job.probability_type == "float32" else 100)
        return has_data

    def write_polygons(self, told: Told) -> None:
        """Writes the polygons of the class map, where they are asked for."""
        job, confidence = self._job, next(layer.path for layer in self._layers if layer.name == CONFIDENCE)
        told_here = _part(told, self._steps - 1, self._steps)
        write_polygons(
            job.output,
            confidence,
            job.polygons,
            self._classes,
            self._origin,
            job.minimum_area,
            job.tolerance,
            told_here,
        )

    @property
    def _steps(self) -> int:
        return len(self._layers) + bool(self._job.polygons)

    def _try_outputs(self) -> None:
        carried_back = self._segmentation.is_carried_back
        raster = self._raster if carried_back else self._segmentation.raster
        bands = self._segmentation.bands_of_origin if carried_back else self._segmentation.bands
        interest = self._interest or self._segmentation.interest
        whole = Window(0, 0, raster.grid.height, raster.grid.width)

        try_georeference(raster.grid)
        if self._job.polygons:
            mapped = interest.window if interest else whole
            try_polygons(
                raster.grid, mapped, self._job.tolerance, lambda pixel: bool(raster.read(pixel, bands)[1].any())
            )

    def _write_layer(self, layer: Layer, told: Told) -> bool:
        if not self._segmentation.is_carried_back:
            return self._assemble(layer, layer.path, told)
        there = str(self._journal.folder / f"{layer.name}_as_seen.tif")
        self._assemble(layer, there, _part(told, 0, 2))
        resampling = way_back(self._segmentation.raster.grid, self._raster.grid, layer.name == CLASSES)
        steps = _part(told, 1, 2)
        # The view's pixels at the border may have data where none of the raster's own has any in the area.
        has_data = back_on_grid(
            there, layer.path, self._raster.grid, resampling, layer.overviews, self._valid(), self._seen, steps
        )
        Path(there).unlink()
        return has_data

    def _assemble(self, layer: Layer, path: str, told: Told) -> bool:
        """Writes a layer from the strips to `path`. Returns whether any pixel has data."""
        strips = [strip for panel in self._segmentation.panels for strip in panel]
        has_data = False
        with create_raster(
            path, self._segmentation.raster.grid, layer.data_type, layer.nodata, len(layer.bands)
        ) as file:
            file.describe(self._origin)
            file.name_bands(layer.bands)
            if layer.name == CLASSES:
                write_legend(file.band, self._classes)
            for number, strip in enumerate(strips, 1):
                pixels = self._journal.load(strip, layer.name)
                has_data = has_data or bool((pixels != layer.nodata).any())
                file.write(strip, pixels)
                told(number / len(strips))
            file.build_overviews(layer.overviews)
        return has_data

    def _seen(self, window: Window) -> Validity:
        """Returns where a window of the view has data and was asked for."""
        segmentation = self._segmentation
        has_data = segmentation.raster.read(window, segmentation.bands)[1]
        return has_data & segmentation.interest.mask(window) if segmentation.interest else has_data

    def _valid(self) -> Callable[[Window], Validity]:
        """Returns what tells where a window of the raster itself is to be mapped."""
        bands, raster, interest = self._segmentation.bands_of_origin, self._raster, self._interest

        def valid(window: Window) -> Validity:
            has_data = raster.read(window, bands)[1]
            return has_data & interest.mask(window) if interest else has_data

        return valid


def _part(told: Told, number: int, parts: int) -> Told:
    """Returns what tells the share of the whole when it is told the share of one of equal parts."""
    return lambda share: told((number + share) / parts)
