"""The course of a training: its curves, what it tells, and what can be done with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.feedback_listener import duration
from ..events import Epoch, Event, Message, Panels, Progress
from ..translation.language import told, tr
from .curves import Curves
from .panels_view import PanelsView
from .training_state import ACTIVE, DONE, FAILED, FINISHING, PAUSED, PAUSING, RUNNING

if TYPE_CHECKING:
    from .training import Training

MOST_LINES = 5000  # of the log
STATES = {  # in words; what runs tells more
    RUNNING: "running",
    PAUSING: "pausing: what was learnt is kept",
    FINISHING: "stopping with the best model so far",
    PAUSED: "paused: it can go on from its last epoch, later and after a restart of QGIS too",
    DONE: "done",
    FAILED: "ended with an error",
}


class CoursePage(QWidget):
    """Shows one training, live. Buttons are offered where they make sense; what they do is connected by the dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training: Training | None = None
        self.curves = Curves()
        self.panels = PanelsView()

        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))  # a plan has columns
        self.log.setMaximumBlockCount(MOST_LINES)
        self.log.setTabChangesFocus(True)
        self.log.setAccessibleName(tr("Log"))
        end = self.log.verticalScrollBar()
        end.rangeChanged.connect(lambda low, high: end.setValue(high))  # with new lines, and when the page gets smaller

        self.status = QLabel(tr("Nothing was trained or planned yet."))
        self.status.setWordWrap(True)
        self.progress = QProgressBar()

        self.pause = QPushButton(tr("Pa&use"))
        self.stop = QPushButton(tr("Stop and &keep the best"))
        self.blocks = QPushButton(tr("Show the &blocks"))
        self.report = QPushButton(tr("Open the &report"))
        self.segment = QPushButton(tr("Segment a &layer..."))
        self.pause.setToolTip(
            tr("Ends the process. What was learnt until the last epoch is kept, and the training can go on later.")
        )
        self.stop.setToolTip(tr("Ends the training and writes the model of the best epoch so far."))

        self._arrange()
        self._refresh()

    def show_training(self, training: "Training | None") -> None:
        """Shows this training from its start on."""
        self.forget()
        self._training = training
        self.log.clear()
        if training:
            training.told.connect(self._hear)
            training.changed.connect(self._refresh)
            for message in training.messages:
                self._write(message)
        self.panels.show_panels(training.panels if training else None)
        self._draw()
        self._refresh()

    def forget(self) -> None:
        """Looks at no training any longer."""
        if self._training:
            self._training.told.disconnect(self._hear)
            self._training.changed.disconnect(self._refresh)
        self._training = None

    def _arrange(self) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        told = QSplitter(Qt.Orientation.Horizontal)
        told.addWidget(self.log)
        told.addWidget(self.panels)
        told.setChildrenCollapsible(False)
        parts.addWidget(self.curves)
        parts.addWidget(told)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)

        buttons = QHBoxLayout()
        for button in (self.pause, self.stop):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.blocks, self.report, self.segment):
            buttons.addWidget(button)

        layout = QVBoxLayout(self)
        layout.addWidget(parts, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.progress)
        layout.addLayout(buttons)

    def _hear(self, event: Event) -> None:
        kind = HEARD.get(type(event))
        if kind:
            kind(self, event)

    def _write(self, message: Message) -> None:
        text = told(message.text)
        self.log.appendPlainText(tr("Warning: %1", text) if message.level == "warning" else text)

    def _draw(self, epoch: Epoch | None = None) -> None:
        training = self._training
        self.curves.show_epochs(training.epochs if training else (), training.job.epochs if training else 1)

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setValue(round(100 * progress.share))
        left = tr("%1 left", duration(progress.seconds_left)) if progress.seconds_left is not None else ""
        self._say(", ".join(filter(None, (told(progress.text), left))))

    def _say(self, doing: str = "") -> None:
        training = self._training
        if training:
            is_cancelled = training.is_plan and training.state == PAUSED  # there is nothing to go on from
            state = f"{training.title}: {tr('cancelled') if is_cancelled else tr(STATES[training.state])}"
            self.status.setText(
                ": ".join(filter(None, (state, doing if training.state in ACTIVE else told(training.refusal))))
            )

    def _refresh(self) -> None:
        """Offers what can be done now."""
        training = self._training
        state, outputs = (training.state, training.outputs) if training else ("", {})
        is_training = training is not None and not training.is_plan
        goes_on = is_training and state in (PAUSED, FAILED)
        texts = tr("Contin&ue") if goes_on else tr("Pa&use") if training is None or is_training else tr("Cancel")
        self.pause.setText(texts)
        self.pause.setEnabled(goes_on or state in (RUNNING, FINISHING))
        self.stop.setEnabled(training is not None and training.can_finish)
        is_plan = training is not None and training.is_plan
        self.blocks.setVisible(is_plan)
        for part in (self.stop, self.curves, self.panels):
            part.setVisible(not is_plan)
        self.blocks.setEnabled(state == DONE and "blocks_layer" in outputs)
        self.report.setEnabled(is_training and state == DONE and "report" in outputs)
        self.segment.setEnabled(is_training and state == DONE and "output" in outputs)
        self.progress.setEnabled(state in ACTIVE)
        if training:
            self._show_progress(training.progress)
            if state == DONE:
                self.progress.setValue(100)


HEARD: dict[type[Event], Callable[..., None]] = {
    Epoch: CoursePage._draw,
    Message: CoursePage._write,
    Panels: lambda page, panels: page.panels.show_panels(panels),
    Progress: CoursePage._show_progress,
}
