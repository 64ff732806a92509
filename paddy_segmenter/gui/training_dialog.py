"""The training dialog: what to learn from, the plan, the course, what to do with the model, and what all of it means."""

from typing import Any

from qgis.gui import QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import QSize, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeyEvent
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from ..errors import PaddyError
from ..translation.language import told, tr
from .block_preview import show_blocks
from .course_page import CoursePage
from .training import Training
from .training_form import TrainingForm
from .training_state import DONE, FAILED
from .trainings import Trainings

SIZE = QSize(52, 42)  # in heights of a line
SHARE = 0.9  # of the screen at the most: a window has a frame, and a screen a taskbar


class TrainingDialog(QDialog):
    """Takes the place of Processing's own dialog for trainmodel. Closing it ends nothing: `trainings` goes on."""

    def __init__(self, trainings: Trainings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trainings = trainings
        self._watched: Training | None = None
        self.setObjectName("paddy_segmenter_training")
        self.setWindowTitle(tr("Train a model"))
        self.setModal(False)

        self.messages = QgsMessageBar()
        self.tabs = QTabWidget()
        algorithm = trainings.new_algorithm()
        self.form = TrainingForm(algorithm, self.tabs, self.messages)
        self.course = CoursePage()
        self.tabs.addTab(self.course, tr("&Course"))
        self.help = QTextBrowser()
        self.help.setHtml(algorithm.shortHelpString())
        self.help.setOpenExternalLinks(True)
        self.tabs.addTab(self.help, tr("&Help"))

        self.plan, self.train, self.leave = (
            QPushButton(tr("&Plan")),
            QPushButton(tr("&Train")),
            QPushButton(tr("Cl&ose")),
        )
        self.plan.setToolTip(tr("Tells what a training with these settings would do and how long it would take."))
        self.train.setToolTip(tr("Trains while QGIS stays free. This window may be closed meanwhile."))

        self._arrange()
        self._connect()
        self.form.enter(trainings.remembered())
        self._watch()
        if self._watched:
            self.tabs.setCurrentWidget(self.course)

    def setParameters(self, parameters: dict[str, Any]) -> None:
        """Called by Processing, e.g. from its history."""
        self.form.enter(parameters)

    def results(self) -> dict[str, Any]:
        """Called by Processing: nothing, because a training ends later than its dialog."""
        return {}

    def done(self, result: int) -> None:
        """Called when the window is closed, however: what was entered stays for the next one."""
        self._trainings.remember(self.form.parameters())
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Called by Qt: Enter in a field ends its editing, and begins no training."""
        if event and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return SIZE * self.fontMetrics().height()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.plan, self.train):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.messages)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(buttons)
        self.resize(self.sizeHint().boundedTo(SHARE * self.screen().availableSize()))
        QgsGui.enableAutoGeometryRestore(self)  # as the user left it

    def _connect(self) -> None:
        self.plan.clicked.connect(lambda: self._begin(is_plan=True))
        self.train.clicked.connect(lambda: self._begin(is_plan=False))
        self.leave.clicked.connect(self.reject)
        self.course.pause.clicked.connect(self._pause_or_go_on)
        self.course.stop.clicked.connect(self._finish)
        self.course.blocks.clicked.connect(self._show_blocks)
        self.course.report.clicked.connect(self._open_report)
        self.course.segment.clicked.connect(self._segment)
        self._trainings.changed.connect(self._watch)
        self.finished.connect(self._forget)
        self.finished.connect(self.deleteLater)

    def _begin(self, is_plan: bool) -> None:
        self.messages.clearWidgets()
        try:
            self._trainings.begin(self.form.parameters(), is_plan)
        except PaddyError as error:
            self._complain(str(error))
            return
        self.tabs.setCurrentWidget(self.course)

    def _pause_or_go_on(self) -> None:
        if self._watched and self._watched.is_active:
            self._watched.pause()
            return
        self.messages.clearWidgets()
        try:
            self._trainings.go_on()
        except PaddyError as error:
            self._complain(str(error))

    def _finish(self) -> None:
        if self._watched:
            self._watched.finish()

    def _watch(self) -> None:
        """Shows the training that there is now."""
        self._forget()
        self._watched = self._trainings.current
        self.course.show_training(self._watched)
        if self._watched:
            self._watched.changed.connect(self._follow)
            if self._watched.state == FAILED:
                self._complain(self._watched.refusal)
        self._offer()

    def _forget(self) -> None:
        if self._watched:
            self._watched.changed.disconnect(self._follow)
        self._watched = None
        self.course.forget()

    def _follow(self) -> None:
        self._offer()
        if self._watched and self._watched.state == FAILED:
            self._complain(self._watched.refusal)
        if self._watched and self._watched.state == DONE and not self._watched.is_plan:
            self._open_report()

    def _offer(self) -> None:
        is_free = self._watched is None or not self._watched.is_active
        self.plan.setEnabled(is_free)
        self.train.setEnabled(is_free)

    def _complain(self, sentence: str) -> None:
        self.messages.pushCritical("", told(sentence))

    def _show_blocks(self) -> None:
        if self._watched:
            show_blocks(self._watched.outputs["blocks_layer"])

    def _open_report(self) -> None:
        if self._watched and self._watched.outputs.get("report"):
            report = self._watched.outputs["report"]
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(report)):
                self._complain(tr("no program opens %1: set up a browser, or open it from another one", report))

    def _segment(self) -> None:
        """Opens Processing's dialog for the map, with the new model in it."""
        from processing import createAlgorithmDialog  # a plugin of QGIS, which a QGIS without Processing has not

        if self._watched:
            model = self._watched.outputs["output"]
            dialog = createAlgorithmDialog("paddy_segmenter:segmentraster", {"MODEL": model})
            self._trainings.keep(dialog)
            dialog.show()
