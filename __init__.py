"""Makes this folder a QGIS plugin; QGIS finds it by metadata.txt and calls classFactory."""

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802  QGIS asks for this name
    """Returns the plugin. `iface` is QGIS' interface, or None in qgis_process."""
    from .paddy_segmenter.plugin import PaddySegmenterPlugin

    return PaddySegmenterPlugin(iface)
