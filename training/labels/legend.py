"""Labels of any kind: what classes they hold, and class indices on a raster's grid."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.errors import InputError

from ..metrics import UNLABELLED
from .class_raster import ClassRaster
from .polygons import Polygons, number_words

BACKGROUND = "background"
BACKGROUND_COLOUR = (190, 190, 190)
MOST_CLASSES = 255  # more are identifiers or an image; each is a channel of the network

Labels = ClassRaster | Polygons


def open_labels(source: str, class_field: str, ignored_values: tuple[int, ...]) -> Labels:
    """Opens a polygon layer (`path` or `path|layername=NAME`) or a class raster. Raises InputError where it is neither."""
    path = source.partition("|")[0]
    if _holds_layers(path):
        return Polygons(source, class_field)
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


def gather_legend(sources: list[Labels], unlabelled: str) -> Legend:
    """Returns the legend of all labels together."""
    by_key: dict[Any, LegendClass] = {}
    for labels in sources:
        by_key |= labels.classes()
    _check_keys(by_key, sources)
    if any(isinstance(key, str) for key in by_key):
        by_key = number_words(set(by_key))  # anew over all layers, each of which numbered its own
    ordered = sorted(by_key.items(), key=lambda item: item[1].value)
    classes, background = _told_apart([each for _, each in ordered]), UNLABELLED
    if unlabelled == BACKGROUND:
        free = min(set(range(len(classes) + 1)) - {each.value for each in classes})
        classes, background = (*classes, LegendClass(free, BACKGROUND, BACKGROUND_COLOUR)), len(classes)
    return Legend(classes, {key: index for index, (key, _) in enumerate(ordered)}, background)


def _told_apart(classes: list[LegendClass]) -> tuple[LegendClass, ...]:
    """Gives all classes colours of the palette where two have the same, as layers with palettes of their own bring along."""
    if len({each.colour for each in classes}) == len(classes):
        return tuple(classes)
    return tuple(replace(each, colour=palette_colour(index)) for index, each in enumerate(classes))


def _check_keys(keys: Collection[Any], sources: list[Labels]) -> None:
    """Raises InputError where some labels name their classes and others number them, or where there are too many."""
    if len({type(key) for key in keys}) > 1:
        paths = ", ".join(labels.path for labels in sources)
        raise InputError(
            f"of the labels {paths} some hold words and others numbers: name the classes alike in all of them"
        )
    if len(keys) > MOST_CLASSES:
        raise InputError(
            f"the labels hold {len(keys)} classes, but a map takes {MOST_CLASSES} at the most: "
            "choose a class field instead of an identifier, or a class raster instead of an image"
        )


def burn_labels(labels: Labels, grid: Grid, legend: Legend, path: str) -> Raster:
    """Writes a raster of class indices on the grid to the temporary file `path` and returns it opened."""
    options = ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    with told_as_output_error(path):
        target = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, gdal.GDT_Int32, options)
        target.SetGeoTransform(grid.transform)
        target.SetProjection(grid.crs)
        target.GetRasterBand(1).SetNoDataValue(UNLABELLED)
        target.GetRasterBand(1).Fill(legend.unlabelled)
        labels.burn(target, legend.index_of)
        target.FlushCache()
        del target
    return Raster(path)
