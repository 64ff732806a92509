"""The plugin as QGIS sees it: a Processing provider that comes and goes."""

from typing import Any

from qgis.core import QgsApplication

from .provider import PaddyProvider


class PaddySegmenterPlugin:
    """Registers the provider, with a window (`initGui`) and without (`initProcessing`, as in qgis_process)."""

    def __init__(self, iface: Any = None) -> None:
        self._iface = iface
        self._provider: PaddyProvider | None = None

    def initProcessing(self) -> None:
        """Called by qgis_process, which has no window."""
        provider = PaddyProvider()
        if QgsApplication.processingRegistry().addProvider(provider):  # deletes the provider where it refuses it
            self._provider = provider

    def initGui(self) -> None:
        """Called by QGIS."""
        self.initProcessing()

    def unload(self) -> None:
        """Called when the plugin is switched off or QGIS ends."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
