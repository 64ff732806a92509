"""The training dialog: children do what a test writes, in processes of their own."""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QWidget,
)

from paddy_segmenter.gui.block_preview import show_blocks
from paddy_segmenter.gui.curves import ticks
from paddy_segmenter.gui.training_dialog import TrainingDialog
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.plugin import PaddySegmenterPlugin
from paddy_segmenter.worker import environment
from tests.conftest import LEFT, TOP
from tests.worker.conftest import is_running

from .conftest import Log, Run

LONG = """
import os
report.message(f"process {os.getpid()}")
report.epoch(1, {"loss": 1.0, "validation_miou": 0.5, "validation_accuracy": 0.6})
while not report.is_finishing:
    report.progress(0.3, "epoch 2 of 40")
    time.sleep(0.01)
return {"output": job.output, "report": job.report_paths[0]}
"""
SHORT = """
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"  # a red pixel
report.message("3 blocks to train, 1 to validate")
report.epoch(1, {"loss": 1.0, "validation_miou": 0.5, "validation_accuracy": 0.6})
report.panels(2, {"image": PNG, "labels": PNG, "prediction": PNG})
report.epoch(2, {"loss": 0.5, "validation_miou": 0.6, "validation_accuracy": 0.7})
return {"output": job.output, "report": job.report_paths[0]}
"""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Takes what would open in a browser."""
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    return urls


@pytest.fixture
def layers(write_raster: Callable[..., str], write_polygons: Callable[..., str]) -> Iterator[dict[str, str]]:
    """A raster and polygons in the project; returns their ids."""
    raster = QgsRasterLayer(write_raster("image.tif", [[1, 2], [3, 4]]), "image")
    boxes = [(LEFT, TOP - 3, LEFT + 1, TOP, "sawah"), (LEFT + 1, TOP - 3, LEFT + 3, TOP, "kebun")]
    polygons = QgsVectorLayer(write_polygons("fields.gpkg", boxes) + "|layername=fields", "fields")
    project = QgsProject.instance()
    project.addMapLayers([raster, polygons])
    yield {"INPUT": raster.id(), "LABELS": polygons.id()}
    project.clear()


@pytest.fixture
def asked(layers: dict[str, str], tmp_path: Path) -> dict[str, Any]:
    """What a dialog is given that may start."""
    return {name: [layer] for name, layer in layers.items()} | {
        "CLASS_FIELD": "crop",
        "OUTPUT": str(tmp_path / "paddy.safetensors"),
    }


@pytest.fixture
def new_dialog(provider: Any, opened: list[str]) -> Iterator[Callable[..., TrainingDialog]]:
    """Returns a function that opens a dialog, as the plugin does; in the end the training is over."""
    dialogs: list[TrainingDialog] = []

    def open_dialog(**parameters: Any) -> TrainingDialog:
        dialog = provider.training_dialog()
        dialog.setParameters(parameters)
        dialog.show()
        dialogs.append(dialog)
        return dialog

    yield open_dialog
    for dialog in filter(is_open, dialogs):
        dialog.close()
    provider.end_trainings()
    QTest.qWait(1)


def wait_until(condition: Callable[[], bool]) -> None:
    """Lets QGIS do its work until the condition holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        QTest.qWait(5)


def is_open(dialog: TrainingDialog) -> bool:
    return not sip.isdeleted(dialog) and dialog.isVisible()


def complaint_in(dialog: TrainingDialog) -> str:
    item = dialog.messages.currentItem()
    return item.text() if item else ""


def process_in(dialog: TrainingDialog) -> int:
    """Returns the id of the process that works for the training, once it has told it."""
    wait_until(lambda: "process " in dialog.course.log.toPlainText())
    return int(dialog.course.log.toPlainText().rpartition("process ")[2].split()[0])


def test_a_training_is_shown_as_it_goes_and_its_report_opens(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], opened: list[str]
) -> None:
    child(SHORT)
    dialog = new_dialog(**asked)
    dialog.train.click()
    assert dialog.tabs.currentWidget() is dialog.course
    wait_until(lambda: dialog.course.segment.isEnabled())
    assert "-m errand fit" in dialog.course.log.toPlainText()
    assert "3 blocks to train" in dialog.course.log.toPlainText()
    assert "validation miou 0.6" in dialog.course.curves.accessibleDescription()
    shown = dialog.course.panels.grab().toImage()
    colours = {shown.pixelColor(x, shown.height() // 2).name() for x in range(shown.width())}
    assert "#ff0000" in colours
    assert dialog.course.progress.value() == 100
    assert opened == [asked["OUTPUT"].replace(".safetensors", ".report.html")]
    assert dialog.train.isEnabled()
    assert not dialog.course.pause.isEnabled()


def test_a_plan_is_told_and_nothing_is_trained(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], opened: list[str]
) -> None:
    child('report.message("a step takes 2 s, 40 epochs at the most an hour"); return {}')
    dialog = new_dialog(**asked)
    dialog.plan.click()
    wait_until(dialog.train.isEnabled)
    assert "-m errand plan" in dialog.course.log.toPlainText()
    assert "at the most an hour" in dialog.course.log.toPlainText()
    assert opened == []
    assert not dialog.course.segment.isEnabled()


@pytest.mark.parametrize(
    ("folds", "shown"),
    [((0, 0), {"training", "validation"}), ((1, 2), {"validated on in fold 1", "validated on in fold 2"})],
)
def test_the_blocks_of_a_plan_are_shown_on_the_map(
    write_polygons: Callable[..., str], folds: tuple[int, int], shown: set[str], layers: dict[str, str]
) -> None:
    path = write_polygons(
        "blocks.gpkg", [(0, 0, 9, 9, folds[0]), (9, 0, 18, 9, folds[1])], field="fold", layer="blocks"
    )
    dataset = ogr.Open(path, 1)
    dataset.GetLayer(0).CreateField(ogr.FieldDefn("purpose", ogr.OFTString))
    del dataset
    show_blocks(path)
    layer = show_blocks(path)
    assert QgsProject.instance().mapLayersByName("Blocks of the training") == [layer]
    assert {category.label() for category in layer.renderer().categories()} >= shown


def test_closing_the_dialog_stops_nothing_and_another_one_shows_the_training(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(LONG)
    first = new_dialog(**asked)
    first.train.click()
    pid = process_in(first)
    first.close()
    QTest.qWait(50)
    assert is_running(pid)
    second = new_dialog()
    assert second.tabs.currentWidget() is second.course
    assert f"process {pid}" in second.course.log.toPlainText()
    assert "validation miou 0.5" in second.course.curves.accessibleDescription()
    assert second.form.parameters()["OUTPUT"] == asked["OUTPUT"]
    assert second.form.parameters()["INPUT"] == asked["INPUT"]
    assert not second.train.isEnabled()


def test_a_training_that_is_paused_goes_on(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(LONG)
    dialog = new_dialog(**asked)
    dialog.train.click()
    pid = process_in(dialog)
    dialog.course.pause.click()
    assert not dialog.course.pause.isEnabled()
    wait_until(dialog.train.isEnabled)
    assert not is_running(pid)
    assert complaint_in(dialog) == ""
    assert "paused" in dialog.course.status.text()
    assert dialog.course.pause.text() == "Contin&ue"
    child(SHORT)
    dialog.course.pause.click()
    wait_until(dialog.course.segment.isEnabled)
    assert "validation miou 0.6" in dialog.course.curves.accessibleDescription()


def test_a_training_is_stopped_with_its_best_model(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], opened: list[str]
) -> None:
    child(LONG)
    dialog = new_dialog(**asked)
    dialog.train.click()
    pid = process_in(dialog)
    dialog.course.stop.click()
    assert not dialog.course.stop.isEnabled()
    wait_until(dialog.course.segment.isEnabled)
    wait_until(lambda: not is_running(pid))
    assert len(opened) == 1


def test_a_cross_validation_is_not_stopped_in_its_middle(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(LONG)
    dialog = new_dialog(**asked, FOLDS=3)
    dialog.train.click()
    process_in(dialog)
    assert dialog.course.pause.isEnabled()
    assert not dialog.course.stop.isEnabled()


def test_what_cannot_be_used_is_told_in_the_dialog_and_nothing_entered_is_lost(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(SHORT)
    dialog = new_dialog(**asked, CHIP=100)
    dialog.train.click()
    assert "chip is 100 pixels, but must be a multiple of 16" in complaint_in(dialog)
    dialog.setParameters({"CHIP": 128, "LABELS": []})
    dialog.train.click()
    assert "0 labels for 1 rasters: give one for all" in complaint_in(dialog)
    assert dialog.form.parameters()["CHIP"] == 128
    assert dialog.train.isEnabled()


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


def test_a_training_that_fails_says_why_also_to_a_dialog_opened_later(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child('raise InputError("the loss is no longer finite: choose a lower learning rate")')
    dialog = new_dialog(**asked)
    dialog.train.click()
    wait_until(dialog.train.isEnabled)
    assert complaint_in(dialog) == "the loss is no longer finite: choose a lower learning rate"
    dialog.close()
    assert complaint_in(new_dialog()) == "the loss is no longer finite: choose a lower learning rate"


def test_classes_take_names_and_colours_from_the_symbology_of_the_labels(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child('report.message("|".join((*job.value_map, *job.colours, job.class_field))); return {}')
    shown = {"sawah": ("Paddy", "#009e73"), "kebun": ("kebun", "#d55e00"), "": ("others", "#000000")}
    categories = [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": colour}), name)
        for value, (name, colour) in shown.items()
    ]
    layer = QgsProject.instance().mapLayer(asked["LABELS"][0])
    layer.setRenderer(QgsCategorizedSymbolRenderer("crop", categories))
    dialog = new_dialog(**{name: value for name, value in asked.items() if name != "CLASS_FIELD"})
    assert dialog.form.parameters()["CLASS_FIELD"] == "crop"
    dialog.train.click()
    wait_until(dialog.train.isEnabled)
    assert "sawah=Paddy|Paddy=#009e73|kebun=#d55e00|crop" in dialog.course.log.toPlainText()


def test_every_parameter_can_be_given_and_is_at_its_default(
    provider: Any, new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    entered = new_dialog(**asked).form.parameters()
    algorithm = provider.algorithm("trainmodel")
    assert set(entered) == {rule.name() for rule in algorithm.parameterDefinitions()}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = algorithm.create()
    algorithm.prepareAlgorithm(entered, context, Log())
    job = algorithm.job_of(entered, context)
    assert job == TrainJob(job.rasters, job.labels, asked["OUTPUT"], class_field="crop")
    study = TrainJob(job.rasters, job.labels, asked["OUTPUT"], class_field="crop", preset="study")
    assert algorithm.job_of(entered | {"PRESET": "study"}, context) == study


def test_a_layer_that_comes_to_the_project_can_be_ticked_and_one_that_goes_cannot(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    dialog = new_dialog(**asked)
    memory = QgsVectorLayer("Polygon?crs=EPSG:32750&field=kind:string", "drawn", "memory")
    QgsProject.instance().addMapLayer(memory)
    dialog.setParameters({"LABELS": ["drawn"]})
    assert dialog.form.parameters()["LABELS"] == [memory.id()]
    QgsProject.instance().removeMapLayer(memory.id())
    assert dialog.form.parameters()["LABELS"] == []


def controls_of(dialog: TrainingDialog) -> set[QWidget]:
    """Returns what can be seen and takes a value or a click; parts of a control, such as the field of a spin box, go with it."""
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
    found = {each for kind in kinds for each in dialog.findChildren(kind) if each.isVisible() and each.isEnabled()}
    return {each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.parent() not in found}


def walk_through(dialog: TrainingDialog, key: Qt.Key) -> list[QWidget]:
    """Returns where the focus comes to until it is back at its start, pressing the key."""
    start = dialog.focusWidget()
    reached = [start]
    while len(reached) < 2 or reached[-1] is not start:
        QTest.keyClick(reached[-1], key)
        reached.append(dialog.focusWidget())
        assert len(reached) < 300, "the focus does not come round"
    return reached


def test_the_key_Tab_reaches_every_control_of_every_page_and_leaves_it(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    dialog = new_dialog(**asked, VALUE_MAP="1=paddy", COLOURS="paddy=#0a141e")
    dialog.activateWindow()
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            dialog.tabs.tabBar().setFocus()
            reached = walk_through(dialog, key)
            missed = [
                each for each in controls_of(dialog) if not any(each is at or each.isAncestorOf(at) for at in reached)
            ]
            assert missed == [], f"page {page}"


def test_keys_turn_pages_tick_layers_and_press_buttons(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(LONG)
    dialog = new_dialog(**asked | {"INPUT": []})
    dialog.activateWindow()
    rasters = dialog.form._rasters._list
    rasters.setFocus()
    rasters.setCurrentRow(0)
    QTest.keyClick(rasters, Qt.Key.Key_Space)
    assert dialog.form.parameters()["INPUT"] == asked["INPUT"]
    dialog.tabs.tabBar().setFocus()
    QTest.keyClick(dialog.tabs.tabBar(), Qt.Key.Key_Right)
    assert dialog.tabs.currentIndex() == 1
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # presses Train
    pid = process_in(dialog)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):  # pause, and go on
        was_active = dialog.course._training.is_active
        dialog.course.pause.setFocus()
        QTest.keyClick(dialog.course.pause, key)
        wait_until(lambda was=was_active: dialog.course._training.is_active != was)
    assert not is_running(pid)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not is_open(dialog)


def test_the_dialog_fits_a_laptop_of_1366_by_768_pixels_at_125_percent(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    dialog = new_dialog(**asked)
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        dialog.messages.pushCritical("", "a complaint takes a line")
        least = dialog.minimumSizeHint() / dialog.fontMetrics().height()
        # There a line takes 17 pixels, and the window's title and a taskbar take 80.
        assert (least.width() < 1366 / 1.25 / 17, least.height() < (768 / 1.25 - 80) / 17) == (True, True)


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


def test_the_toolbox_opens_the_training_dialog(provider: Any) -> None:
    widget = provider.algorithm("trainmodel").create().createCustomParametersWidget(None)
    assert isinstance(widget, TrainingDialog)
    widget.reject()
    assert widget.results() == {}
    QTest.qWait(1)


@pytest.mark.parametrize("seed", [1, 2])
def test_50_random_clicks_and_closings_break_nothing_and_leave_no_process(
    provider: Any,
    child: Callable[[str], None],
    new_dialog: Callable[..., TrainingDialog],
    asked: dict[str, Any],
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child(LONG.replace("0.01", "0.005"))
    broken: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: broken.append(error))
    told: list[str] = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda text, tag, level: told.append(f"{tag}: {text}"))
    chance, pids = random.Random(seed), set()
    dialog = new_dialog(**asked)
    dialog.train.click()
    pids.add(process_in(dialog))
    for _ in range(50):
        course = dialog.course
        buttons = [dialog.plan, dialog.train, dialog.leave, course.pause, course.stop, course.report]
        closings = [dialog.leave.click, dialog.close, lambda shown=dialog: QTest.keyClick(shown, Qt.Key.Key_Escape)]
        chance.choice([*(button.click for button in buttons if button.isEnabled()), *closings])()
        QTest.qWait(chance.choice((0, 1, 40, 400)))
        dialog = dialog if is_open(dialog) else new_dialog()
        messages = provider.trainings().current.messages
        pids |= {int(message.text.split()[1]) for message in messages if message.text.startswith("process ")}
    while not dialog.train.isEnabled():
        if dialog.course.pause.isEnabled():
            dialog.course.pause.click()
        QTest.qWait(5)
    wait_until(lambda: not any(map(is_running, pids)))
    assert len(pids) > 2
    assert broken == []
    assert [line for line in told if "rror" in line] == []


@pytest.mark.parametrize(
    ("highest", "places"),
    [
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (40, [0, 10, 20, 30, 40]),
        (0.31, [0, 0.1, 0.2, 0.3]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (7.4, [0, 2, 4, 6]),
    ],
)
def test_axes_are_marked_at_round_numbers(highest: float, places: list[float]) -> None:
    assert ticks(highest) == places


@pytest.mark.slow
def test_a_real_training_is_paused_continued_and_stopped_with_its_best_model(
    new_dialog: Callable[..., TrainingDialog],
    run: Callable[..., Run],
    write_raster: Callable[..., str],
    opened: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PADDY_PYTHON", sys.executable)
    plots = np.kron(np.random.default_rng(0).integers(0, 2, (8, 8)), np.ones((16, 16), int))
    dialog = new_dialog(
        INPUT=[write_raster("image.tif", (300 + 400 * plots).astype(np.uint16))],
        LABELS=[write_raster("labels.tif", (plots + 1).astype(np.uint8))],
        OUTPUT=str(tmp_path / "paddy.safetensors"), VALUE_MAP="1=paddy", COLOURS="paddy=#0a141e",
        **dict.fromkeys(("EPOCHS", "PATIENCE"), 1000), WEIGHTS="none", CHIP=32, BLOCK=64, BUFFER=4, BATCH=4, CHIPS_PER_EPOCH=8,
        DEVICE="cpu",
    )  # fmt: skip
    course = dialog.course

    def epochs_shown() -> int:
        return int((course.curves.accessibleDescription().split() or ["", "0:"])[1].rstrip(":"))

    dialog.train.click()
    wait_until(lambda: (tmp_path / ".paddy.safetensors.checkpoints" / "training_1.safetensors").exists())
    course.pause.click()
    wait_until(dialog.train.isEnabled)
    paused = epochs_shown()
    course.pause.click()
    wait_until(lambda: "the training goes on after epoch" in course.log.toPlainText())
    wait_until(lambda: epochs_shown() > paused)
    course.stop.click()
    wait_until(course.segment.isEnabled)
    assert opened == [str(tmp_path / "paddy.report.html")]
    assert Path(opened[0]).exists()
    described = run("describemodel", {"MODEL": str(tmp_path / "paddy.safetensors")}).results
    assert {"value": 1, "name": "paddy", "colour": [10, 20, 30]} in json.loads(described["CLASSES"])


def test_the_settings_of_the_last_training_stay_in_the_project(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], provider: Any
) -> None:
    child(SHORT)
    dialog = new_dialog(**asked, CHIP=128)
    dialog.train.click()
    wait_until(dialog.train.isEnabled)
    provider.trainings().remember({})  # as after a restart
    entered = new_dialog().form.parameters()
    assert {name: entered[name] for name in asked} == asked
    assert entered["CHIP"] == 128


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
    [opened] = [each for each in QApplication.topLevelWidgets() if type(each).__name__ == "AlgorithmDialog"]
    assert opened.isVisible()
    assert opened.createProcessingParameters()["MODEL"] == asked["OUTPUT"]
    opened.close()
    opened.deleteLater()


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
