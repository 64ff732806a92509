"""The page Settings > Options > Paddy Segmenter: which Python runs the jobs, and an environment for those who have none."""

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontDatabase, QIcon
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.torch_environment import SETTING, places
from ..events import Event, Message, Progress
from ..provider import ICON
from ..translation.language import told, tr
from ..worker.installation import Installation
from .environment_work import EnvironmentWork

NAMES = {"python": "Python"}  # of packages, where people write them otherwise
COMMAND_LINES = 7
FULL = 1000  # steps of the progress bar


class EnvironmentPageFactory(QgsOptionsWidgetFactory):
    """Makes the page each time the options are opened; the work goes on without it."""

    def __init__(self) -> None:
        super().__init__("Paddy Segmenter", QIcon(ICON))
        self.work = EnvironmentWork()

    def createWidget(self, parent: QWidget | None = None) -> "EnvironmentPage":
        return EnvironmentPage(self.work, parent)


class EnvironmentPage(QgsOptionsPageWidget):
    """Shows what was found and starts what is asked; nothing here waits for it."""

    def __init__(self, work: EnvironmentWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("PaddySegmenterOptions")
        self._work = work
        self._found = {name: _text_label() for name in ("python", "versions", "device")}
        self.state = _text_label()
        self.chosen = QgsFileWidget()
        self.builds = QComboBox()
        self.wheels = QgsFileWidget()
        self.size = _text_label()
        self.commands = QPlainTextEdit()
        self.bar = QProgressBar()
        self.stage = QLabel()
        self.buttons = {name: QPushButton() for name in ("install", "cancel", "remove", "diagnose")}
        self._lay_out()
        self._connect()
        if work.plan is not None:
            self.commands.setPlainText(work.plan.text())
        self._show_state()
        if not work.busy:
            work.look()

    def apply(self) -> None:
        """Called by QGIS when the options are accepted."""
        QgsSettings().setValue(SETTING, self.chosen.filePath().strip())

    def _lay_out(self) -> None:
        jobs = QFormLayout()
        for name, label in {"python": tr("Python"), "versions": tr("Versions"), "device": tr("Computes on")}.items():
            jobs.addRow(label, self._found[name])
        self.chosen.setFilePath(QgsSettings().value(SETTING, "", type=str))
        self.chosen.lineEdit().setPlaceholderText(tr("found by itself"))
        jobs.addRow(tr("Use this Python"), self.chosen)
        own = QFormLayout()
        own.addRow(tr("Folder"), _text_label(places()[1]))
        self.builds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        own.addRow(tr("Build of torch"), self.builds)
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.lineEdit().setPlaceholderText(tr("none: pip downloads, through QGIS' proxy"))
        own.addRow(tr("Folder of wheels"), self.wheels)
        own.addRow(tr("Size"), self.size)
        self._dress_commands()
        own.addRow(tr("Commands"), self.commands)
        self.bar.setMaximum(FULL)
        own.addRow(self.stage)
        own.addRow(self.bar)
        whole = QVBoxLayout(self)
        whole.addWidget(self.state)
        whole.addWidget(_box(tr("Python of the jobs"), jobs))
        whole.addWidget(_box(tr("Environment of the plugin"), own), 1)
        whole.addLayout(self._button_row())

    def _dress_commands(self) -> None:
        self.commands.setReadOnly(True)
        self.commands.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.commands.setMinimumHeight(COMMAND_LINES * self.commands.fontMetrics().lineSpacing())
        self.stage.setTextFormat(Qt.TextFormat.PlainText)
        self.stage.setMinimumWidth(1)  # a long line of pip must not widen the options

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        names = {"install": tr("Install"), "cancel": tr("Cancel"), "remove": tr("Remove"), "diagnose": tr("Diagnose")}
        for name, text in names.items():
            self.buttons[name].setText(text)
            self.buttons[name].setAutoDefault(False)
            row.addWidget(self.buttons[name])
        self.buttons["install"].setToolTip(tr("Makes the environment; one that is there is replaced"))
        self.buttons["diagnose"].setToolTip(tr("Copies a text for bug reports, without passwords and your name"))
        row.insertStretch(3)
        return row

    def _connect(self) -> None:
        self._work.changed.connect(self._show_state)
        self._work.told.connect(self._hear)
        self.builds.currentIndexChanged.connect(self._show_plan)
        self.wheels.fileChanged.connect(self._show_plan)
        self.buttons["install"].clicked.connect(self._install)
        self.buttons["cancel"].clicked.connect(self._work.cancel)
        self.buttons["remove"].clicked.connect(self._work.remove)
        self.buttons["diagnose"].clicked.connect(self._diagnose)

    def _install(self) -> None:
        plan = self._plan()
        if plan is not None:
            self.commands.clear()  # each is told when it starts
            self._work.install(plan)

    def _diagnose(self) -> None:
        QApplication.clipboard().setText(self._work.diagnosis())
        self.state.setText(tr("The text for your bug report is in the clipboard."))

    def _plan(self) -> Installation | None:
        build = self.builds.currentData()
        return None if build is None else self._work.plan_for(build, self.wheels.filePath().strip())

    def _show_state(self) -> None:
        seen, installing = self._work.survey, self._work.plan is not None
        self._found["python"].setText(seen.python or tr("none with torch"))
        facts = seen.facts if seen.python else seen.host_facts
        self._found["versions"].setText(
            ", ".join(f"{NAMES.get(name, name)} {version}" for name, version in facts.versions.items())
        )
        self._found["device"].setText(told(seen.facts.device()))
        self.state.setText(self._sentence())
        self._show_builds()
        idle = not self._work.busy
        possible = {
            "install": idle and "numpy" in seen.host_facts.versions,  # without it this is no Python of QGIS
            "cancel": installing,
            "remove": idle and seen.size > 0,
        }
        for name, enabled in possible.items():
            self.buttons[name].setEnabled(enabled)
        for choice in (self.builds, self.wheels):
            choice.setEnabled(idle)
        for sign in (self.bar, self.stage):
            sign.setVisible(installing)
        self._show_progress(self._work.progress)

    def _sentence(self) -> str:
        if self._work.plan is not None:
            return tr("Installing. You may close the options: it goes on.")
        if self._work.busy:
            return tr("Looking for a Python with torch ...")
        found = tr("Everything that training and mapping need is there.")
        return told(self._work.fault or self._work.survey.fault) or found

    def _show_builds(self) -> None:
        if [self.builds.itemData(row) for row in range(self.builds.count())] != list(self._work.survey.builds):
            self.builds.clear()
            for build in self._work.survey.builds:
                self.builds.addItem(tr(build.name), build)
        self._show_plan()

    def _show_plan(self) -> None:
        plan = self._work.plan or self._plan()
        if plan is None:
            return
        download = 0.0 if plan.wheels else plan.build.download
        there, load, disk = (f"{size / 1e9:.1f}" for size in (self._work.survey.size, download, plan.build.disk))
        if self._work.survey.size:
            sizes = tr("%1 GB are there now; about %2 GB to download and %3 GB on the disk", there, load, disk)
        else:
            sizes = tr("about %1 GB to download and %2 GB on the disk", load, disk)
        self.size.setText(sizes)
        if not self._work.busy:
            self.commands.setPlainText(plan.text())

    def _hear(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._show_progress(event)
        elif isinstance(event, Message):
            self.commands.appendPlainText(told(event.text))

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setValue(int(FULL * progress.share))
        self.stage.setText(told(progress.text))


def _text_label(text: str = "") -> QLabel:
    """Returns a label that breaks its lines and whose text can be copied."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)  # else a form gives it one line
    label.setSizePolicy(policy)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _box(title: str, rows: QFormLayout) -> QGroupBox:
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    box = QGroupBox(title)
    box.setLayout(rows)
    return box
