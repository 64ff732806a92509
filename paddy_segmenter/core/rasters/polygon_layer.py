"""Polygon layers in any CRS, placed on the grid of a raster."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import InputError, NoPlaceError

from ..tiles import STRIP
from .gdal_errors import first_line
from .grid import Grid, is_defined
from .layer_contents import LayerContents, kind_of
from .placement import Placement
from .rings import box_around, polygons_of, together

gdal.UseExceptions()
ogr.UseExceptions()

AREA = 2  # dimensions
MAX_PICKED_SHARE = 0.1  # of a layer's polygons that are asked for one by one; more are found sooner by reading all
AREAS = (
    ogr.wkbPolygon,
    ogr.wkbMultiPolygon,
    ogr.wkbCurvePolygon,
    ogr.wkbMultiSurface,
    ogr.wkbGeometryCollection,
    ogr.wkbUnknown,
)


class PolygonLayer:
    """A layer given as `path` or `path|layername=NAME`.

    Raises InputError where it does not exist, has no coordinate reference system, or is of another kind than polygons.
    """

    def __init__(self, source: str) -> None:
        path, _, name = source.partition("|layername=")
        self.path = source
        self._contents: LayerContents | None = None
        self._dataset = _open_vector(path)
        self._layer = self._dataset.GetLayerByName(name) if name else self._dataset.GetLayer(0)
        if self._layer is None and name:
            raise InputError(f"{source} has no layer {name}: choose another layer")
        if self._layer is None:
            raise InputError(f"{source} holds no layer: it is empty or was copied in part, get it anew")
        self.crs = self._read_crs()
        if ogr.GT_Flatten(self._layer.GetGeomType()) not in AREAS:
            raise InputError(f"{source} holds no polygons: choose a polygon layer")

    @property
    def fields(self) -> list[str]:
        definition = self._layer.GetLayerDefn()
        return [definition.GetFieldDefn(index).GetName() for index in range(definition.GetFieldCount())]

    def __iter__(self) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields each feature that holds polygons, in the layer's order, with them: straight edges, in the layer's CRS.

        Where the polygons lie is remembered when all were read.
        """
        ids, boxes, others = [], [], Counter[str]()
        for feature in self._features():
            geometry = feature.GetGeometryRef()
            polygons = _polygons_in(geometry)
            if polygons is None:
                others[kind_of(geometry)] += 1
                continue
            ids.append(feature.GetFID())
            boxes.append(box_around(polygons))
            yield feature, polygons
        self._contents = LayerContents(np.array(ids, np.int64), np.array(boxes, np.float64).reshape(-1, 4), others)

    @property
    def contents(self) -> LayerContents:
        """What the layer holds. Reads it where it was not read to its end before."""
        while self._contents is None:
            deque(self, maxlen=0)
        return self._contents

    def __len__(self) -> int:
        """Returns the number of features, those without a polygon too: points, lines, empty and missing geometries."""
        return int(self._layer.GetFeatureCount())

    def placed_on(
        self, grid: Grid, leave_out: Callable[[ogr.Feature, NoPlaceError], None] | None = None
    ) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields the polygons that may touch the grid, in the grid's CRS; their edges stay straight there, as QGIS draws them.

        A polygon with a corner that is no place on earth goes to `leave_out`. Raises NoPlaceError where there is none.
        """
        placement = Placement(self.crs, grid, self.path)
        for feature, geometry in self._about(placement):
            try:
                placed = placement.straight(geometry, f"the polygon with the id {feature.GetFID()} of {self.path}")
            except NoPlaceError as error:
                if leave_out is None:
                    raise
                leave_out(feature, error)
                continue
            if placed is not None:
                yield feature, placed

    def _about(self, placement: Placement) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields at least the polygons that may touch a grid, in the layer's order: of a layer that was read before, a few by their ids."""
        if self._contents is None or not self._can_pick:
            yield from self
            return
        wanted = self._contents.ids[placement.near(self._contents.boxes)]
        if len(wanted) > MAX_PICKED_SHARE * len(self._contents.ids):
            yield from self
            return

        for number in wanted:
            feature = self._feature(int(number))
            polygons = _polygons_in(feature.GetGeometryRef())
            if polygons is not None:
                yield feature, polygons

    @cached_property
    def _can_pick(self) -> bool:
        return self.contents.are_ids_unique and bool(self._layer.TestCapability(ogr.OLCRandomRead))

    def _feature(self, number: int) -> ogr.Feature:
        """Returns the feature with an id."""
        try:
            return self._layer.GetFeature(number)
        except RuntimeError as error:
            raise self._damaged(error) from error

    def _features(self) -> Iterator[ogr.Feature]:
        """Yields all features. Raises InputError where one cannot be read."""
        self._layer.ResetReading()
        while True:
            try:
                feature = self._layer.GetNextFeature()
            except RuntimeError as error:
                raise self._damaged(error) from error
            if feature is None:
                return
            yield feature

    def _read_crs(self) -> osr.SpatialReference:
        try:
            crs = self._layer.GetSpatialRef()
        except RuntimeError as error:
            raise self._damaged(error) from error
        if crs is None or not is_defined(crs):
            raise InputError(f"{self.path} has no coordinate reference system: assign one in the layer's properties")
        return crs

    def _damaged(self, error: RuntimeError) -> InputError:
        return InputError(
            f"{self.path} cannot be read ({first_line(error)}): a file of it is damaged or was copied in part, get it anew"
        )


def _polygons_in(geometry: ogr.Geometry | None) -> ogr.Geometry | None:
    """Returns what of a geometry is polygons, with straight edges, None where that is nothing."""
    if geometry is None or geometry.GetDimension() != AREA or geometry.IsEmpty():
        return None
    straight = geometry.GetLinearGeometry()
    if ogr.GT_Flatten(straight.GetGeometryType()) != ogr.wkbGeometryCollection:
        return straight
    return together(list(polygons_of(straight)))


def burn(polygons: Iterable[tuple[ogr.Geometry, int]], target: gdal.Dataset, all_touched: bool = False) -> None:
    """Writes the value of each polygon, in the target's CRS, into the pixels whose centres lie in it; the last one counts.

    With `all_touched` it is written into the pixels that the polygon only touches, too.
    """
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = memory.CreateLayer("", target.GetSpatialRef(), ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))

    for geometry, value in polygons:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["value"] = value
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)

    # Whole blocks at a time: GDAL would take as many rows as fit into its cache, which may be gigabytes.
    options = ["ATTRIBUTE=value", f"CHUNKYSIZE={STRIP}", f"ALL_TOUCHED={all_touched}"]
    gdal.RasterizeLayer(target, [1], layer, options=options)


def _open_vector(path: str) -> gdal.Dataset:
    try:
        return gdal.OpenEx(path, gdal.OF_VECTOR)
    except RuntimeError as error:
        if not Path(path).exists():  # asked only now: names such as PG:dbname=fields are no paths
            raise InputError(f"{path} does not exist: check the path") from error
        raise InputError(f"{path} is not a vector layer that GDAL can open: choose a polygon layer") from error
