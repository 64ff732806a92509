"""What is entered in the training dialog, and what is told of it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from paddy_segmenter.gui.symbology import ShownClass, classes_of
from paddy_segmenter.gui.training_dialog import TrainingDialog
from paddy_segmenter.gui.training_task import prepared
from paddy_segmenter.gui.trainings import ENTRY
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.presets import PRESETS

from ..conftest import Log
from .conftest import SHORT, complaint_in, wait_until

TABLE = ("VALUE_MAP", "COLOURS")  # which the table of classes stands for


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


def test_rasters_and_labels_keep_the_order_in_which_they_belong_together(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], write_raster: Callable[..., str]
) -> None:
    project = QgsProject.instance()
    july, march, later = (
        QgsRasterLayer(write_raster(f"{name}.tif", [[1, 2]]), name) for name in ("july", "march", "a")
    )
    project.addMapLayers([july, march])
    wanted = {"INPUT": [march.id(), july.id()], "LABELS": [july.id(), *asked["LABELS"]]}
    form = new_dialog(**asked | wanted).form
    project.addMapLayer(later)
    assert {name: form.parameters()[name] for name in wanted} == wanted


@pytest.mark.parametrize("kept", ['{"INPUT": [', "[1, 2]", '{"CHIP": 64}'])
def test_a_project_that_keeps_no_settings_of_a_training_opens_the_dialog_all_the_same(
    new_dialog: Callable[..., TrainingDialog], kept: str
) -> None:
    QgsProject.instance().writeEntry(*ENTRY, kept)
    assert new_dialog().form.parameters()["CHIP"] == (64 if "CHIP" in kept else 256)
    QgsProject.instance().clear()


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


def test_the_dialog_has_the_help_of_its_algorithm(provider: Any, new_dialog: Callable[..., TrainingDialog]) -> None:
    page, algorithm = new_dialog().help, provider.algorithm("trainmodel")
    told = page.toPlainText()
    assert [rule.name() for rule in algorithm.parameterDefinitions() if rule.help() not in told] == []
    assert f"qgis_process run paddy_segmenter:trainmodel -- {algorithm.example}" in told
    assert algorithm.helpUrl() in page.toHtml()
    assert page.openExternalLinks()


def test_a_hint_has_the_name_by_which_the_documentation_calls_a_setting(
    provider: Any, new_dialog: Callable[..., TrainingDialog]
) -> None:
    hints = "".join(label.toolTip() for label in new_dialog().findChildren(QLabel))
    rules = [rule for rule in provider.algorithm("trainmodel").parameterDefinitions() if rule.name() not in TABLE]
    assert [rule.name() for rule in rules if f">{rule.name()}<" not in hints or rule.help() not in hints] == []


def test_classes_take_names_and_colours_from_the_palette_of_a_class_raster(write_raster: Callable[..., str]) -> None:
    layer = QgsRasterLayer(write_raster("classes.tif", np.array([[1, 2]], np.uint8)))
    colours = QgsPalettedRasterRenderer.classDataFromString("1 0 158 115 255 sawah\n2 230 159 0 255")
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, colours))
    assert classes_of(layer, "") == [ShownClass("1", "sawah", "#009e73"), ShownClass("2", "2", "#e69f00")]


def test_a_preset_fills_in_its_values_and_what_is_changed_then_is_kept(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child('report.message(f"{job.preset} {job.split} {job.optimiser} {job.atrous_rates} {job.augment}"); return {}')
    dialog = new_dialog(**asked, OPTIMISER="sgd", EPOCHS=7)
    [preset] = [each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Preset"]
    preset.setCurrentText("study")
    entered = dialog.form.parameters()
    assert {name: entered[name] for name in ("OPTIMISER", "SPLIT", "LEARNING_RATE", "ATROUS_RATES", "EPOCHS")} == {
        "OPTIMISER": "adam",
        "SPLIT": "random",
        "LEARNING_RATE": 1e-4,
        "ATROUS_RATES": "12; 24; 36",
        "EPOCHS": 7,  # of which the study says nothing
    }
    dialog.setParameters({"SPLIT": "blocks", "ATROUS_RATES": ""})
    dialog.train.click()
    wait_until(dialog.train.isEnabled)
    assert "study blocks adam () ('orientation=1:4', " in dialog.course.log.toPlainText()
    preset.setCurrentText("recommended")
    entered = dialog.form.parameters()
    assert (entered["OPTIMISER"], entered["ATROUS_RATES"], entered["AUGMENT"]) == ("adamw", "", "")


def test_what_differs_from_its_preset_is_there_when_the_dialog_opens_again(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    first = new_dialog(SPLIT="blocks", PRESET="study", **asked)
    entered = first.form.parameters()
    assert (entered["PRESET"], entered["SPLIT"], entered["OPTIMISER"]) == ("study", "blocks", "adam")
    first.close()
    assert new_dialog().form.parameters() == entered


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_that_nobody_touched_is_asked_for_to_the_letter(
    provider: Any, new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], preset: str
) -> None:
    entered = new_dialog(**asked, PRESET=preset).form.parameters()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    job, _ = prepared(provider.algorithm("trainmodel").create(), entered, context)
    assert job == TrainJob(job.rasters, job.labels, asked["OUTPUT"], class_field="crop", preset=preset)


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
