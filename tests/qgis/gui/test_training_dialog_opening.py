"""Where the training dialog opens, what it opens, and what ends it."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QTextEdit

from paddy_segmenter.gui.training_dialog import TrainingDialog
from paddy_segmenter.plugin import PaddySegmenterPlugin
from paddy_segmenter.worker import environment
from tests.worker.conftest import is_running

from .conftest import LONG, SHORT, complaint_in, is_open, process_in, wait_until


def test_the_toolbox_opens_the_training_dialog(provider: Any) -> None:
    widget = provider.algorithm("trainmodel").create().createCustomParametersWidget(None)
    assert isinstance(widget, TrainingDialog)
    widget.reject()
    assert widget.results() == {}
    QTest.qWait(1)


class Window:
    """As much of QGIS' window as a plugin with one action and one page of options asks for."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.menus: dict[str, list[Any]] = {}
        self.buttons: list[Any] = []
        self.pages: list[Any] = []

    def mainWindow(self) -> QMainWindow:
        return self.window

    def registerOptionsWidgetFactory(self, page: Any) -> None:
        self.pages.append(page)

    def unregisterOptionsWidgetFactory(self, page: Any) -> None:
        self.pages.remove(page)

    def addPluginToMenu(self, menu: str, action: Any) -> None:
        self.menus.setdefault(menu, []).append(action)

    def addToolBarIcon(self, action: Any) -> None:
        self.buttons.append(action)

    def removePluginMenu(self, menu: str, action: Any) -> None:
        self.menus[menu].remove(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self.buttons.remove(action)


def test_the_menu_and_the_toolbar_open_one_dialog(qgis_app: QgsApplication) -> None:
    window = Window()
    plugin = PaddySegmenterPlugin(window)
    plugin.initGui()
    [action] = window.menus["Paddy Segmenter"]
    assert window.buttons == [action]
    for _ in range(2):
        action.trigger()
    [dialog] = window.window.findChildren(TrainingDialog)
    assert dialog.isVisible()
    dialog.close()
    QTest.qWait(1)
    action.trigger()
    [dialog] = window.window.findChildren(TrainingDialog)
    plugin.unload()
    assert not is_open(dialog)
    assert window.menus == {"Paddy Segmenter": []}
    assert window.buttons == window.pages == []
    QTest.qWait(1)


def test_a_plugin_that_is_switched_off_ends_its_training(
    qgis_app: QgsApplication, child: Callable[[str], None], asked: dict[str, Any], opened: list[str]
) -> None:
    child(LONG)
    plugin = PaddySegmenterPlugin()
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("paddy_segmenter")
    dialog = provider.training_dialog()
    dialog.setParameters(asked)
    dialog.show()
    dialog.train.click()
    pid = process_in(dialog)
    dialog.close()
    plugin.unload()
    assert not is_running(pid)
    QTest.qWait(10)


def test_without_torch_the_dialog_names_the_page_that_installs_it(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PADDY_PYTHON", raising=False)
    monkeypatch.setattr(environment, "_own_pythons", lambda own_folder: [])
    monkeypatch.setattr(environment, "_host_has_torch", lambda: False)
    dialog = new_dialog(**asked)
    for button in (dialog.train, dialog.plan):
        button.click()
        assert complaint_in(dialog) == "torch is not installed: choose Install in Settings > Options > Paddy Segmenter"
        assert button.isEnabled()


@pytest.mark.filterwarnings("ignore")  # of Processing's own code
def test_the_new_model_is_in_the_dialog_that_segments_a_layer(
    child: Callable[[str], None],
    new_dialog: Callable[..., TrainingDialog],
    asked: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    qgis_iface: Any,
) -> None:
    monkeypatch.setattr(qgis_iface, "browserModel", QgsBrowserGuiModel, raising=False)  # Processing asks for one
    monkeypatch.syspath_prepend(str(Path(QgsApplication.pkgDataPath(), "python", "plugins")))
    child(SHORT)
    dialog = new_dialog(**asked)
    dialog.train.click()
    wait_until(dialog.course.segment.isEnabled)
    dialog.course.segment.click()
    gc.collect()  # what nobody holds is dead
    [opened] = [each for each in QApplication.topLevelWidgets() if type(each).__name__ == "AlgorithmDialog"]
    assert opened.isVisible()
    assert opened.createProcessingParameters()["MODEL"] == asked["OUTPUT"]
    opened.runButton().click()
    log = opened.findChild(QTextEdit, "txtLog")
    wait_until(lambda: "Algorithm started at" in log.toPlainText())
    wait_until(opened.runButton().isEnabled)  # it has ended
    opened.close()
    opened.deleteLater()
