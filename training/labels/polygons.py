"""A polygon layer with a class field as labels, in any CRS."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from osgeo import ogr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.names import plain_name, shown_name
from paddy_segmenter.core.rasters.circle import turns
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.rings import box_around
from paddy_segmenter.errors import InputError, NoPlaceError

from ..metrics import UNLABELLED
from .class_raster import HIGHEST_VALUE, check_values, unnamed_class
from .placed import PlacedPolygons
from .polygons_on_grid import PolygonsOnGrid
from .tally import Fate, Tally, told

# What has zeros before its digits, or is no value a class may have, is a code: a word.
WHOLE_NUMBER = re.compile("0|-?[1-9][0-9]{0,4}")


class Polygons:
    """A layer given as `path` or `path|layername=NAME`; where polygons overlap, the later one in the layer counts.

    Blanks around a word and what cannot be seen of it do not count, and a field that holds nothing else is empty. Numbers in the class field that are
    `ignored` mean unlabelled.

    Raises InputError where the layer or the class field does not exist, or where the layer has no CRS or no polygons.
    """

    def __init__(self, source: str, class_field: str, ignored: tuple[int, ...]) -> None:
        self.path, self._field = source, class_field
        self._ignored = ignored if class_field else ()
        self._words: dict[str, str] = {}  # as they are written in the class field, and without what cannot be seen
        self.tally = Tally()
        self._layer = PolygonLayer(source)
        names = self._layer.fields
        self._place = names.index(class_field) if class_field in names else -1
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
        if self.without_class == self.polygons:
            return InputError(
                f"{self.path} has {self.polygons} polygons, but none with a value in the field {self._field}:"
                " fill it in, or choose another class field"
            )
        if not self.classes():
            return InputError(f"{self.path} holds nothing but ignored values: ignore fewer, or choose another layer")
        return None

    def refusal_on(self, raster: Raster) -> InputError | None:
        """Returns what is to be said where polygons lie on a raster, but have no class or no place, or are too small."""
        lost = [*self.tally.lost.values()]
        if lost:
            return lost[0]

        if self.lacks_class_on(raster):
            return InputError(
                f"the polygons of {self.path} on {raster.name} have no value in the field {self._field}:"
                " fill it in, or choose another class field"
            )

        small = self.tally.counted()[Fate.WITHOUT_CENTRE]
        if small:
            return InputError(
                f"{small} polygons of {self.path} lie between the centres of pixels of {raster.name}, on which labels are told:"
                " choose a finer raster, or draw larger ones"
            )

        return None

    def lacks_class_on(self, raster: Raster) -> bool:
        """Returns whether polygons whose class field is empty lie on a raster."""
        box = raster.grid.extent()
        placed = self._layer.placed_on(raster.grid, leave_out=lambda feature, error: None)
        return any(self._key(feature) is None and turns(box_around(shape), box, None) for feature, shape in placed)

    @property
    def polygons(self) -> int:
        """The number of features that hold polygons."""
        return sum(self._counts.values())

    @property
    def without_class(self) -> int:
        """The number of polygons whose class field holds nothing."""
        return self._counts[None]

    @property
    def cleaned(self) -> dict[str, str]:
        """The words of the class field that are shown otherwise than they were written, with how they are shown."""
        words = self._words if self._counts else {}  # they are found when the layer is read
        shown = {written.strip(): shown_name(word) for written, word in words.items()}
        return {written: name for written, name in shown.items() if written != name}

    def told(self) -> str:
        """Returns what became of all that the layer holds, when it was burnt on all rasters."""
        ignored = sum(count for key, count in self._counts.items() if number_in(key) in self._ignored)
        others = self._layer.contents.others
        return told(self.path, self.polygons, self.without_class, ignored, self.tally, others)

    @contextmanager
    def on(self, grid: Grid, index_of: dict[Any, int]) -> Iterator[PolygonsOnGrid]:
        """Yields the polygons with a class or an ignored value as they lie on a grid, with class indices, UNLABELLED where ignored."""
        numbers, indices, shapes = [], [], []
        for feature, shape in self._layer.placed_on(grid, self._leave_out):
            index = self._index(self._key(feature), index_of)
            if index is not None:
                numbers.append(feature.GetFID())
                indices.append(index)
                shapes.append(shape)
        yield PolygonsOnGrid(PlacedPolygons(grid, shapes), numbers, indices, self.tally)

    def _index(self, key: int | str | None, index_of: dict[Any, int]) -> int | None:
        if key is None:
            return None
        if number_in(key) in self._ignored:
            return UNLABELLED
        return index_of.get(key, index_of.get(str(key)))  # 1.0 beside 2.5 is the word 1

    def _leave_out(self, feature: ogr.Feature, error: NoPlaceError) -> None:
        key = self._key(feature)
        if key is not None and number_in(key) not in self._ignored:
            self.tally.left_out[feature.GetFID()] = error

    @property
    def _keys(self) -> set[int | str]:
        return {key for key in self._counts if key is not None}

    @cached_property
    def _counts(self) -> Counter[int | str | None]:
        """What the class field holds, None for nothing, with the number of polygons."""
        return Counter(self._key(feature) for feature, _ in self._layer)

    def _key(self, feature: ogr.Feature) -> int | str | None:
        """Returns what the feature's class goes by, or None where it has none."""
        key = feature.GetField(self._place) if self._field else 1
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        if key is None or isinstance(key, int):
            return key

        text = key.decode("utf-8", "surrogateescape") if isinstance(key, bytes) else str(key)
        if text not in self._words:
            self._words[text] = plain_name(text)
        return self._words[text] or None


def number_in(key: int | str | None) -> int | None:
    """Returns the whole number that a label's key is or spells, else None."""
    if isinstance(key, str):
        return int(key) if WHOLE_NUMBER.fullmatch(key) and int(key) <= HIGHEST_VALUE else None
    return key


def number_words(words: set[Any]) -> dict[Any, LegendClass]:
    """Returns classes numbered from 1 by the alphabet, keyed by what the words are in the layer."""
    ordered = enumerate(sorted(map(str, words)))
    return {word: LegendClass(index + 1, shown_name(word), palette_colour(index)) for index, word in ordered}
