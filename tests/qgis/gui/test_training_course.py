"""The course of a training in its dialog, which it outlives."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsProject, QgsTask
from qgis.PyQt.QtTest import QTest

from paddy_segmenter.gui.block_preview import show_blocks
from paddy_segmenter.gui.training_dialog import TrainingDialog
from tests.worker.conftest import is_running

from ..conftest import Run
from .conftest import LONG, SHORT, complaint_in, process_in, wait_until


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
    assert QgsProject.instance().layerTreeRoot().children()[0].layer() is layer
    assert {category.label() for category in layer.renderer().categories()} >= shown


def test_a_button_shows_the_blocks_of_the_plan(
    child: Callable[[str], None],
    new_dialog: Callable[..., TrainingDialog],
    asked: dict[str, Any],
    write_polygons: Callable[..., str],
) -> None:
    drawn = write_polygons("drawn.gpkg", [(0, 0, 9, 9, 1)], field="fold", layer="blocks")
    child(f"import shutil; shutil.copy({drawn!r}, job.blocks_layer); return {{'blocks_layer': job.blocks_layer}}")
    dialog = new_dialog(**asked)
    assert not dialog.course.blocks.isVisible()
    dialog.plan.click()
    wait_until(dialog.train.isEnabled)
    dialog.course.blocks.click()
    [layer] = QgsProject.instance().mapLayersByName("Blocks of the training")
    assert layer.featureCount() == 1


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
    task = dialog.course._training._task
    ends: list[int] = []
    task.statusChanged.connect(ends.append)
    dialog.course.pause.click()
    assert not dialog.course.pause.isEnabled()
    wait_until(dialog.train.isEnabled)
    assert not is_running(pid)
    assert ends[-1] != QgsTask.TaskStatus.Terminated  # of which QGIS tells that it failed
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


@pytest.mark.slow
def test_a_real_training_is_paused_continued_and_stopped_with_its_best_model(
    new_dialog: Callable[..., TrainingDialog],
    run: Callable[..., Run],
    long_training: dict[str, Any],
    opened: list[str],
    tmp_path: Path,
) -> None:
    dialog = new_dialog(**long_training)
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
