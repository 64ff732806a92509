"""The training dialog by keyboard, on a small screen, and under many clicks."""

import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from paddy_segmenter.gui.training_dialog import TrainingDialog
from paddy_segmenter.worker import process
from paddy_segmenter.worker.child import Child
from tests.worker.conftest import is_running

from .conftest import LONG, complaint_in, is_open, process_in, wait_until


def controls_of(dialog: TrainingDialog) -> set[QWidget]:
    """Returns what can be seen and takes a value or a click; parts of a control, such as the field of a spin box, go with it."""
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
    found = {each for kind in kinds for each in dialog.findChildren(kind) if each.isVisible() and each.isEnabled()}
    return {each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.parent() not in found}


def walk_through(dialog: TrainingDialog, key: Qt.Key) -> list[QWidget]:
    """Returns where the focus comes to until it is back at its start, pressing the key."""
    start = dialog.focusWidget()
    reached = [start]
    while len(reached) < 2 or reached[-1] is not start:
        QTest.keyClick(reached[-1], key)
        reached.append(dialog.focusWidget())
        assert len(reached) < 300, "the focus does not come round"
    return reached


def test_the_key_Tab_reaches_every_control_of_every_page_and_leaves_it(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    dialog = new_dialog(**asked, VALUE_MAP="1=paddy", COLOURS="paddy=#0a141e")
    dialog.activateWindow()
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            dialog.tabs.tabBar().setFocus()
            reached = walk_through(dialog, key)
            missed = [
                each for each in controls_of(dialog) if not any(each is at or each.isAncestorOf(at) for at in reached)
            ]
            assert missed == [], f"page {page}"


def test_keys_turn_pages_tick_layers_and_press_buttons(
    child: Callable[[str], None], new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    child(LONG)
    dialog = new_dialog(**asked | {"INPUT": []})
    dialog.activateWindow()
    rasters = dialog.form._rasters._list
    rasters.setFocus()
    rasters.setCurrentRow(0)
    QTest.keyClick(rasters, Qt.Key.Key_Space)
    assert dialog.form.parameters()["INPUT"] == asked["INPUT"]
    dialog.tabs.tabBar().setFocus()
    QTest.keyClick(dialog.tabs.tabBar(), Qt.Key.Key_Right)
    assert dialog.tabs.currentIndex() == 1
    dialog.train.setFocus()
    QTest.keyClick(dialog.train, Qt.Key.Key_Return)
    pid = process_in(dialog)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):  # pause, and go on
        was_active = dialog.course._training.is_active
        dialog.course.pause.setFocus()
        QTest.keyClick(dialog.course.pause, key)
        wait_until(lambda was=was_active: dialog.course._training.is_active != was)
    assert not is_running(pid)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not is_open(dialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_in_a_field_begins_no_training(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any], key: Qt.Key
) -> None:
    dialog = new_dialog(**asked)
    dialog.activateWindow()
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        for field in dialog.tabs.currentWidget().findChildren((QLineEdit, QAbstractSpinBox)):
            field.setFocus()
            QTest.keyClick(field, key)
    QTest.keyClick(dialog, key)
    assert dialog.course._training is None
    assert is_open(dialog)
    assert complaint_in(dialog) == ""


def test_the_dialog_fits_a_laptop_of_1366_by_768_pixels_at_125_percent(
    new_dialog: Callable[..., TrainingDialog], asked: dict[str, Any]
) -> None:
    dialog = new_dialog(**asked)
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        dialog.messages.pushCritical("", "a complaint takes a line")
        least = dialog.minimumSizeHint() / dialog.fontMetrics().height()
        # There a line takes 17 pixels, and the window's title and a taskbar take 80.
        assert (least.width() < 1366 / 1.25 / 17, least.height() < (768 / 1.25 - 80) / 17) == (True, True)


@pytest.fixture
def click_at_random(
    new_dialog: Callable[..., TrainingDialog], monkeypatch: pytest.MonkeyPatch
) -> Callable[[dict[str, Any], int], None]:
    """Returns a function that trains what is asked for, clicks and closes at random meanwhile, and looks for what that broke or left."""
    started: list[Child] = []
    broken: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: broken.append(error))
    told: list[str] = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda text, tag, level: told.append(f"{tag}: {text}"))

    class Watched(Child):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            started.append(self)

    monkeypatch.setattr(process, "Child", Watched)

    def click(asked: dict[str, Any], seed: int) -> None:
        chance = random.Random(seed)
        dialog = new_dialog(**asked)
        dialog.train.click()
        wait_until(dialog.course.curves.accessibleDescription)  # there is an epoch
        for _ in range(50):
            course = dialog.course
            buttons = [dialog.plan, dialog.train, dialog.leave, course.pause, course.stop, course.report]
            closings = [dialog.leave.click, dialog.close, lambda shown=dialog: QTest.keyClick(shown, Qt.Key.Key_Escape)]
            chance.choice([*(button.click for button in buttons if button.isEnabled()), *closings])()
            QTest.qWait(chance.choice((0, 1, 40, 400)))
            dialog = dialog if is_open(dialog) else new_dialog()
        wait_until(lambda: dialog.train.isEnabled() or dialog.course.pause.click())
        wait_until(lambda: not any(is_running(child.pid) for child in started))
        assert len(started) > 2
        assert broken == []
        assert [line for line in told if "rror" in line] == []

    return click


@pytest.mark.parametrize("seed", [1, 2])
def test_50_random_clicks_and_closings_break_nothing_and_leave_no_process(
    child: Callable[[str], None], asked: dict[str, Any], click_at_random: Callable[..., None], seed: int
) -> None:
    child(LONG.replace("0.01", "0.005"))
    click_at_random(asked, seed)


@pytest.mark.slow
def test_50_random_clicks_and_closings_of_a_real_training_do_neither(
    long_training: dict[str, Any], click_at_random: Callable[..., None]
) -> None:
    click_at_random(long_training, 3)
