"""The training of this QGIS session: it outlives the dialogs that show it."""

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..algorithms.job_algorithm import JobAlgorithm
from ..algorithms.translation import tr
from ..errors import InputError
from .training import Training

PATIENCE = 5.0  # seconds for the end of a process when the plugin is switched off


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
        self.entered: dict[str, Any] = {}

    def begin(self, parameters: dict[str, Any], is_plan: bool = False) -> None:
        """Starts a training, or plans one. Raises InputError where it cannot, or another one runs."""
        if self.current and self.current.is_active:
            raise InputError(tr("a training runs: wait for its end, or pause it"))
        self.current = Training(self.new_algorithm(), parameters, is_plan)
        self.changed.emit()

    def go_on(self) -> None:
        """Goes on with the training that was paused. Raises InputError where it cannot."""
        if self.current:
            self.current.go_on(self.new_algorithm())

    def close(self) -> None:
        """Ends what runs: the plugin is switched off."""
        if self.current:
            self.current.close(PATIENCE)
