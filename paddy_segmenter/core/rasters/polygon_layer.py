"""Polygon layers in any CRS, placed on the grid of a raster."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import InputError

from ..tiles import STRIP
from .gdal_errors import first_line
from .grid import Grid, is_defined
from .placement import Placement
from .rings import polygons_of, together

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
        """Yields each feature that holds polygons, in the layer's order, with them: straight edges, in the layer's CRS."""
        for feature in self._features():
            polygons = _polygons_in(feature.GetGeometryRef())
            if polygons is not None:
                yield feature, polygons

    def __len__(self) -> int:
        """Returns the number of features, those without a polygon too: points, lines, empty and missing geometries."""
        return int(self._layer.GetFeatureCount())

    def placed_on(self, grid: Grid) -> Iterator[tuple[ogr.Feature, ogr.Geometry]]:
        """Yields the polygons that may touch the grid, in the grid's CRS; their edges stay straight there, as QGIS draws them.

        Raises InputError where a corner is no place on earth.
        """
        placement = Placement(self.crs, grid, self.path)
        for feature, geometry in self:
            placed = placement.straight(geometry, f"the polygon with the id {feature.GetFID()} of {self.path}")
            if placed is not None:
                yield feature, placed

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
