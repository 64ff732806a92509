"""Labels of any kind: what classes they hold, and class indices on a raster's grid."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.names import plain_name, shown_name
from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.errors import InputError
from paddy_segmenter.jobs.colours import Colour, colours_of
from paddy_segmenter.rules import pairs_of

from ..metrics import UNLABELLED
from .class_raster import ClassRaster, has_own_name
from .polygons import Polygons, number_in, number_words

BACKGROUND = "background"
BACKGROUND_COLOUR = (190, 190, 190)
MOST_CLASSES = 255  # more on the rasters are identifiers or an image; each is a channel of the network
MOST_NAMED = 4096  # more in a layer, wherever they lie, are identifiers
MOST_UNNAMED = 50  # values of a class raster of 8 bits without a legend; more are an image

Labels = ClassRaster | Polygons


def open_labels(source: str, class_field: str, ignored_values: tuple[int, ...]) -> Labels:
    """Opens a polygon layer (`path` or `path|layername=NAME`) or a class raster. Raises InputError where it is neither."""
    path = source.partition("|")[0]
    if _holds_layers(path):
        return Polygons(source, class_field, ignored_values)

    try:
        gdal.OpenEx(path)
    except RuntimeError as error:
        if not Path(path).exists():  # asked only now: names such as GPKG:file.gpkg:table are no paths
            raise InputError(f"{path} does not exist: check the path of the labels") from error
        raise InputError(
            f"{path} is neither a polygon layer nor a class raster that GDAL can open: "
            "the file is damaged or of another kind, choose another"
        ) from error
    return ClassRaster(path, ignored_values)


def _holds_layers(path: str) -> bool:
    try:
        return bool(gdal.OpenEx(path, gdal.OF_VECTOR).GetLayerCount() > 0)
    except RuntimeError:
        return False


@dataclass(frozen=True)
class Legend:
    """The classes of a training, in the order of the network's outputs, and the index that each label key stands for."""

    classes: tuple[LegendClass, ...]
    index_of: dict[Any, int]
    unlabelled: int  # class index of ground without a label: the background's, or UNLABELLED

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.classes]

    def keeping(self, indices: Collection[int]) -> "Legend":
        """Returns the legend of the classes with these indices alone, in their order."""
        kept = sorted(indices)
        new = {index: place for place, index in enumerate(kept)}
        index_of = {key: new[index] for key, index in self.index_of.items() if index in new}
        classes = tuple(_moved(self.classes[index], index, place) for index, place in new.items())
        return Legend(classes, index_of, new.get(self.unlabelled, UNLABELLED))


def _moved(each: LegendClass, index: int, place: int) -> LegendClass:
    """Returns a class that moves within a legend, in the palette's colour of its new place where it has that of the old one."""
    return replace(each, colour=palette_colour(place)) if each.colour == palette_colour(index) else each


def gather_legend(
    sources: list[Labels], unlabelled: str, value_map: tuple[str, ...] = (), colours: tuple[str, ...] = ()
) -> Legend:
    """Returns the legend of all labels together, with the classes renamed and merged that `value_map` names as VALUE=NAME.

    Classes of other values that have one name all the same are told apart by their values. `colours` gives classes theirs as
    NAME=#rrggbb.
    """
    names = {plain_name(value): shown_name(name) for value, name in pairs_of("value_map", value_map).items()}
    for labels in sources:
        if isinstance(labels, ClassRaster):
            _check_values(labels, names)

    by_key = _renamed(_gathered(sources, names), names, sources)
    ordered = sorted(set(by_key.values()), key=lambda each: each.value)
    check_number(len(ordered), MOST_NAMED)
    index_of = {key: ordered.index(each) for key, each in by_key.items()}
    given = {shown_name(name): colour for name, colour in colours_of(colours).items()}
    classes = named_apart(_told_apart(ordered))
    if unlabelled != BACKGROUND:
        return Legend(_coloured(classes, given), index_of, UNLABELLED)
    classes = _coloured(_with_background(classes), given)
    return Legend(classes, index_of, [each.name for each in classes].index(BACKGROUND))


def _gathered(sources: list[Labels], names: Mapping[str, str]) -> dict[Any, LegendClass]:
    """Returns the class that each key stands for: with a name of its own where one of the labels has it.

    Raises InputError where two of them call one value by names that differ and `names` has none for it.
    """
    by_key: dict[Any, LegendClass] = {}
    named_in: dict[Any, str] = {}
    for labels in sources:
        for key, each in labels.classes().items():
            if key not in named_in:
                by_key[key] = each
            elif has_own_name(each) and by_key[key].name != each.name and str(each.value) not in names:
                raise two_names(each.value, by_key[key].name, named_in[key], each.name, labels.path)
            if has_own_name(each):
                named_in.setdefault(key, labels.path)
    return by_key


def two_names(value: int, name: str, path: str, other_name: str, other_path: str) -> InputError:
    """Returns the refusal of a value that two files call by names that differ."""
    return InputError(
        f"the value {value} is {name} in {path} and {other_name} in {other_path}:"
        " renumber one of them, or give the value one name in the value map"
    )


def _with_background(classes: tuple[LegendClass, ...]) -> tuple[LegendClass, ...]:
    """Returns the classes with the background behind them, unless one of them is it by its name."""
    if any(each.name == BACKGROUND for each in classes):
        return classes
    free = min(set(range(len(classes) + 1)) - {each.value for each in classes})
    return (*classes, LegendClass(free, BACKGROUND, BACKGROUND_COLOUR))


def _renamed(by_key: dict[Any, LegendClass], names: Mapping[str, str], sources: list[Labels]) -> dict[Any, LegendClass]:
    """Returns the class that each key stands for: one class for all keys that go by one name in `names`.

    Words that spell whole numbers are numbers where there are no others. Raises InputError where some labels name their classes
    and others number them, but for numbers that have a name in `names`.
    """
    if None not in map(number_in, by_key):
        own_names_last = sorted(by_key.items(), key=lambda item: isinstance(item[0], int))
        by_value = {each.value: each for _, each in own_names_last}
        merged = _merged({v: replace(each, name=names.get(str(v), each.name)) for v, each in by_value.items()}, names)
        return {key: merged[each.value] for key, each in by_key.items()}
    words = {key: names.get(plain_name(str(key)), key) for key in by_key}
    if not all(isinstance(word, str) for word in words.values()):
        paths = ", ".join(labels.path for labels in sources)
        raise InputError(
            f"of the labels {paths} some hold words and others numbers: name the classes alike in all of them,"
            " or give the numbers names in the value map"
        )
    numbered = number_words(set(words.values()))  # anew over all layers, each of which numbered its own
    return {key: numbered[word] for key, word in words.items()}


def _merged(by_value: dict[int, LegendClass], names: Mapping[str, str]) -> dict[int, LegendClass]:
    """Returns the class of each value; of those that go by one name in `names`, the lowest value is the class's."""
    lowest: dict[str, LegendClass] = {}
    for _, each in sorted(by_value.items()):
        lowest.setdefault(each.name, each)
    named = set(names.values())
    return {value: lowest[each.name] if each.name in named else each for value, each in by_value.items()}


def _told_apart(classes: list[LegendClass]) -> tuple[LegendClass, ...]:
    """Gives all classes colours of the palette where two have the same, as layers with palettes of their own bring along."""
    if len({each.colour for each in classes}) == len(classes):
        return tuple(classes)
    return tuple(replace(each, colour=palette_colour(index)) for index, each in enumerate(classes))


def named_apart(classes: tuple[LegendClass, ...]) -> tuple[LegendClass, ...]:
    """Returns the classes with their values behind the names that several of them have, and again until none have one name."""
    values = Counter(name for name, _ in {(each.name, each.value) for each in classes})
    if max(values.values(), default=1) == 1:
        return classes
    return named_apart(tuple(replace(c, name=f"{c.name} ({c.value})") if values[c.name] > 1 else c for c in classes))


def _coloured(classes: tuple[LegendClass, ...], given: Mapping[str, Colour]) -> tuple[LegendClass, ...]:
    """Returns the classes in the colours that are given to their names, or to their values where that is all they are called by."""
    by_value = {each: given.get(str(each.value), each.colour) for each in classes if not has_own_name(each)}
    return tuple(replace(each, colour=given.get(each.name, by_value.get(each, each.colour))) for each in classes)


def check_number(classes: int, most: int = MOST_CLASSES) -> None:
    """Raises InputError where there are more classes than there can be."""
    if classes > most:
        raise InputError(
            f"the labels hold {classes} classes, but a map takes {MOST_CLASSES} at the most: "
            "choose a class field instead of an identifier, or a class raster instead of an image"
        )


def _check_values(labels: ClassRaster, names: Mapping[str, str]) -> None:
    """Raises InputError where a raster of 8 bits holds many values of which nothing but their number is known."""
    unnamed = [each for each in labels.classes().values() if not has_own_name(each) and str(each.value) not in names]
    if labels.is_of_bytes and len(unnamed) > MOST_UNNAMED:
        raise InputError(
            f"{labels.path} holds {len(unnamed)} values without a name, so that it looks like an image:"
            " choose a class raster, or name the values in the value map"
        )
