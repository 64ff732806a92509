"""The curves of a training, drawn as it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..algorithms.feedback_listener import figures_of
from ..events import Epoch
from ..translation.language import tr

FAINT = 0.25  # opacity of frame and grid
STEPS = (1, 2, 5)  # of the axes, times a power of ten
TICKS = 4


@dataclass(frozen=True)
class Curve:
    """A figure of the epochs by its name there, and how it is drawn: never by colour alone."""

    name: str
    title: str
    colour: QPalette.ColorRole
    line: Qt.PenStyle = Qt.PenStyle.SolidLine


PANELS = (
    (Curve("loss", "Loss", QPalette.ColorRole.WindowText),),
    (
        Curve("validation_miou", "Validation mIoU", QPalette.ColorRole.Link),
        Curve("validation_accuracy", "Accuracy", QPalette.ColorRole.WindowText, Qt.PenStyle.DashLine),
    ),
)
KEYS = max(map(len, PANELS))  # lines above each panel


class Curves(QLabel):  # dark themes colour the text of labels and leave plain widgets black on black
    """Two panels over the epochs: the loss, and the figures on the ground that is validated on, both from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs: Sequence[Epoch] = ()
        self._most = 1
        self.setAccessibleName(tr("Curves of loss, validation mIoU and accuracy over the epochs"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_epochs(self, epochs: Sequence[Epoch], most: int) -> None:
        """Draws these epochs on an axis that reaches to `most` epochs."""
        self._epochs, self._most = epochs, max(most, 1)
        latest = tr("epoch %1: %2", epochs[-1].number, figures_of(epochs[-1])) if epochs else ""
        self.setAccessibleDescription(latest)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, 12) * self.fontMetrics().height()

    def minimumSizeHint(self) -> QSize:
        return QSize(24, 10) * self.fontMetrics().height()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(PANELS)
        for index, curves in enumerate(PANELS):
            self._draw_panel(painter, QRectF(index * width, 0, width, self.height()), curves)
        painter.end()

    def _draw_panel(self, painter: QPainter, box: QRectF, curves: Sequence[Curve]) -> None:
        line = self.fontMetrics().height()
        frame = box.adjusted(3.5 * line, (KEYS + 0.5) * line, -line, -1.5 * line)
        points = {curve: self._points_of(curve) for curve in curves}
        highest = 1.0 if len(curves) > 1 else max((y for _, y in points[curves[0]]), default=0.0) or 1.0
        self._draw_axes(painter, frame, highest)
        for number, (curve, place) in enumerate(points.items()):
            pen = QPen(self.palette().color(curve.colour), line / 8)
            pen.setStyle(curve.line)
            painter.setPen(pen)
            placed = [
                QPointF(frame.left() + x / self._most * frame.width(), frame.bottom() - y / highest * frame.height())
                for x, y in place
            ]
            painter.drawPolyline(QPolygonF(placed))
            if placed:
                painter.setBrush(pen.color())
                painter.drawEllipse(placed[-1], line / 6, line / 6)
                painter.setBrush(Qt.BrushStyle.NoBrush)
            self._draw_key(painter, QPointF(frame.left(), (number + 0.7) * line), curve, place)

    def _points_of(self, curve: Curve) -> list[tuple[float, float]]:
        return [(epoch.number, epoch.figures[curve.name]) for epoch in self._epochs if curve.name in epoch.figures]

    def _draw_key(self, painter: QPainter, start: QPointF, curve: Curve, place: list[tuple[float, float]]) -> None:
        """Draws a curve's line, title and latest figure above the panel."""
        metrics = self.fontMetrics()
        line = metrics.height()
        text = f"{tr(curve.title)} {place[-1][1]:.3f}" if place else tr(curve.title)
        painter.drawLine(start, start + QPointF(1.5 * line, 0))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(start + QPointF(2 * line, metrics.ascent() / 2.5), text)

    def _draw_axes(self, painter: QPainter, frame: QRectF, highest: float) -> None:
        metrics, text = self.fontMetrics(), self.palette().color(QPalette.ColorRole.WindowText)
        faint = QColor(text)
        faint.setAlphaF(FAINT)
        painter.setPen(faint)
        painter.drawRect(frame)
        for value in ticks(highest):
            y = frame.bottom() - value / highest * frame.height()
            painter.setPen(faint)
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(text)
            label = f"{value:g}"
            painter.drawText(
                QPointF(frame.left() - metrics.horizontalAdvance(label + " "), y + metrics.ascent() / 2.5), label
            )
        for value in ticks(self._most):
            if value.is_integer():
                label, x = f"{value:g}", frame.left() + value / self._most * frame.width()
                painter.drawText(
                    QPointF(x - metrics.horizontalAdvance(label) / 2, frame.bottom() + metrics.height()), label
                )


def ticks(highest: float) -> list[float]:
    """Returns round numbers from 0 to `highest`, about TICKS of them."""
    power = 10.0**-12
    while power * 10 * TICKS <= highest:
        power *= 10
    steps = [power * step for step in (*STEPS, 10)]
    step = next(step for step in steps if step * TICKS * 1.3 >= highest)
    return [round(index * step, 12) for index in range(int(highest / step * (1 + 1e-9)) + 1)]
