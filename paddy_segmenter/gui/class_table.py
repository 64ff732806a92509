"""The classes to learn: what the labels hold, what that is called, and its colour."""

from collections.abc import Iterable

from qgis.gui import QgsColorButton
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..translation.language import tr
from .symbology import ShownClass

VALUE, NAME, COLOUR = range(3)
ROWS = 4  # that are visible without scrolling


class ClassTable(QWidget):
    """A table of classes that can be changed. Classes that are not in it keep the labels' own names and colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = QTableWidget(0, 3)
        self._table.setHorizontalHeaderLabels([tr("Value in the labels"), tr("Name"), tr("Colour")])
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().hide()
        self._table.setTabKeyNavigation(False)  # the key Tab leaves the table, arrows move in it
        self._table.setAccessibleName(tr("Classes"))
        self._table.setFixedHeight(round((ROWS + 1) * 1.8 * self.fontMetrics().height()))
        add, remove = QPushButton(tr("Add a class")), QPushButton(tr("Remove the class"))
        add.clicked.connect(lambda: self._add(ShownClass("", "", self._next_colour())))
        remove.clicked.connect(lambda: self._table.removeRow(self._table.currentRow()))
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        layout.addLayout(buttons)
        self.setFocusProxy(self._table)

    def show_classes(self, classes: Iterable[ShownClass]) -> None:
        """Shows these classes and no others."""
        self._table.setRowCount(0)
        for each in classes:
            self._add(each)

    def classes(self) -> list[ShownClass]:
        """Returns the classes whose value is given."""
        rows = range(self._table.rowCount())
        shown = [ShownClass(self._text(row, VALUE), self._text(row, NAME), self._colour(row)) for row in rows]
        return [each for each in shown if each.value]

    def _add(self, shown: ShownClass) -> None:
        row = self._table.rowCount()
        self._table.insertRow(row)
        self._table.setItem(row, VALUE, QTableWidgetItem(shown.value))
        self._table.setItem(row, NAME, QTableWidgetItem(shown.name))
        button = QgsColorButton(self._table, tr("Colour of the class"))
        button.setColor(QColor(shown.colour))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._table.setCellWidget(row, COLOUR, button)

    def _next_colour(self) -> str:
        """Returns a colour that lies far from those of the rows above."""
        return str(QColor.fromHsv(137 * self._table.rowCount() % 360, 200, 200).name())

    def _text(self, row: int, column: int) -> str:
        item = self._table.item(row, column)
        return item.text().strip() if item else ""

    def _colour(self, row: int) -> str:
        return str(self._table.cellWidget(row, COLOUR).color().name())


def value_map_of(classes: Iterable[ShownClass]) -> list[str]:
    """Returns the names as the parameter VALUE_MAP wants them."""
    return [f"{each.value}={each.name}" for each in classes if each.name not in ("", each.value)]


def colours_of(classes: Iterable[ShownClass]) -> list[str]:
    """Returns the colours as the parameter COLOURS wants them: of classes that are merged, the first one's."""
    colours: dict[str, str] = {}
    for each in classes:
        colours.setdefault(each.name or each.value, each.colour)
    return [f"{name}={colour}" for name, colour in colours.items()]


def classes_from(value_map: object, colours: object) -> list[ShownClass]:
    """Returns the classes that the parameters VALUE_MAP and COLOURS stand for, lists or texts."""
    names = dict(_pairs(value_map))
    given = dict(_pairs(colours))
    unnamed = {name: name for name in given if name not in names.values()}
    return [ShownClass(value, name, given.get(name, "#808080")) for value, name in (names | unnamed).items()]


def _pairs(entered: object) -> list[tuple[str, str]]:
    texts = entered if isinstance(entered, (list, tuple)) else str(entered or "").replace("\n", ";").split(";")
    split = [str(text).rpartition("=") for text in texts]
    return [(left.strip(), right.strip()) for left, _, right in split if left.strip()]
