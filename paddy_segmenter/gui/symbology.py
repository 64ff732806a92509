"""Classes with names and colours, as a layer shows them."""

from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsVectorLayer,
)


@dataclass(frozen=True)
class ShownClass:
    """A class value as the labels hold it, the name that it goes by, and its colour as #rrggbb."""

    value: str
    name: str
    colour: str


def classes_of(layer: QgsMapLayer, class_field: str) -> list[ShownClass]:
    """Returns the classes that the layer's own symbology tells apart; none where it tells others or no classes apart."""
    renderer = layer.renderer() if isinstance(layer, (QgsVectorLayer, QgsRasterLayer)) else None
    if isinstance(renderer, QgsPalettedRasterRenderer):
        return [_shown(f"{each.value:g}", each.label, each.color.name()) for each in renderer.classes()]
    if isinstance(renderer, QgsCategorizedSymbolRenderer) and renderer.classAttribute().strip('"') == class_field:
        return [
            _shown(str(value), category.label(), category.symbol().color().name())
            for category in renderer.categories()
            for value in _values_of(category.value())
        ]
    return []


def _values_of(value: object) -> list[object]:
    """Returns the values of a category, which may stand for several, or for all others."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, (int, float, str)) and each != ""]


def _shown(value: str, label: str, colour: str) -> ShownClass:
    value = value.removesuffix(".0")
    return ShownClass(value, " ".join(label.replace("=", " ").split()) or value, colour)


def shown_field(layer: QgsMapLayer) -> str:
    """Returns the field by which the layer's symbology tells categories apart, or ''."""
    renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return ""
    field = str(renderer.classAttribute()).strip('"')
    return field if field in layer.fields().names() else ""
