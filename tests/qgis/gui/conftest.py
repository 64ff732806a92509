"""The training dialog with layers to choose from; children do what a test writes, in processes of their own."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest

from paddy_segmenter.gui.training_dialog import TrainingDialog
from tests.conftest import LEFT, TOP

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
def long_training(write_raster: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a dialog is given for a real training that goes on until it is stopped."""
    monkeypatch.setenv("PADDY_PYTHON", sys.executable)
    plots = np.kron(np.random.default_rng(0).integers(0, 2, (8, 8)), np.ones((16, 16), int))
    return dict(
        INPUT=[write_raster("image.tif", (300 + 400 * plots).astype(np.uint16))],
        LABELS=[write_raster("labels.tif", (plots + 1).astype(np.uint8))],
        OUTPUT=str(tmp_path / "paddy.safetensors"), VALUE_MAP="1=paddy", COLOURS="paddy=#0a141e",
        **dict.fromkeys(("EPOCHS", "PATIENCE"), 1000), WEIGHTS="none", CHIP=32, BLOCK=64, BUFFER=4, BATCH=4, CHIPS_PER_EPOCH=8,
        DEVICE="cpu",
    )  # fmt: skip


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
    deadline = time.monotonic() + 240
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
