"""The plugin as QGIS sees it: a Processing provider and a page of the options that come and go, and the way to the training dialog."""

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QAction

from .provider import PaddyProvider
from .translation.language import Language, language_of_qgis, tr

if TYPE_CHECKING:
    from .gui.environment_page import EnvironmentPageFactory

MENU = "Paddy Segmenter"


class PaddySegmenterPlugin:
    """Registers the provider, with a window (`initGui`) and without (`initProcessing`, as in qgis_process)."""

    def __init__(self, iface: Any = None) -> None:
        self._iface = iface
        self._language: Language | None = None
        self._provider: PaddyProvider | None = None
        self._page: EnvironmentPageFactory | None = None
        self._action: QAction | None = None
        self._dialog: Any = None

    def initProcessing(self) -> None:
        """Called by qgis_process, which has no window."""
        self._language = language_of_qgis()
        self._language.speak()
        provider = PaddyProvider()
        if QgsApplication.processingRegistry().addProvider(provider):  # deletes the provider where it refuses it
            self._provider = provider

    def initGui(self) -> None:
        """Called by QGIS."""
        self.initProcessing()
        if self._iface is None or self._provider is None:
            return
        from .gui.environment_page import EnvironmentPageFactory  # qgis_process has no window to show it in

        self._page = EnvironmentPageFactory()
        self._iface.registerOptionsWidgetFactory(self._page)
        self._action = QAction(self._provider.icon(), tr("Train a model..."), self._iface.mainWindow())
        self._action.setObjectName("paddy_segmenter_train")
        self._action.triggered.connect(lambda: self.show_training())
        self._iface.addPluginToMenu(MENU, self._action)
        self._iface.addToolBarIcon(self._action)

    def show_training(self) -> None:
        """Opens the training dialog, or brings it to the front."""
        if self._provider is None:
            return
        if self._dialog is None or sip.isdeleted(self._dialog) or not self._dialog.isVisible():
            self._dialog = self._provider.training_dialog(self._iface.mainWindow())
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def unload(self) -> None:
        """Called when the plugin is switched off or QGIS ends."""
        if self._dialog is not None and not sip.isdeleted(self._dialog):
            self._dialog.close()
        if self._page is not None:
            self._iface.unregisterOptionsWidgetFactory(self._page)
            self._page.work.stop()
            self._page = None
        if self._action is not None:
            self._iface.removePluginMenu(MENU, self._action)
            self._iface.removeToolBarIcon(self._action)
            self._action = None
        if self._provider is not None:
            self._provider.end_trainings()
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._language is not None:
            self._language.fall_silent()
            self._language = None
