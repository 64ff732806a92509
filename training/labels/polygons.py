"""A polygon layer with a class field as labels, in any CRS."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from osgeo import gdal, ogr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.names import shown_name
from paddy_segmenter.core.rasters.circle import turns
from paddy_segmenter.core.rasters.grid import grid_of
from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer, burn
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.rings import box_around
from paddy_segmenter.errors import InputError

from ..metrics import UNLABELLED
from .class_raster import HIGHEST_VALUE, check_values, unnamed_class

# What has zeros before its digits, or is no value a class may have, is a code: a word.
WHOLE_NUMBER = re.compile("0|-?[1-9][0-9]{0,4}")


class Polygons:
    """A layer given as `path` or `path|layername=NAME`; where polygons overlap, the later one in the layer counts.

    Blanks around a word do not count, and a field that holds nothing else is empty. Numbers in the class field that are
    `ignored` mean unlabelled.

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
        """Returns the classes by what the field holds: words are numbered by the alphabet, whole numbers are class values.

        So are words that spell whole numbers, where there are no others.
        """
        found = {key for key in self._keys if number_in(key) not in self._ignored}
        if None in map(number_in, found):
            return number_words(found)
        ordered = sorted(found, key=int)
        check_values(list(map(int, ordered)), self.path)
        if not self._field:
            return {key: LegendClass(int(key), "labelled", palette_colour(0)) for key in ordered}
        return {key: unnamed_class(int(key), palette_colour(i)) for i, key in enumerate(ordered)}

    def holds(self, value: int) -> bool:
        """Returns whether a polygon's class field is the value."""
        return bool(self._field) and value in map(number_in, self._keys)

    def refusal(self) -> InputError | None:
        """Returns what is to be said where no polygon has a class, and no pixel can get a label."""
        if not self.polygons:
            return InputError(f"{self.path} holds no polygons: draw some, or choose another layer")
        if not self._keys:
            return InputError(
                f"{self.path} has {self.polygons} polygons, but none with a value in the field {self._field}:"
                " fill it in, or choose another class field"
            )
        if not self.classes():
            return InputError(f"{self.path} holds nothing but ignored values: ignore fewer, or choose another layer")
        return None

    def refusal_on(self, raster: Raster) -> InputError | None:
        """Returns what is to be said where polygons lie on a raster, but the class field is empty in those."""
        box = raster.grid.extent()
        placed = self._layer.placed_on(raster.grid)
        if not any(self._key(feature) is None and turns(box_around(shape), box, None) for feature, shape in placed):
            return None
        return InputError(
            f"the polygons of {self.path} on {raster.name} have no value in the field {self._field}:"
            " fill it in, or choose another class field"
        )

    @property
    def polygons(self) -> int:
        """The number of features that hold polygons."""
        return self._read[1]

    @property
    def others(self) -> int:
        """The number of features that do not: points, lines, empty and missing geometries."""
        return len(self._layer) - self.polygons

    def burn(self, target: gdal.Dataset, index_of: dict[Any, int]) -> None:
        """Writes class indices into the pixels whose centres lie in a polygon, UNLABELLED on ignored values."""
        burn(self._indexed(target, index_of), target)

    def _indexed(self, target: gdal.Dataset, index_of: dict[Any, int]) -> Iterator[tuple[ogr.Geometry, int]]:
        for feature, geometry in self._layer.placed_on(grid_of(target)):
            key = self._key(feature)
            index = index_of.get(key, index_of.get(str(key)))  # 1.0 beside 2.5 is the word 1
            index = UNLABELLED if number_in(key) in self._ignored else index
            if key is not None and index is not None:
                yield geometry, index

    @property
    def _keys(self) -> set[int | str]:
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[set[int | str], int]:
        """What the class field holds, and the number of polygons."""
        keys = [self._key(feature) for feature, _ in self._layer]
        return {key for key in keys if key is not None}, len(keys)

    def _key(self, feature: ogr.Feature) -> int | str | None:
        """Returns what the feature's class goes by, or None where it has none."""
        key = feature.GetField(self._field) if self._field else 1
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return key if key is None or isinstance(key, int) else str(key).strip() or None


def number_in(key: int | str | None) -> int | None:
    """Returns the whole number that a label's key is or spells, else None."""
    if isinstance(key, str):
        return int(key) if WHOLE_NUMBER.fullmatch(key) and int(key) <= HIGHEST_VALUE else None
    return key


def number_words(words: set[Any]) -> dict[Any, LegendClass]:
    """Returns classes numbered from 1 by the alphabet, keyed by what the words are in the layer."""
    ordered = enumerate(sorted(map(str, words)))
    return {word: LegendClass(index + 1, shown_name(word), palette_colour(index)) for index, word in ordered}
