"""A polygon layer with a class field as labels, in any CRS."""

from collections.abc import Iterator
from typing import Any

from osgeo import gdal, ogr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.grid import grid_of
from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer, burn
from paddy_segmenter.errors import InputError

from ..metrics import UNLABELLED
from .class_raster import check_values


class Polygons:
    """A layer given as `path` or `path|layername=NAME`; where polygons overlap, the later one in the layer counts.

    Numbers in the class field that are `ignored` mean unlabelled.

    Raises InputError where the layer or the class field does not exist, or where the layer has no CRS or no polygons.
    """

    def __init__(self, source: str, class_field: str, ignored: tuple[int, ...]) -> None:
        self.path, self._field = source, class_field
        self._ignored = ignored if class_field else ()
        self._layer = PolygonLayer(source)
        names = self._layer.fields
        if class_field and class_field not in names:
            raise InputError(f"{source} has no field {class_field}: choose one of {', '.join(names)}")

    def classes(self) -> dict[Any, LegendClass]:
        """Returns the classes by what the field holds: whole numbers are class values, words are numbered by the alphabet."""
        found = {key for feature, _ in self._layer if (key := self._key(feature)) is not None} - set(self._ignored)
        numbers = sorted(key for key in found if isinstance(key, int))
        if len(numbers) < len(found):
            return number_words(found)
        check_values(numbers, self.path)
        name = "class {}" if self._field else "labelled"
        return {v: LegendClass(v, name.format(v), palette_colour(i)) for i, v in enumerate(numbers)}

    def burn(self, target: gdal.Dataset, index_of: dict[Any, int]) -> None:
        """Writes class indices into the pixels whose centres lie in a polygon, UNLABELLED on ignored values."""
        burn(self._indexed(target, index_of | dict.fromkeys(self._ignored, UNLABELLED)), target)

    def _indexed(self, target: gdal.Dataset, index_of: dict[Any, int]) -> Iterator[tuple[ogr.Geometry, int]]:
        for feature, geometry in self._layer.placed_on(grid_of(target)):
            key = self._key(feature)
            index = index_of.get(key, index_of.get(str(key)))  # 1.0 beside 2.5 is the word 1
            if key is not None and index is not None:
                yield geometry, index

    def _key(self, feature: ogr.Feature) -> int | str | None:
        """Returns what the feature's class goes by, or None where it has none."""
        key = feature.GetField(self._field) if self._field else 1
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return key if key is None or isinstance(key, int) else str(key)


def number_words(words: set[Any]) -> dict[Any, LegendClass]:
    """Returns classes numbered from 1 by the alphabet, keyed by their names."""
    return {word: LegendClass(i + 1, word, palette_colour(i)) for i, word in enumerate(sorted(map(str, words)))}
