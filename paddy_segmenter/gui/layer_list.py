"""The layers of the project that can be ticked, and files beside them."""

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsIconUtils, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ..translation.language import tr

Accepts = Callable[[QgsMapLayer], bool]
SOURCE = Qt.ItemDataRole.UserRole  # a layer's id or a file's path
POLYGON = "Polygon"  # the type's name; its number has moved between versions of QGIS
ROWS = 3  # that are visible without scrolling


def is_raster(layer: QgsMapLayer) -> bool:
    """Returns whether a training can learn from the layer."""
    return isinstance(layer, QgsRasterLayer)


def is_label(layer: QgsMapLayer) -> bool:
    """Returns whether the layer can say what is where."""
    if isinstance(layer, QgsVectorLayer):
        return bool(QgsWkbTypes.geometryDisplayString(layer.geometryType()) == POLYGON)
    return is_raster(layer)


class LayerList(QWidget):
    """A list of the project's layers with boxes to tick, which follows the project, and a button for files.

    What is ticked counts in the order of the list: rasters and labels belong together by it. It can be dragged.

    Args:
        accepts: which layers are listed.
        name: what the list is of, for screen readers.
    """

    changed = pyqtSignal()

    def __init__(self, accepts: Accepts, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self._files: list[str] = []
        self._list = QListWidget()
        self._list.setAccessibleName(name)
        self._list.setTabKeyNavigation(False)
        self._list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self._add = QPushButton(tr("Add a file..."))
        self._add.clicked.connect(self._ask_for_files)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.setFixedHeight(round((ROWS + 0.5) * 1.4 * self.fontMetrics().height()))
        self.setFocusProxy(self._list)
        self._list.itemChanged.connect(lambda item: self.changed.emit())
        project = QgsProject.instance()
        project.layersAdded.connect(self._list_anew)
        project.layersRemoved.connect(self._list_anew)
        self._list_anew()

    def chosen(self) -> list[str]:
        """Returns the ids and paths that are ticked, in the order of the list."""
        items = [self._list.item(row) for row in range(self._list.count())]
        return [item.data(SOURCE) for item in items if item.checkState() == Qt.CheckState.Checked]

    def choose(self, sources: list[str]) -> None:
        """Ticks these ids, names and paths, and no others, and lists them first, in this order; what is none of them is left."""
        layers = QgsProject.instance().mapLayers()
        by_name = {layer.name(): key for key, layer in layers.items()}
        wanted = [by_name.get(source, source) for source in sources]
        self._files += [source for source in wanted if source not in (*layers, *self._files) and _is_file(source)]
        self._fill(wanted)

    def _ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Files"))
        if paths:
            self.choose([*self.chosen(), *paths])

    def _list_anew(self, layers: object = None) -> None:
        self._fill(self.chosen())

    def _fill(self, ticked: list[str]) -> None:
        layers = QgsProject.instance().mapLayers()
        by_name = sorted(layers, key=lambda key: str(layers[key].name()).lower())
        listed = [*(key for key in by_name if self._accepts(layers[key])), *self._files]
        self._list.blockSignals(True)
        self._list.clear()
        for source in sorted(listed, key=lambda source: ticked.index(source) if source in ticked else len(ticked)):
            self._add_item(source, layers.get(source), source in ticked)
        self._list.blockSignals(False)
        self.changed.emit()

    def _add_item(self, source: str, layer: QgsMapLayer | None, is_ticked: bool) -> None:
        item = QListWidgetItem(layer.name() if layer else Path(source).name, self._list)
        if layer:
            item.setIcon(QgsIconUtils.iconForLayer(layer))
        item.setData(SOURCE, source)
        item.setToolTip(source)
        item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)


def _is_file(source: str) -> bool:
    path = source.partition("|")[0]  # e.g. fields.gpkg|layername=fields
    return path.startswith("/vsi") or Path(path).exists()
