"""A polygon layer with a class field as labels, in any CRS."""

from collections.abc import Iterator
from typing import Any

from osgeo import gdal, ogr, osr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.legend import palette_colour
from paddy_segmenter.core.raster import Extent, grid_of
from paddy_segmenter.errors import InputError

from .class_raster import check_values
from .reprojection import extent_in, intersect, transformation

ogr.UseExceptions()

AREA = 2  # dimensions
AREAS = (
    ogr.wkbPolygon,
    ogr.wkbMultiPolygon,
    ogr.wkbCurvePolygon,
    ogr.wkbMultiSurface,
    ogr.wkbGeometryCollection,
    ogr.wkbUnknown,
)


class Polygons:
    """A layer given as `path` or `path|layername=NAME`; where polygons overlap, the later one in the layer counts.

    Raises InputError where the layer or the class field does not exist, or where the layer has no CRS or no polygons.
    """

    def __init__(self, source: str, class_field: str) -> None:
        path, _, layer = source.partition("|layername=")
        self.path, self._field = source, class_field
        self._dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
        self._layer = self._dataset.GetLayerByName(layer) if layer else self._dataset.GetLayer(0)
        self._check(layer)

    def classes(self) -> dict[Any, LegendClass]:
        """Returns the classes by what the field holds: whole numbers are class values, words are numbered by the alphabet."""
        found = {key for key, _ in self._features()}
        numbers = sorted(key for key in found if isinstance(key, int))
        if len(numbers) < len(found):
            return number_words(found)
        check_values(numbers, self.path)
        name = "class {}" if self._field else "labelled"
        return {v: LegendClass(v, name.format(v), palette_colour(i)) for i, v in enumerate(numbers)}

    def burn(self, target: gdal.Dataset, index_of: dict[Any, int]) -> None:
        """Writes class indices into the pixels whose centres lie in a polygon."""
        crs = target.GetSpatialRef()
        transform = transformation(self._layer.GetSpatialRef(), crs, self.path)
        here = extent_in(grid_of(target), self._layer.GetSpatialRef(), self.path)
        memory = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = memory.CreateLayer("labels", crs, ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("class_index", ogr.OFTInteger))
        for key, geometry in self._features():
            index = index_of.get(key, index_of.get(str(key)))  # 1.0 beside 2.5 is the word 1
            if index is not None and here is not None and intersect(_extent_of(geometry), here):
                self._copy(geometry, transform, layer, index)
        gdal.RasterizeLayer(target, [1], layer, options=["ATTRIBUTE=class_index"])

    def _features(self) -> Iterator[tuple[int | str, ogr.Geometry]]:
        """Yields class key and geometry, with straight edges, of each polygon that has both."""
        self._layer.ResetReading()
        for feature in self._layer:
            key = feature.GetField(self._field) if self._field else 1
            if isinstance(key, float) and key.is_integer():
                key = int(key)
            geometry = feature.GetGeometryRef()
            if key is not None and geometry is not None and geometry.GetDimension() == AREA:
                yield (key if isinstance(key, int) else str(key)), geometry.GetLinearGeometry()

    def _copy(
        self, geometry: ogr.Geometry, transform: osr.CoordinateTransformation, layer: ogr.Layer, index: int
    ) -> None:
        try:
            geometry.Transform(transform)
        except RuntimeError as error:
            raise InputError(
                f"{self.path} cannot be transformed to the raster's CRS ({error}): check the layer's CRS"
            ) from error
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, index)
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)

    def _check(self, layer: str) -> None:
        if self._layer is None:
            raise InputError(f"{self.path} has no layer {layer}: choose another layer")
        if self._layer.GetSpatialRef() is None:
            raise InputError(f"{self.path} has no coordinate reference system: assign one in the layer's properties")
        if ogr.GT_Flatten(self._layer.GetGeomType()) not in AREAS:
            raise InputError(f"{self.path} holds no polygons: labels are polygons or a class raster")
        definition = self._layer.GetLayerDefn()
        names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        if self._field and self._field not in names:
            raise InputError(f"{self.path} has no field {self._field}: choose one of {', '.join(names)}")


def number_words(words: set[Any]) -> dict[Any, LegendClass]:
    """Returns classes numbered from 1 by the alphabet, keyed by their names."""
    return {word: LegendClass(i + 1, word, palette_colour(i)) for i, word in enumerate(sorted(map(str, words)))}


def _extent_of(geometry: ogr.Geometry) -> Extent:
    left, right, bottom, top = geometry.GetEnvelope()
    return left, bottom, right, top
