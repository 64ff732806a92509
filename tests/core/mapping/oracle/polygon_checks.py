"""What the polygons of a segmentation must hold: burnt back they are the class map, and their areas are its ground."""

import numpy as np
from osgeo import gdal, ogr

from .case import Case
from .checks import demand, demand_none
from .places import Place

AREA_OFF = 0.02  # of the ground, which is measured in the map's middle
ROUNDED = 1e-4  # hectares, to which each polygon's area is rounded


def check_polygons(case: Case, paths: dict[str, str]) -> None:
    """Compares the polygon layer with the class map."""
    classes = gdal.Open(paths["output"])
    found, nodata = classes.ReadAsArray(), classes.GetRasterBand(1).GetNoDataValue()
    source = gdal.OpenEx(paths["polygons"], gdal.OF_VECTOR)
    layer = source.GetLayer(0)
    if "3D" not in case.draw.place and "heights" not in case.draw.place:
        is_same = bool(layer.GetSpatialRef().IsSame(classes.GetSpatialRef()))
        demand(is_same, "the polygons have another CRS")

    burnt = gdal.GetDriverByName("MEM").Create("", classes.RasterXSize, classes.RasterYSize, 1, gdal.GDT_UInt16)
    burnt.SetGeoTransform(classes.GetGeoTransform())
    burnt.GetRasterBand(1).Fill(nodata)
    burnt.SetSpatialRef(layer.GetSpatialRef())
    gdal.RasterizeLayer(burnt, [1], layer, options=["ATTRIBUTE=class"])
    demand_none(burnt.ReadAsArray() != found, "polygons burnt back differ from the map")
    _check_areas(case, layer, classes)


def _check_areas(case: Case, layer: ogr.Layer, classes: gdal.Dataset) -> None:
    found = classes.ReadAsArray()
    here = Place(classes.GetSpatialRef().ExportToWkt(["FORMAT=WKT2"]), classes.GetGeoTransform())
    column, row = here.steps(classes.RasterXSize, classes.RasterYSize)
    pixel = abs(column.real * row.imag - column.imag * row.real) / 1e4

    areas = dict.fromkeys(case.model.values, 0.0)
    count = layer.GetFeatureCount()
    layer.ResetReading()
    for feature in layer:
        demand(feature.GetGeometryRef().IsValid(), "a polygon is not valid")
        areas[feature["class"]] += feature["area_ha"]
    for value, area in areas.items():
        wanted = np.count_nonzero(found == value) * pixel
        demand(
            abs(area - wanted) <= AREA_OFF * wanted + count * ROUNDED,
            f"class {value} has {area} ha instead of {wanted}",
        )
