"""The plugin as QGIS sees it: a Processing provider and a page of the options that come and go."""

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from .provider import PaddyProvider

if TYPE_CHECKING:
    from .gui.environment_page import EnvironmentPageFactory


class PaddySegmenterPlugin:
    """Registers the provider, with a window (`initGui`) and without (`initProcessing`, as in qgis_process)."""

    def __init__(self, iface: Any = None) -> None:
        self._iface = iface
        self._provider: PaddyProvider | None = None
        self._page: EnvironmentPageFactory | None = None

    def initProcessing(self) -> None:
        """Called by qgis_process, which has no window."""
        provider = PaddyProvider()
        if QgsApplication.processingRegistry().addProvider(provider):  # deletes the provider where it refuses it
            self._provider = provider

    def initGui(self) -> None:
        """Called by QGIS."""
        self.initProcessing()
        if self._iface is not None:
            from .gui.environment_page import EnvironmentPageFactory  # qgis_process has no window to show it in

            self._page = EnvironmentPageFactory()
            self._iface.registerOptionsWidgetFactory(self._page)

    def unload(self) -> None:
        """Called when the plugin is switched off or QGIS ends."""
        if self._page is not None:
            self._iface.unregisterOptionsWidgetFactory(self._page)
            self._page.work.stop()
            self._page = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
