"""The files behind map layers: another process sees files only, and must see what the user sees in QGIS."""

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..errors import InputError, OutputError
from .entered_values import absolute

EXPORT_LAYER = "labels"
EXPORT_KEY = "export_row"  # not fid: the layer may have a field of that name with values that are no keys


def layers_of(
    definition: QgsProcessingParameterDefinition, entered: Any, context: QgsProcessingContext
) -> list[QgsMapLayer]:
    """Returns the layers that the user entered as layers, ids or paths. Raises InputError where one cannot be opened."""
    items = entered if isinstance(entered, (list, tuple)) else [entered]
    return [_layer_of(item, context, _hint_of(definition)) for item in items]


class LayerFiles:
    """Finds or makes the file of each layer. Lives on the main thread, where layers may be touched."""

    def __init__(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        self._context = context
        self._feedback = feedback

    def file_of(self, layer: QgsMapLayer) -> str:
        """Returns the layer's file as `path` or `path|layername=name`. Raises InputError where there cannot be one."""
        if isinstance(layer, QgsRasterLayer):
            return _raster_file(layer)
        if isinstance(layer, QgsVectorLayer):
            return _vector_file(layer) or self._exported(layer)
        raise InputError(f"layer {layer.name()} is neither raster nor vector: choose another layer")

    def _exported(self, layer: QgsVectorLayer) -> str:
        path = QgsProcessingUtils.generateTempFilename(f"{EXPORT_LAYER}.gpkg")
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = EXPORT_LAYER
        options.layerOptions = [f"FID={EXPORT_KEY}"]
        written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, self._context.transformContext(), options)
        if written[0] != QgsVectorFileWriter.WriterError.NoError:
            raise OutputError(
                f"layer {layer.name()} cannot be written to {path} ({written[1]}): save it to a file first"
            )
        self._feedback.pushInfo(f"layer {layer.name()} is used as QGIS shows it: written to {path}")
        return path


def _layer_of(item: Any, context: QgsProcessingContext, hint: QgsProcessingUtils.LayerHint) -> QgsMapLayer:
    layer = item
    if not isinstance(item, QgsMapLayer):
        layer = QgsProcessingUtils.mapLayerFromString(str(item), context, typeHint=hint)
    if layer is None or not layer.isValid():
        wanted = "raster" if hint == QgsProcessingUtils.LayerHint.Raster else "raster or vector"
        raise InputError(f"{item} cannot be opened as a {wanted} layer: choose a file that exists and is whole")
    return layer


def _hint_of(definition: QgsProcessingParameterDefinition) -> QgsProcessingUtils.LayerHint:
    kinds = QgsProcessing.SourceType
    kind = definition.layerType() if definition.type() == "multilayer" else kinds.TypeRaster
    return QgsProcessingUtils.LayerHint.Raster if kind == kinds.TypeRaster else QgsProcessingUtils.LayerHint.UnknownType


def _raster_file(layer: QgsRasterLayer) -> str:
    if layer.providerType() != "gdal":
        raise InputError(
            f"raster {layer.name()} comes from {layer.providerType()}, not from a file: export it to a GeoTIFF first"
        )
    if layer.crs() != layer.dataProvider().crs():
        raise InputError(
            f"raster {layer.name()} has its CRS in QGIS only: write it into the file with 'Assign projection' first"
        )
    return _absolute_source(layer.source())


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
