"""Polygon layers in any CRS, placed on the grid of a raster."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import InputError

from ..tiles import STRIP
from .grid import Extent, Grid, is_defined
from .reprojection import extent_in, intersect, transformation

gdal.UseExceptions()
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


class PolygonLayer:
    """A layer given as `path` or `path|layername=NAME`.

    Raises InputError where it does not exist, has no coordinate reference system, or is of another kind than polygons.
    """

    def __init__(self, source: str) -> None:
        path, _, name = source.partition("|layername=")
        self.path = source
        self._dataset = _open_vector(path)
        self._layer = self._dataset.GetLayerByName(name) if name else self._dataset.GetLayer(0)
        if self._layer is None:
            raise InputError(f"{source} has no layer {name}: choose another layer")
        self.crs = self._layer.GetSpatialRef()
        if not is_defined(self.crs):
            raise InputError(f"{source} has no coordinate reference system: assign one in the layer's properties")
        if ogr.GT_Flatten(self._layer.GetGeomType()) not in AREAS:
            raise InputError(f"{source} holds no polygons: choose a polygon layer")

    @property
    def fields(self) -> list[str]:
        definition = self._layer.GetLayerDefn()
        return [definition.GetFieldDefn(index).GetName() for index in range(definition.GetFieldCount())]

    def __iter__(self) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields each feature that is a polygon, in the layer's order, with its geometry: straight edges, in the layer's CRS."""
        self._layer.ResetReading()
        for feature in self._layer:
            geometry = feature.GetGeometryRef()
            if geometry is not None and geometry.GetDimension() == AREA:
                yield feature, geometry.GetLinearGeometry()

    def placed_on(self, grid: Grid) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields the polygons that may touch the grid, in the grid's CRS; their edges stay straight there, as QGIS draws them."""
        here = extent_in(grid, self.crs, self.path)
        transform = transformation(self.crs, osr.SpatialReference(grid.crs), self.path)
        for feature, geometry in self:
            if here is not None and intersect(extent_of(geometry), here):
                place(geometry, transform, self.path)
                yield feature, geometry


def extent_of(geometry: ogr.Geometry) -> Extent:
    """Returns the box around a geometry."""
    left, right, bottom, top = geometry.GetEnvelope()
    return left, bottom, right, top


def place(geometry: ogr.Geometry, transform: osr.CoordinateTransformation, path: str) -> None:
    """Transforms a geometry to the raster's CRS. Raises InputError on behalf of `path` where it has no place there."""
    try:
        geometry.Transform(transform)
    except RuntimeError as error:
        raise InputError(f"{path} cannot be transformed to the raster's CRS ({error}): check its CRS") from error


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
