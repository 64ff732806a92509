"""The files behind map layers: another process sees files only, and must see what the user sees in QGIS."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFileUtils,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameters,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..errors import InputError, OutputError
from ..translation.language import tr
from .entered_values import absolute
from .export_place import ExportPlace
from .layer_definition import definition_of_vector
from .raster_export import RasterExport

EXPORT_LAYER = "labels"
LONGEST_NAME = 60  # characters of a layer's name that its file takes
EXTENTS = ("INTEREST", "EXTENT")  # parameters that say which ground is wanted, the first one given counts
EXPORT_KEY = "export_row"  # not fid: the layer may have a field of that name with values that are no keys
KINDS = {
    QgsProcessingUtils.LayerHint.Raster: "raster",
    QgsProcessingUtils.LayerHint.Vector: "vector",
    QgsProcessingUtils.LayerHint.UnknownType: "raster or vector",
}


def layers_of(
    definition: QgsProcessingParameterDefinition, entered: Any, context: QgsProcessingContext
) -> list[QgsMapLayer]:
    """Returns the layers that the user entered as layers, ids or paths. Raises InputError where one cannot be opened."""
    items = entered if isinstance(entered, (list, tuple)) else [entered]
    return [_layer_of(item, context, _hint_of(definition)) for item in items]


class LayerFiles:
    """Finds or makes the file of each layer. Lives on the main thread, where layers may be touched.

    `raster_exports` are the files that are still to be written: that takes long, and the main thread is QGIS' own. `places` is where
    all files lie that had to be made.

    Args:
        parameters: of the run.
        context: of the run.
        feedback: hears which files are made.
        output_of: returns beside which output the next run is to find the file of this name, '' where that is of no use.
    """

    def __init__(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        output_of: Callable[[str], str],
    ) -> None:
        self.raster_exports: list[RasterExport] = []
        self.places: list[ExportPlace] = []
        self._output_of = output_of
        self._parameters = parameters
        self._context = context
        self._feedback = feedback

    def file_of(self, layer: QgsMapLayer) -> str:
        """Returns the layer's file as `path` or `path|layername=name`. Raises InputError where there cannot be one."""
        if isinstance(layer, QgsRasterLayer):
            self._warn_of_nodata(layer)
            return _raster_file(layer) or self._raster_to_be_exported(layer)
        if isinstance(layer, QgsVectorLayer):
            return _vector_file(layer) or self._exported_vector(layer)
        raise InputError(f"layer {layer.name()} is neither raster nor vector: choose another layer")

    def _warn_of_nodata(self, layer: QgsRasterLayer) -> None:
        if _has_own_nodata(layer):
            self._feedback.pushWarning(
                tr(
                    "raster %1 has other nodata values in QGIS than in its file, and those of the file count: save it with yours",
                    layer.name(),
                )
            )

    def _raster_to_be_exported(self, layer: QgsRasterLayer) -> str:
        place = self._new_place(f"{layer.name()[:LONGEST_NAME]}.tif", "raster")
        export = RasterExport(layer, self._wanted(layer), self._context.transformContext(), place)
        self.raster_exports.append(export)
        return place.path

    def _new_place(self, name: str, kind: str) -> ExportPlace:
        file = QgsFileUtils.stringToSafeFilename(name)
        place = ExportPlace(file, kind, self._output_of(file))
        if any(place.path == other.path for other in self.places):
            raise InputError(f"two layers would become one file, {file}: give one of them another name")
        self.places.append(place)
        return place

    def _wanted(self, layer: QgsRasterLayer) -> QgsRectangle:
        """Returns the extent that the user gave, else the layer's, in the layer's CRS."""
        for name in EXTENTS:
            entered = self._parameters.get(name)
            if entered:
                rule = QgsProcessingParameterExtent(name)
                extent = QgsProcessingParameters.parameterAsExtent(rule, self._parameters, self._context, layer.crs())
                if extent.isEmpty():
                    raise InputError(
                        f"{name} is {entered}, which holds no ground: give xmin,xmax,ymin,ymax [EPSG:code]"
                    )
                return extent
        return layer.extent()

    def _exported_vector(self, layer: QgsVectorLayer) -> str:
        place, definition = self._new_place(f"{EXPORT_LAYER}.gpkg", "polygons"), definition_of_vector(layer)
        if place.holds(definition):
            used = tr(
                "layer %1 is used as an earlier run exported it: delete %2 to have it exported anew",
                layer.name(),
                place.folder,
            )
            self._feedback.pushInfo(used)
            return place.path
        with place.filled(definition) as path:
            self._write_vector(layer, path)
        self._feedback.pushInfo(tr("layer %1 is used as QGIS shows it: written to %2", layer.name(), place.path))
        return place.path

    def _write_vector(self, layer: QgsVectorLayer, path: str) -> None:
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = EXPORT_LAYER
        options.layerOptions = [f"FID={EXPORT_KEY}"]
        written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, self._context.transformContext(), options)
        if written[0] != QgsVectorFileWriter.WriterError.NoError:
            raise OutputError(
                f"layer {layer.name()} cannot be written to {path} ({written[1]}): save it to a file first"
            )


def _layer_of(item: Any, context: QgsProcessingContext, hint: QgsProcessingUtils.LayerHint) -> QgsMapLayer:
    layer = item
    if not isinstance(item, QgsMapLayer):
        layer = QgsProcessingUtils.mapLayerFromString(str(item), context, typeHint=hint)
    if layer is None or not layer.isValid():
        raise InputError(f"{item} cannot be opened as a {KINDS[hint]} layer: choose a file that exists and is whole")
    return layer


def _hint_of(definition: QgsProcessingParameterDefinition) -> QgsProcessingUtils.LayerHint:
    hints, kinds = QgsProcessingUtils.LayerHint, QgsProcessing.SourceType
    if definition.type() == "multilayer":
        return hints.Raster if definition.layerType() == kinds.TypeRaster else hints.UnknownType
    return {"raster": hints.Raster, "vector": hints.Vector}[definition.type()]


def _raster_file(layer: QgsRasterLayer) -> str:
    """Returns where GDAL reads the raster in another process, with the CRS that it has in QGIS, or '' where nothing is."""
    in_memory = "/vsimem/" in layer.source()
    if layer.providerType() != "gdal" or in_memory or layer.crs() != layer.dataProvider().crs():
        return ""
    return _absolute_source(layer.source())


def _has_own_nodata(layer: QgsRasterLayer) -> bool:
    """Returns whether other values count as nodata in QGIS than in the file."""
    provider = layer.dataProvider()
    bands = range(1, provider.bandCount() + 1)
    return any(
        provider.userNoDataValues(band)
        or (provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band))
        for band in bands
    )


def _vector_file(layer: QgsVectorLayer) -> str:
    """Returns where OGR reads exactly what the layer shows, or '' where no file holds that."""
    stored = layer.dataProvider()
    changed = layer.isEditable() or layer.crs() != stored.crs() or layer.fields().names() != stored.fields().names()
    if layer.providerType() != "ogr" or changed:
        return ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    given = {name: part for name, part in parts.items() if part}
    path, name = _absolute_source(given.pop("path", "")), given.pop("layerName", "")
    if given:  # a filter, or something else that OGR alone does not know
        return ""
    return f"{path}|layername={name}" if name else path


def _absolute_source(path: str) -> str:
    return absolute(path) if Path(path).exists() else path  # else a name of GDAL's own, e.g. GPKG:fields.gpkg:photo
