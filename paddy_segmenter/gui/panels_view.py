"""What the network makes of a piece of ground by now, beside image and labels."""

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QImage, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..events import Panels
from ..translation.language import tr

TITLES = {"image": "Image", "labels": "Labels", "prediction": "Prediction"}


class PanelsView(QLabel):  # dark themes colour the text of labels and leave plain widgets black on black
    """The panels side by side, each with its title, as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[str, QImage] = {}
        self.setAccessibleName(tr("Image, labels and the current prediction"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_panels(self, panels: Panels | None) -> None:
        """Shows these panels, or none."""
        pictures = panels.pictures if panels else {}
        self._pictures = {name: _decoded(text) for name, text in pictures.items() if name in TITLES}
        self.setAccessibleDescription(tr("epoch %1", panels.number) if panels else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(24, 9) * self.fontMetrics().height()

    def minimumSizeHint(self) -> QSize:
        return QSize(15, 6) * self.fontMetrics().height()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, line = QPainter(self), self.fontMetrics().height()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        width = self.width() / len(TITLES)
        for number, (name, title) in enumerate(TITLES.items()):
            box = QRectF(number * width, 0, width, self.height()).adjusted(line / 4, 0, -line / 4, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, tr(title))
            if name in self._pictures:
                picture = self._pictures[name]
                painter.drawImage(_fitted(picture, box.adjusted(0, 1.2 * line, 0, 0)), picture)
        painter.end()


def _decoded(text: str) -> QImage:
    return QImage.fromData(QByteArray.fromBase64(text.encode()))


def _fitted(picture: QImage, box: QRectF) -> QRectF:
    """Returns where the picture lies in the box, as large as it can be, in the middle."""
    factor = min(box.width() / max(picture.width(), 1), box.height() / max(picture.height(), 1))
    fitted = QRectF(0, 0, picture.width() * factor, picture.height() * factor)
    fitted.moveCenter(box.center())
    fitted.moveTop(box.top())
    return fitted
