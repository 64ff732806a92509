"""The classes of several maps, each read by its own legend and joined by name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import read_legend

from ..labels.class_raster import ClassRaster, has_own_name
from ..labels.legend import two_names


@dataclass(frozen=True)
class MapClasses:
    """The classes of maps by index, and for each map the index of each of its values."""

    maps: tuple[str, ...]
    classes: list[LegendClass]
    index_of: list[dict[int, int]]

    def called(self, name: str) -> int | None:
        """Returns the index of the class with this name, None where there is none."""
        return next((index for index, each in enumerate(self.classes) if each.name == name), None)

    def numbered(self, value: int) -> int | None:
        """Returns the index of the class that the value is on the maps, None where it is on none.

        Raises InputError where it is one class on one of them and another on another.
        """
        met = self._met(value)
        if len(met) > 1:
            (index, path), (other, there) = [*met.items()][:2]
            raise two_names(value, self.classes[index].name, path, self.classes[other].name, there)
        return next(iter(met), None)

    def agree_on(self, value: int) -> bool:
        """Returns whether the value is not one class on one map and another on another."""
        return len(self._met(value)) < 2

    def add(self, new: LegendClass) -> int:
        """Returns the index of a class, which is added where it is not there yet."""
        if new not in self.classes:
            self.classes.append(new)
        return self.classes.index(new)

    def _met(self, value: int) -> dict[int, str]:
        """Returns the classes that the value is, each with a map where it is that."""
        pairs = zip(self.index_of, self.maps, strict=True)
        return {indices[value]: path for indices, path in pairs if value in indices}


def join_classes(maps: tuple[str, ...]) -> MapClasses:
    """Returns the classes of maps, those of one name as one; a value without a name is what it is on the other maps.

    Values on the maps that have no name anywhere are classes too, so that they count as wrong. Raises InputError where a value
    without a name is one class on one of the other maps and another on another.
    """
    own = [read_legend(path) | ClassRaster(path, ()).classes() for path in maps]
    joined = MapClasses(maps, [], [{} for _ in maps])
    for known, indices in zip(own, joined.index_of, strict=True):
        indices |= _named(known, joined)
    for known, indices in zip(own, joined.index_of, strict=True):
        for value, each in known.items():
            if value not in indices:
                index = joined.numbered(value)
                indices[value] = joined.add(each) if index is None else index
    return joined


def _named(known: Mapping[int, LegendClass], joined: MapClasses) -> dict[int, int]:
    """Returns the indices of a map's classes that have names; where several have one, each is a class by its value."""
    named = {value: each for value, each in known.items() if has_own_name(each)}
    times = Counter(each.name for each in named.values())
    indices = {}
    for value, each in named.items():
        alike = (
            i for i, c in enumerate(joined.classes) if c.name == each.name and (times[c.name] == 1 or c.value == value)
        )
        index = next(alike, None)
        indices[value] = joined.add(each) if index is None else index
    return indices
