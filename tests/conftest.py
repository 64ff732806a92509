"""Small real files for tests: each test says what is in them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from paddy_segmenter.events import Event, Reporter

gdal.UseExceptions()
ogr.UseExceptions()

UTM_50S = 32750
LEFT, TOP = 200_000.0, 9_670_000.0  # near Pangkuh, Kapuas


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def report(events: list[Event]) -> Reporter:
    return Reporter(events.append)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Keeps GDAL from telling of nodata values that a type cannot hold."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    yield
    gdal.PopErrorHandler()


@pytest.fixture
def write_raster(tmp_path: Path) -> Callable[..., str]:
    """Returns a function that writes an array (bands, H, W) or (H, W) as a GeoTIFF and returns its path."""

    def write(name: str, values: Any, *, epsg: int | None = UTM_50S, gsd: float = 1.5, left: float = LEFT, top: float = TOP,
              nodata: float | None = None, bands: tuple[str, ...] = ()) -> str:  # fmt: skip
        values = np.asarray(values)
        values = values[None] if values.ndim == 2 else values
        path = str(tmp_path / name)
        kind = gdal.GetDataTypeByName({"bool": "Byte", "uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "int32": "Int32",
                                       "int64": "Int32", "float32": "Float32", "float64": "Float64"}[values.dtype.name])  # fmt: skip
        dataset = gdal.GetDriverByName("GTiff").Create(path, values.shape[2], values.shape[1], values.shape[0], kind)
        if epsg is not None:
            dataset.SetProjection(wkt(epsg))
            dataset.SetGeoTransform((left, gsd, 0, top, 0, -gsd))
        for number, band in enumerate(values, 1):
            dataset.GetRasterBand(number).WriteArray(band)
            if nodata is not None:
                dataset.GetRasterBand(number).SetNoDataValue(nodata)
            if bands:
                dataset.GetRasterBand(number).SetDescription(bands[number - 1])
        return path

    return write


@pytest.fixture
def write_polygons(tmp_path: Path) -> Callable[..., str]:
    """Returns a function that writes boxes (left, bottom, right, top, attribute) as a GeoPackage and returns its path."""

    def write(name: str, boxes: list[tuple[float, float, float, float, Any]], *, field: str = "crop", epsg: int | None = UTM_50S,
              layer: str = "fields") -> str:  # fmt: skip
        path = str(tmp_path / name)
        crs = None if epsg is None else osr.SpatialReference(wkt(epsg))
        if crs is not None:
            crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(path)
        target = dataset.CreateLayer(layer, crs, ogr.wkbPolygon)
        target.CreateField(ogr.FieldDefn(field, ogr.OFTInteger if isinstance(boxes[0][4], int) else ogr.OFTString))
        for left, bottom, right, top, value in boxes:
            feature = ogr.Feature(target.GetLayerDefn())
            feature.SetField(field, value)
            ring = f"{left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}, {left} {bottom}"
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
            target.CreateFeature(feature)
        return path

    return write


def declare_scale(path: str, *scales: tuple[float, float]) -> str:
    """Gives the bands of a raster a factor and an offset each, and returns its path."""
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, (factor, offset) in enumerate(scales, 1):
        dataset.GetRasterBand(number).SetScale(factor)
        dataset.GetRasterBand(number).SetOffset(offset)
    return path


def wkt(epsg: int) -> str:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return str(crs.ExportToWkt())
