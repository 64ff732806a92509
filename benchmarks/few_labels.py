"""A raster on which few labels lie: noise and squares of two classes."""

from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

GSD = 10.0  # metres per pixel
LEFT, TOP = 200_000.0, 9_700_000.0
SIDE, MARGIN = 100, 600  # pixels: of a square, and what is stored around it in a sparse raster
OPTIONS = ["TILED=YES", "BIGTIFF=YES", "SPARSE_OK=TRUE"]


def draw_corners(width: int, squares: int) -> np.ndarray:
    """Returns where squares lie on a raster of this side, (squares, 2): row and column of their upper left corners."""
    return np.random.default_rng(0).integers(MARGIN, width - MARGIN - SIDE, (squares, 2))


def write_image(path: Path, width: int, bands: int, corners: np.ndarray | None) -> str:
    """Writes noise, all over the raster or around the squares at these corners (row, column)."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, width, bands, gdal.GDT_UInt16, OPTIONS)
    dataset.SetGeoTransform((LEFT, GSD, 0.0, TOP, 0.0, -GSD))
    dataset.SetSpatialRef(_crs())

    random = np.random.default_rng(1)
    if corners is None:
        for row in range(0, width, 256):
            height = min(256, width - row)
            dataset.WriteArray(random.integers(500, 3000, (bands, height, width), np.uint16), 0, row)
    else:
        reach = SIDE + 2 * MARGIN
        for row, column in corners.tolist():
            noise = random.integers(500, 3000, (bands, reach, reach), np.uint16)
            dataset.WriteArray(noise, column - MARGIN, row - MARGIN)
    return str(path)


def write_squares(path: Path, corners: np.ndarray) -> str:
    """Writes a layer of squares at these corners, whose field `crop` holds two classes by turns."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("fields", _crs(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    for number, (row, column) in enumerate(corners.tolist()):
        left, top, side = LEFT + column * GSD, TOP - row * GSD, SIDE * GSD
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["crop"] = f"crop {number % 2}"
        ring = f"{left} {top}, {left + side} {top}, {left + side} {top - side}, {left} {top - side}, {left} {top}"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)
    return str(path)


def _crs() -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32750)
    return crs
