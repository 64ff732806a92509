"""What is drawn and clicked while a training is watched, on Qt 6."""

import base64
import sys
from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import QBuffer, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPalette, QTextCursor
from PyQt6.QtTest import QSignalSpy, QTest
from PyQt6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from paddy_segmenter.events import Epoch, Message, Panels, Progress
from paddy_segmenter.gui import training_state
from paddy_segmenter.gui.course_page import STATES, CoursePage
from paddy_segmenter.gui.curves import Curves
from paddy_segmenter.gui.panels_view import PanelsView

EPOCHS = [
    Epoch(number, {"loss": 2 / number, "validation_miou": 0.1 * number, "validation_accuracy": 0.11 * number})
    for number in range(1, 9)
]
COLOURS = {"image": "#c81e1e", "labels": "#1ec81e", "prediction": "#1e1ec8"}


class Training(QObject):
    """What a page sees of a training, led by a test; the real one is a task of QGIS."""

    told = pyqtSignal(object)
    changed = pyqtSignal()

    class job:
        epochs = 40

    title = "Training of a model"

    def __init__(self, state: str, is_plan: bool = False) -> None:
        super().__init__()
        self.state, self.is_plan = state, is_plan
        self.epochs, self.messages = EPOCHS, [Message("4 blocks"), Message("few labels", "warning")]
        self.panels, self.progress = Panels(8, pictures()), Progress(0.25, 90.0, "epoch 9 of 40")
        self.outputs = {"output": "a.safetensors", "report": "a.html", "blocks_layer": "a.gpkg"}
        self.can_finish, self.refusal = state == training_state.RUNNING and not is_plan, ""


def pictures() -> dict[str, str]:
    return {name: picture(colour) for name, colour in COLOURS.items()}


def picture(colour: str) -> str:
    """Returns a picture of one colour as an event brings it."""
    image, buffer = QImage(64, 48, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor(colour))
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.data().data()).decode()


@pytest.fixture
def shown() -> Iterator[Callable[..., QImage]]:
    """Returns a function that shows a widget and takes its picture."""
    widgets = []

    def show(widget: QWidget, width: int = 700, height: int = 500) -> QImage:
        widgets.append(widget)
        widget.resize(width, height)
        widget.show()
        return widget.grab().toImage()

    yield show
    for widget in widgets:
        widget.close()


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_this_is_qt_6_and_no_qgis() -> None:
    assert QApplication.instance() is not None
    assert not {name for name in sys.modules if name.startswith(("PyQt5", "qgis.core", "qgis.gui"))}


def test_curves_are_drawn_in_the_colours_of_the_palette(shown: Callable[..., QImage]) -> None:
    curves = Curves()
    palette = curves.palette()
    palette.setColor(QPalette.ColorRole.Link, QColor("#c81e1e"))
    curves.setPalette(palette)
    empty = colours_in(shown(curves))
    curves.show_epochs(EPOCHS, 40)
    half_way = curves.grab().toImage()
    curves.show_epochs(EPOCHS, 8)
    assert "#c81e1e" in colours_in(half_way)
    assert curves.grab().toImage() != half_way
    assert len(empty) > 1
    assert curves.accessibleDescription() == "epoch 8: loss 0.25, validation miou 0.8, validation accuracy 0.88"


def test_the_panels_are_drawn_from_left_to_right(shown: Callable[..., QImage]) -> None:
    view = PanelsView()
    view.show_panels(Panels(3, pictures()))
    drawn = shown(view)
    middle = [drawn.pixelColor(drawn.width() * (2 * number + 1) // 6, 80).name() for number in range(3)]
    assert middle == list(COLOURS.values())


def test_what_is_drawn_takes_the_colour_that_a_dark_theme_gives_to_texts(shown: Callable[..., QImage]) -> None:
    page = CoursePage()
    page.setStyleSheet("QWidget { background: #222222 } QLabel { color: #c8c8c8 }")
    page.show_training(Training(training_state.RUNNING))
    shown(page)
    for drawn in (page.curves, page.panels):
        assert "#c8c8c8" in colours_in(drawn.grab().toImage())


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (training_state.RUNNING, {"Pause", "Stop and keep the best"}),
        (training_state.PAUSING, set()),
        (training_state.FINISHING, {"Pause"}),
        (training_state.PAUSED, {"Continue"}),
        (training_state.FAILED, {"Continue"}),
        (training_state.DONE, {"Open the report", "Segment a layer..."}),
    ],
)
def test_each_state_offers_what_can_be_done_and_buttons_answer_to_keys_and_clicks(
    shown: Callable[..., QImage], state: str, enabled: set[str]
) -> None:
    page = CoursePage()
    page.show_training(Training(state))
    drawn = shown(page)
    assert set(COLOURS.values()) <= colours_in(drawn)
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible() and button.isEnabled()]
    assert {button.text().replace("&", "") for button in buttons} == enabled
    clicks = [QSignalSpy(button.clicked) for button in buttons]
    for button in buttons:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert [len(spy) for spy in clicks] == [2] * len(buttons)
    assert STATES[state] in page.status.text()


def test_a_page_follows_what_a_training_tells(shown: Callable[..., QImage]) -> None:
    training, page = Training(training_state.RUNNING), CoursePage()
    page.show_training(training)
    shown(page)
    for event in (Message("the loss is high", "warning"), Progress(0.5, 45.0, "epoch 20 of 40"), EPOCHS[-1]):
        training.told.emit(event)
    assert page.log.toPlainText().splitlines() == ["4 blocks", "Warning: few labels", "Warning: the loss is high"]
    assert page.progress.value() == 50
    assert page.status.text() == "Training of a model: running: epoch 20 of 40, 45 s left"
    page.forget()
    training.told.emit(Message("nobody hears it"))
    assert "nobody" not in page.log.toPlainText()


def test_a_plan_shows_its_log_and_offers_its_blocks(shown: Callable[..., QImage]) -> None:
    page = CoursePage()
    page.show_training(Training(training_state.DONE, is_plan=True))
    shown(page)
    assert not page.curves.isVisible()
    assert not page.panels.isVisible()
    assert page.blocks.isEnabled()
    assert page.pause.text() == "Cancel"


def test_a_plan_that_was_cancelled_does_not_claim_to_go_on(shown: Callable[..., QImage]) -> None:
    page = CoursePage()
    page.show_training(Training(training_state.PAUSED, is_plan=True))
    shown(page)
    assert page.status.text().endswith(": cancelled")


def test_the_last_line_of_a_log_stays_in_sight(shown: Callable[..., QImage]) -> None:
    training, page = Training(training_state.DONE, is_plan=True), CoursePage()
    page.show_training(training)
    for height in (500, 440, 437, 500):
        shown(page, height=height)
        training.told.emit(Message("\n".join(f"line {number}" for number in range(60))))
        QApplication.processEvents()
        page.resize(700, height - 23)
        QApplication.processEvents()
        assert page.log.cursorRect(end_of(page.log)).bottom() <= page.log.viewport().height()


def end_of(log: QPlainTextEdit) -> QTextCursor:
    cursor = log.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor
