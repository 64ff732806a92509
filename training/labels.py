"""Labels of any kind: what classes they hold, and class indices on a raster's grid."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.raster import Grid, Raster
from paddy_segmenter.errors import InputError

from .class_raster import ClassRaster
from .metrics import UNLABELLED
from .polygons import Polygons, number_words

BACKGROUND = "background"
BACKGROUND_COLOUR = (190, 190, 190)

Labels = ClassRaster | Polygons


def open_labels(source: str, class_field: str, ignored_values: tuple[int, ...]) -> Labels:
    """Opens a polygon layer (`path` or `path|layername=NAME`) or a class raster. Raises InputError where it is neither."""
    path = source.partition("|")[0]
    if not Path(path).exists():
        raise InputError(f"{path} does not exist: check the path of the labels")
    try:
        is_vector = gdal.OpenEx(path, gdal.OF_VECTOR).GetLayerCount() > 0
    except RuntimeError:
        is_vector = False
    return Polygons(source, class_field) if is_vector else ClassRaster(path, ignored_values)


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
    if any(isinstance(key, str) for key in by_key):
        by_key = number_words(set(by_key))  # anew over all layers, each of which numbered its own
    ordered = sorted(by_key.items(), key=lambda item: item[1].value)
    classes, background = tuple(each for _, each in ordered), UNLABELLED
    if unlabelled == BACKGROUND:
        free = min(set(range(len(classes) + 1)) - {each.value for each in classes})
        classes, background = (*classes, LegendClass(free, BACKGROUND, BACKGROUND_COLOUR)), len(classes)
    return Legend(classes, {key: index for index, (key, _) in enumerate(ordered)}, background)


def burn_labels(labels: Labels, grid: Grid, legend: Legend, path: str) -> Raster:
    """Writes a raster of class indices on the grid to the temporary file `path` and returns it opened."""
    options = ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    target = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, gdal.GDT_Int32, options)
    target.SetGeoTransform(grid.transform)
    target.SetProjection(grid.crs)
    target.GetRasterBand(1).SetNoDataValue(UNLABELLED)
    target.GetRasterBand(1).Fill(legend.unlabelled)
    labels.burn(target, legend.index_of)
    del target  # brings it to the disk
    return Raster(path)
