"""The training of this QGIS session: it outlives the dialogs that show it."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog

from ..algorithms.job_algorithm import JobAlgorithm
from ..errors import InputError
from ..translation.language import told, tr
from .training import Training
from .training_state import DONE, FAILED

PATIENCE = 5.0  # seconds for the end of a process when the plugin is switched off
ENTRY = "paddy_segmenter", "training"  # in the project: what was entered, because its layers are the project's


class Trainings(QObject):
    """Holds the last training or plan, and what was last entered in a dialog. There is one at a time: two would share one computer.

    Args:
        new_algorithm: makes a fresh trainmodel.
    """

    changed = pyqtSignal()  # another one began

    def __init__(self, new_algorithm: Callable[[], JobAlgorithm]) -> None:
        super().__init__()
        self.new_algorithm = new_algorithm
        self.current: Training | None = None
        self._entered: dict[str, Any] = {}
        self._dialogs: list[QDialog] = []
        QgsProject.instance().cleared.connect(self._forget)

    def begin(self, parameters: dict[str, Any], is_plan: bool = False) -> None:
        """Starts a training, or plans one. Raises a PaddyError where it cannot, or another one runs."""
        if self.current and self.current.is_active:
            raise InputError(tr("a training runs: wait for its end, or pause it"))
        self.current = Training(self.new_algorithm(), parameters, is_plan)
        self.current.changed.connect(self._tell)
        if not is_plan:
            QgsProject.instance().writeEntry(*ENTRY, json.dumps(parameters, default=str))
        self.changed.emit()

    def go_on(self) -> None:
        """Goes on with the training that was paused. Raises a PaddyError where it cannot."""
        if self.current:
            self.current.go_on(self.new_algorithm())

    def keep(self, dialog: QDialog) -> None:
        """Keeps a dialog of Processing alive: in QGIS 3.22 one of which nobody holds the Python half is dead, and its Run does nothing."""
        self._dialogs.append(dialog)

    def remember(self, entered: dict[str, Any]) -> None:
        """Keeps what a dialog that is closed leaves to the next one."""
        self._entered = entered

    def remembered(self) -> dict[str, Any]:
        """Returns what was last entered, or the settings of the project's last training, with which it can go on."""
        return self._entered or _object_in(QgsProject.instance().readEntry(*ENTRY)[0])

    def close(self) -> None:
        """Ends what runs: the plugin is switched off."""
        if self.current:
            self.current.close(PATIENCE)
        self._dialogs.clear()

    def _forget(self) -> None:
        self._entered = {}

    def _tell(self) -> None:
        """Tells the end of a training in QGIS' main window, whether a dialog is open or not."""
        from qgis.utils import iface  # set when QGIS has a window

        training = self.current
        if iface is None or training is None or training.is_plan:
            return
        if training.state == DONE:
            iface.messageBar().pushMessage(training.title, _told_of(training.outputs), Qgis.MessageLevel.Success)
        elif training.state == FAILED:
            iface.messageBar().pushMessage(training.title, told(training.refusal), Qgis.MessageLevel.Critical)


def _told_of(outputs: dict[str, Any]) -> str:
    """Returns what to tell of a training that is done: its file, and how good the network is where that was measured."""
    name, miou = Path(outputs["output"]).name, outputs.get("miou", math.nan)
    if not math.isfinite(miou):
        return tr("%1 is written", name)
    return tr("%1 is written: accuracy %2, mIoU %3", name, f"{outputs['accuracy']:.3f}", f"{miou:.3f}")


def _object_in(text: str) -> dict[str, Any]:
    """Returns the object that the text holds as JSON, {} where it holds none: projects are written by others, too."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
