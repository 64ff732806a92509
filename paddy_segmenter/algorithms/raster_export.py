"""Rasters that only QGIS can read (map servers, virtual rasters, a CRS set in QGIS) on their way into a GeoTIFF."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsProcessingFeedback,
    QgsRaster,
    QgsRasterBlockFeedback,
    QgsRasterDataProvider,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRasterProjector,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt

from ..errors import Cancelled, InputError, OutputError
from ..rules import Job
from ..translation.language import tr
from ..worker.environment import Environment
from .export_grid import ExportGrid, metric_grid, own_grid
from .export_place import ExportPlace
from .layer_definition import definition_of_raster
from .model_needs import ModelNeeds, needs_of

CREATION = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
NUMBERS = [*CREATION, "PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]  # else GDAL takes the fourth of four bands for a mask
BLOCK = 1024  # pixels; the map server's provider refuses blocks of more than 256 tiles
PICTURES = (Qgis.DataType.ARGB32, Qgis.DataType.ARGB32_Premultiplied)
COLOURS = 3  # red, green, blue; the fourth band of a picture is its mask
SAMPLE = 1_000_000  # pixels that tell how much of a picture is empty
FLOATS = (Qgis.DataType.Float32, Qgis.DataType.Float64)
NO_VALUE = -3.4028234663852886e38  # what virtual rasters mean by no data, without saying so


class RasterExport:
    """A raster and the file that is to hold it: made on the main thread, where layers may be touched, written in any.

    `wanted` is a rectangle in the layer's CRS. Raises InputError where the layer has no CRS, there is no such rectangle, or the values
    would not stay what they are.
    """

    def __init__(
        self, layer: QgsRasterLayer, wanted: QgsRectangle, transforms: QgsCoordinateTransformContext, place: ExportPlace
    ) -> None:
        self.name = layer.name()
        self.place = place
        if not layer.crs().isValid():
            raise InputError(f"raster {self.name} has no coordinate reference system: set one in its properties")
        if not wanted.isFinite() or wanted.isEmpty():
            raise InputError(f"raster {self.name} does not tell how far it reaches: give an extent")
        if _is_scaled(layer.dataProvider()):
            raise InputError(
                f"raster {self.name} has a scale or an offset, by which QGIS would change its values on the way into a file:"
                " set its coordinate reference system in its file (Raster > Projections > Assign projection)"
            )
        self._wanted, self._crs, self._transforms = wanted, layer.crs(), transforms
        self._definition = definition_of_raster(layer)
        self._source = layer.dataProvider().clone()
        self._pipe = QgsRasterPipe()
        self._pipe.set(self._source)

    @property
    def is_drawn(self) -> bool:
        """Whether the raster has no pixels of its own: a map server draws them at any size."""
        return self._source.xSize() == 0

    @property
    def is_picture(self) -> bool:
        """Whether the raster has colours for people to look at, not values."""
        return self._source.dataType(1) in PICTURES

    def write(self, needs: ModelNeeds | None, feedback: QgsProcessingFeedback) -> None:
        """Writes the raster's own pixels, or where it is drawn, pixels of the size that the model needs; an earlier run may have done so.

        Raises:
            InputError: the extent is beside the raster or too large, the model needs more than a picture has, or a server sent nothing.
            OutputError: the file cannot be written.
            Cancelled: the user asked for it.
        """
        try:
            grid = self._grid(needs)
        except InputError as error:
            raise InputError(f"raster {self.name} cannot be exported: {error}") from error
        definition = self._definition | {"grid": grid.definition}
        if self.place.holds(definition):
            self._tell_of_picture(self.place.path, feedback)
            used = tr(
                "raster %1 is used as an earlier run exported it: delete %2 to have it exported anew",
                self.name,
                self.place.folder,
            )
            feedback.pushInfo(used)
            return
        feedback.setProgressText(tr("exporting %1, %2 x %3 pixels", self.name, grid.width, grid.height))
        with self.place.filled(definition) as path:
            self._write(path, grid, feedback)
        feedback.pushInfo(tr("raster %1 is used as QGIS reads it: written to %2", self.name, self.place.path))

    def _grid(self, needs: ModelNeeds | None) -> ExportGrid:
        if not self.is_drawn:
            return own_grid(self._source, self._wanted, self._crs)
        if needs is None:
            raise InputError(
                "it has no pixels of its own, and no model tells their size here: save the part you need as a GeoTIFF first"
            )
        if self.is_picture and len(needs.bands) > COLOURS:
            raise InputError(
                f"the model expects {len(needs.bands)} bands ({', '.join(needs.bands)}), a picture has {COLOURS}: choose another"
            )
        return metric_grid(self._wanted, self._crs, needs.gsd, self._transforms)

    def _write(self, path: str, grid: ExportGrid, feedback: QgsProcessingFeedback) -> None:
        if grid.crs != self._crs:
            projector = QgsRasterProjector()
            projector.setCrs(self._crs, grid.crs, self._transforms)
            self._pipe.set(projector)
        writer = QgsRasterFileWriter(path)
        writer.setOutputFormat("GTiff")
        # QGIS 3.44 gave it another name.
        set_options = writer.setCreationOptions if hasattr(writer, "setCreationOptions") else writer.setCreateOptions
        set_options(CREATION if self.is_picture else NUMBERS)
        writer.setMaxTileWidth(BLOCK)
        writer.setMaxTileHeight(BLOCK)
        ending = writer.writeRaster(self._pipe, grid.width, grid.height, grid.extent, grid.crs, self._transforms,
                                    _block_feedback(feedback))  # fmt: skip
        if feedback.isCanceled():
            raise Cancelled("cancelled")
        if ending != QgsRasterFileWriter.WriterError.NoError:
            raise OutputError(f"raster {self.name} cannot be written to {self.place.path}: is the disk full?")
        self._tell_of_picture(path, feedback)
        if not self.is_picture:
            self._write_band_facts(path)

    def _tell_of_picture(self, path: str, feedback: QgsProcessingFeedback) -> None:
        """Warns of what a picture is and lacks: QGIS leaves holes where a server does not answer, and tells nobody."""
        if not self.is_picture:
            return
        picture = QgsRasterLayer(path)
        mask = picture.dataProvider().bandStatistics(COLOURS + 1, extent=picture.extent(), sampleSize=SAMPLE)
        empty = 1 - mask.mean / 255
        if empty == 1:
            raise InputError(
                f"the server of raster {self.name} sent nothing for this extent: check connection, address and extent"
            )
        if round(empty, 3) > 0:
            feedback.pushWarning(
                tr(
                    "%1 of raster %2 is empty, the server sent nothing there: these pixels get no class",
                    f"{empty:.1%}",
                    self.name,
                )
            )
        feedback.pushWarning(
            tr(
                "raster %1 is a picture, its colours are not reflectances: use a model that learnt from such pictures",
                self.name,
            )
        )

    def _write_band_facts(self, path: str) -> None:
        """Writes what QGIS leaves out of the file into the one that GDAL reads beside it: names, masks, nodata."""
        bands = "".join(
            f'<PAMRasterBand band="{number}">{self._facts_of(number)}</PAMRasterBand>'
            for number in range(1, self._source.bandCount() + 1)
        )
        Path(f"{path}.aux.xml").write_text(f"<PAMDataset>{bands}</PAMDataset>", encoding="utf-8")

    def _facts_of(self, number: int) -> str:
        name = self._source.generateBandName(number).partition(": ")[2]  # e.g. Band 1: red
        facts = f"<Description>{escape(name)}</Description>"
        if self._source.colorInterpretation(number) == QgsRaster.ColorInterpretation.AlphaBand:
            facts += "<ColorInterp>Alpha</ColorInterp>"
        if self._source.dataType(number) in FLOATS and not self._source.sourceHasNoDataValue(number):
            facts += f"<NoDataValue>{NO_VALUE!r}</NoDataValue>"
        return facts


def write_exports(
    exports: Sequence[RasterExport], job: Job, environment: Environment, feedback: QgsProcessingFeedback
) -> None:
    """Writes the files that the job is going to read. Raises what `needs_of` and `RasterExport.write` raise."""
    model = getattr(job, "model", "")
    ask = model and any(export.is_drawn for export in exports)
    needs = needs_of(model, environment, feedback) if ask else None
    for export in exports:
        export.write(needs, feedback)


def _is_scaled(source: QgsRasterDataProvider) -> bool:
    bands = range(1, source.bandCount() + 1)
    return any((source.bandScale(number), source.bandOffset(number)) != (1, 0) for number in bands)


def _block_feedback(feedback: QgsProcessingFeedback) -> QgsRasterBlockFeedback:
    """Returns a feedback for the writer that passes progress on and is cancelled with the other, whatever the thread."""
    blocks, directly = QgsRasterBlockFeedback(), Qt.ConnectionType.DirectConnection
    blocks.progressChanged.connect(feedback.setProgress, directly)
    feedback.canceled.connect(blocks.cancel, directly)
    if feedback.isCanceled():
        blocks.cancel()
    return blocks
