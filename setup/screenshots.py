"""Walks through docs/tutorial.md in the window of QGIS and takes its pictures, and one in Indonesian. setup/screenshots.sh starts it."""

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import processing
import pyplugin_installer
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from qgis.utils import iface, plugins

ZIP, FOLDER, PICTURES = (Path(os.environ[f"PADDY_{name}"]) for name in ("ZIP", "WALK", "PICTURES"))
SIZE = 1280, 860
LONGEST = 1500  # seconds for a step
Condition = Callable[[], bool]


def walk() -> Iterator[Condition]:
    """Does one step after the other and yields what to wait for in between."""
    window = iface.mainWindow()
    window.resize(*SIZE)
    pyplugin_installer.instance().installFromZipFile(str(ZIP))
    yield lambda: "paddy_segmenter" in plugins
    toolbox = window.findChild(QWidget, "ProcessingToolbox")
    toolbox.show()
    toolbox.searchBox.setText("paddy")
    window.findChild(QWidget, "Browser").hide()  # room for the layers
    yield pause(2)
    picture(window, "installed")
    yield from _look_at_the_environment(window)
    yield from _create_the_scene(window)
    yield from _train(window)
    yield from _map_it(window)


def _look_at_the_environment(window: QWidget) -> Iterator[Condition]:
    QTimer.singleShot(0, lambda: iface.showOptionsDialog(window, "PaddySegmenterOptions"))
    yield lambda: options() is not None
    yield lambda: any(each.text() == "Install" and each.isEnabled() for each in options().findChildren(QPushButton))
    yield pause(1)
    picture(options(), "environment")
    options().reject()
    yield pause(1)


def _create_the_scene(window: QWidget) -> Iterator[Condition]:
    wanted = {"WIDTH": 1024, "HEIGHT": 768, "OUTPUT": str(FOLDER / "scene.tif"), "LABELS": str(FOLDER / "fields.gpkg")}
    dialog = processing.createAlgorithmDialog("paddy_segmenter:createpracticescene", wanted)
    dialog.show()
    yield pause(2)
    picture(dialog, "practice_scene")
    dialog.close()
    processing.runAndLoadResults("paddy_segmenter:createpracticescene", wanted)
    iface.zoomFull()
    yield pause(4)
    picture(window, "scene", "jpg")


def _filled_dialog() -> Any:
    """Returns the training dialog with the scene in it."""
    plugins["paddy_segmenter"].show_training()
    dialog = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "paddy_segmenter_training")
    layers = {layer.source().partition("|")[0]: key for key, layer in QgsProject.instance().mapLayers().items()}
    dialog.form.enter(
        {
            "INPUT": [layers[str(FOLDER / "scene.tif")]],
            "LABELS": [layers[str(FOLDER / "fields.gpkg")]],
            "OUTPUT": str(FOLDER / "paddy.safetensors"),
            "CLASS_FIELD": "name",
            "WEIGHTS": "none",
            "EPOCHS": 8,
            "OUTPUT_STRIDE": "16",
        }
    )
    return dialog


def _train(window: QWidget) -> Iterator[Condition]:
    dialog = _filled_dialog()
    yield pause(2)
    picture(dialog, "training_data")
    dialog.tabs.setCurrentIndex(1)
    yield pause(1)
    picture(dialog, "training_settings")
    yield from _plan(dialog, "training_plan")
    yield from _show_the_blocks(dialog, window)
    dialog.train.click()
    training = dialog.course._training
    yield lambda: len(training.epochs) >= 5 and training.panels is not None
    yield pause(1)
    picture(dialog, "training_course")
    yield lambda: bool(dialog.train.isEnabled())
    yield pause(2)
    picture(dialog, "training_done")
    dialog.close()


def _plan(dialog: Any, name: str) -> Iterator[Condition]:
    dialog.plan.click()
    yield lambda: bool(dialog.plan.isEnabled())
    yield pause(1)
    picture(dialog, name)


def _show_the_blocks(dialog: Any, window: QWidget) -> Iterator[Condition]:
    before = set(QgsProject.instance().mapLayers())
    dialog.course.blocks.click()
    yield pause(4)
    picture(window, "training_blocks", "jpg")
    QgsProject.instance().removeMapLayers(list(set(QgsProject.instance().mapLayers()) - before))


def _map_it(window: QWidget) -> Iterator[Condition]:
    files = {"OUTPUT": "map.tif", "CONFIDENCE": "confidence.tif", "POLYGONS": "fields_found.gpkg"}
    processing.runAndLoadResults(
        "paddy_segmenter:segmentraster",
        {"INPUT": str(FOLDER / "scene.tif"), "MODEL": str(FOLDER / "paddy.safetensors")}
        | {name: str(FOLDER / file) for name, file in files.items()},
    )
    yield pause(4)
    picture(window, "map")


def walk_in_indonesian() -> Iterator[Condition]:
    """Plans a training on the scene of the walk before."""
    labels = QgsVectorLayer(str(FOLDER / "fields.gpkg"), "fields")  # iface would ask for its sublayers
    QgsProject.instance().addMapLayers([QgsRasterLayer(str(FOLDER / "scene.tif"), "scene"), labels])
    yield pause(2)
    yield from _plan(_filled_dialog(), "training_plan_id")


def options() -> QDialog | None:
    """Returns the window of QGIS' options, if it is open."""
    found = [each for each in QApplication.topLevelWidgets() if each.inherits("QgsOptions") and each.isVisible()]
    return found[0] if found else None


def picture(widget: QWidget, name: str, kind: str = "png") -> None:
    """Takes a picture of a window; as jpg where it is mostly a photograph."""
    widget.grab().save(str(PICTURES / f"{name}.{kind}"))


def pause(seconds: float) -> Condition:
    """Returns a condition that is met after so many seconds."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


WALKS = {"tutorial": walk, "indonesian": walk_in_indonesian}


class Walker:
    """Goes on with the walk whenever what it waits for has come."""

    def __init__(self) -> None:
        steps = WALKS[os.environ["PADDY_STEPS"]]
        self._steps, self._met, self._begun = steps(), pause(3), time.monotonic()
        self._told: list[str] = []
        QgsApplication.messageLog().messageReceived.connect(self._hear)
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(200)

    def _hear(self, text: str, tag: str, level: Any) -> None:
        if int(level) == 2 and tag in ("Python error", "Paddy Segmenter", "Processing", "Plugins"):
            self._told.append(f"{tag}: {text}")

    def _go_on(self) -> None:
        if not self._met():
            if time.monotonic() - self._begun > LONGEST:
                self._end("a step takes too long")
            return
        self._timer.stop()
        try:
            self._met, self._begun = next(self._steps), time.monotonic()
        except StopIteration:
            self._end("")
        except BaseException:
            self._end(traceback.format_exc())
        self._timer.start(200)

    def _end(self, complaint: str) -> None:
        sys.stderr.write("\n".join(filter(None, [*self._told, complaint])) + "\n")
        sys.stderr.flush()
        os._exit(1 if complaint or self._told else 0)


walker = Walker()
