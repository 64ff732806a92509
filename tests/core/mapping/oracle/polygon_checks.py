"""What the polygons of a segmentation must hold: burnt back they are the class map, and their areas are its ground."""

import numpy as np
from osgeo import gdal, ogr

from .case import Case
from .checks import demand, demand_none
from .places import FLATTENING, Numbers, Place

AREA_OFF = 0.02  # of the ground, which is measured in the map's middle where its CRS is projected
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
    pixels = ground_of(here, *found.shape)

    areas = dict.fromkeys(case.model.values, 0.0)
    count = layer.GetFeatureCount()
    layer.ResetReading()
    for feature in layer:
        demand(feature.GetGeometryRef().IsValid(), "a polygon is not valid")
        areas[feature["class"]] += feature["area_ha"]
    for value, area in areas.items():
        wanted = pixels[found == value].sum()
        demand(
            abs(area - wanted) <= AREA_OFF * wanted + count * ROUNDED,
            f"class {value} has {area} ha instead of {wanted}",
        )


def ground_of(place: Place, height: int, width: int) -> Numbers:
    """Returns the hectares of each pixel (H, W)."""
    column, row = place.steps(width, height)
    middle = abs(column.real * row.imag - column.imag * row.real) / 1e4
    if not place.reference.IsGeographic():
        return np.full((height, width), middle)

    # Near a pole the northernmost pixels of degrees are a fifth smaller than the southernmost.
    rows, columns = np.mgrid[:height, :width] + 0.5
    latitudes = place.reference.GetAngularUnits() * place.coordinates(columns, rows)[1]
    centre = place.reference.GetAngularUnits() * place.coordinates(np.array(width / 2), np.array(height / 2))[1]
    return middle * _degrees_at(latitudes) / _degrees_at(centre)


def _degrees_at(latitudes: Numbers) -> Numbers:
    """Returns how large a square of degrees is at latitudes in radians, as a share of one at the equator."""
    square = FLATTENING * (2 - FLATTENING)
    return np.cos(latitudes) / (1 - square * np.sin(latitudes) ** 2) ** 2
