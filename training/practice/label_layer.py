"""Label polygons in a GeoPackage, made from class rasters sheet by sheet."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.output import whole_file
from paddy_segmenter.core.polygons.layer_style import store_style
from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error, unheard
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.style import polygon_style
from paddy_segmenter.core.tiles import Window

gdal.UseExceptions()
ogr.UseExceptions()

CLASS_FIELD, NAME_FIELD = "class", "name"


class LabelLayer:
    """A polygon layer in the making, with the fields class (value) and name."""

    def __init__(self, path: str, grid: Grid, classes: tuple[LegendClass, ...]) -> None:
        self._grid, self._classes = grid, classes
        self._names = {each.value: each.name for each in classes}
        self._dataset = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
        self._layer = self._dataset.CreateLayer("labels", osr.SpatialReference(grid.crs), ogr.wkbPolygon)
        self._layer.CreateField(ogr.FieldDefn(CLASS_FIELD, ogr.OFTInteger))
        self._layer.CreateField(ogr.FieldDefn(NAME_FIELD, ogr.OFTString))

    def add(self, sheet: Window, values: npt.NDArray[np.uint8]) -> None:
        """Adds polygons around the classes in values (H, W), which lie at the sheet's place; other values stay unlabelled."""
        raster = _in_memory(self._grid, sheet, np.stack([values, np.isin(values, list(self._names))]))
        outlines = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = outlines.CreateLayer("", self._layer.GetSpatialRef(), ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn(CLASS_FIELD, ogr.OFTInteger))
        gdal.Polygonize(raster.GetRasterBand(1), raster.GetRasterBand(2), layer, 0)
        self._layer.StartTransaction()
        for outline in layer:
            self._copy(outline)
        self._layer.CommitTransaction()

    def close(self) -> None:
        """Brings everything to the disk, with the style that QGIS finds in a GeoPackage."""
        store_style(self._dataset, self._layer, polygon_style(NAME_FIELD, self._classes))
        with unheard():
            self._layer = None
            self._dataset = None

    def _copy(self, outline: ogr.Feature) -> None:
        polygon = ogr.Feature(self._layer.GetLayerDefn())
        polygon[CLASS_FIELD] = outline[CLASS_FIELD]
        polygon[NAME_FIELD] = self._names[outline[CLASS_FIELD]]
        polygon.SetGeometry(outline.GetGeometryRef())
        self._layer.CreateFeature(polygon)


@contextmanager
def create_label_layer(path: str, grid: Grid, classes: tuple[LegendClass, ...]) -> Iterator[LabelLayer]:
    """Yields a polygon layer on the grid's CRS to add sheets to; it appears under `path` when the block ends well.

    Raises OutputError where the disk refuses.
    """
    with whole_file(path) as part, told_as_output_error(path):
        layer = LabelLayer(part, grid, classes)
        try:
            yield layer
        finally:
            layer.close()


def _in_memory(grid: Grid, sheet: Window, bands: npt.NDArray[np.uint8]) -> gdal.Dataset:
    raster = gdal.GetDriverByName("MEM").Create("", sheet.width, sheet.height, len(bands), gdal.GDT_Byte)
    raster.SetGeoTransform(grid.part(sheet).transform)
    raster.WriteArray(bands)
    return raster
