"""The blocks of a plan on the map, coloured by what they are for."""

from collections.abc import Callable, Mapping
from typing import Any

from qgis.core import QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsProject, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from ..algorithms.output_style import open_legend
from ..translation.language import tr

OPACITY = 0.45  # so that the raster below stays visible
PURPOSES = {"training": "#0072b2", "validation": "#e69f00", "training and validation": "#cc79a7", "none": "#808080"}
TITLES: dict[str, Callable[[Any], str]] = {
    "purpose": lambda value: tr(value),
    "fold": lambda value: tr("validated on in fold %1", value),
}
NAME = "Blocks of the training"


def show_blocks(path: str) -> QgsVectorLayer:
    """Adds the layer that a plan made of its blocks on top of the project, its legend open, in place of that of an earlier plan."""
    project = QgsProject.instance()
    name = tr(NAME)
    project.removeMapLayers([layer.id() for layer in project.mapLayersByName(name)])
    layer = QgsVectorLayer(path, name)
    folds = sorted(layer.uniqueValues(layer.fields().indexOf("fold")) - {0})
    layer.setRenderer(_folds(folds) if folds else _categories("purpose", PURPOSES))
    layer.setOpacity(OPACITY)
    project.addMapLayer(layer, False)
    open_legend(project.layerTreeRoot().insertLayer(0, layer))
    return layer


def _folds(folds: list[int]) -> QgsCategorizedSymbolRenderer:
    """Returns a colour for each fold, around the colour circle."""
    colours = {fold: QColor.fromHsv(360 * number // len(folds), 190, 220).name() for number, fold in enumerate(folds)}
    return _categories("fold", colours)


def _categories(field: str, colours: Mapping[str, str] | Mapping[int, str]) -> QgsCategorizedSymbolRenderer:
    categories = [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": colour}), TITLES[field](value))
        for value, colour in colours.items()
    ]
    return QgsCategorizedSymbolRenderer(field, categories)
