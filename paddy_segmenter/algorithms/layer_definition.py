"""What a layer shows, told apart from what another one shows, or the same one later: JSON with hashes for what is long or secret."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

from qgis.core import QgsJsonUtils, QgsProviderRegistry, QgsRasterDataProvider, QgsRasterLayer, QgsVectorLayer


def definition_of_raster(layer: QgsRasterLayer) -> dict[str, Any]:
    """Returns what the pixels of a raster depend on; what a server has behind its address is not known."""
    source = layer.dataProvider()
    nodata = [
        (source.useSourceNoDataValue(band), [(each.min(), each.max()) for each in source.userNoDataValues(band)])
        for band in range(1, source.bandCount() + 1)
    ]
    return {
        "provider": layer.providerType(),
        "source": hashlib.sha256(layer.source().encode()).hexdigest(),  # it may hold a password
        "files": _files_behind(layer.providerType(), layer.source()),
        "crs": layer.crs().toWkt(),
        "nodata": nodata,
    }


def definition_of_vector(layer: QgsVectorLayer) -> dict[str, Any]:
    """Returns what distinguishes the features that a layer shows: filter, edits and computed fields included."""
    features = hashlib.sha256()
    for feature in layer.getFeatures():
        features.update(bytes(feature.geometry().asWkb()))
        features.update(QgsJsonUtils.exportAttributes(feature, layer).encode())
    return {"crs": layer.crs().toWkt(), "fields": layer.fields().names(), "features": features.hexdigest()}


def _files_behind(provider: str, source: str) -> list[tuple[str, int, int] | str]:
    """Returns path, size and time of the files that a raster is read from; of what may change unseen, a text that never comes again."""
    if provider == "virtualraster":
        parameters, _ = QgsRasterDataProvider.decodeVirtualRasterProviderUri(source)
        return [file for layer in parameters.rInputLayers for file in _files_behind(layer.provider, layer.uri)]
    if provider != "gdal":
        return []
    path = Path(QgsProviderRegistry.instance().decodeUri(provider, source).get("path", ""))
    if not path.is_file():
        return [uuid4().hex]  # e.g. in the memory of QGIS
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns)]
