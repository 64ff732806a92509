"""Many polygons on many rasters: how long it takes until labels are ready.

    python -m benchmarks.many_labels [--polygons 200000] [--rasters 1000]

The rasters lie side by side in a square, 256 pixels of 10 m wide; the fields of ten classes lie all over them.
"""

import argparse
from math import ceil, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from osgeo import gdal, ogr, osr

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.jobs import TrainJob
from training.ground.labelling import label_sites

from .material import SILENT
from .table import print_table

SIDE, GSD = 256, 10.0  # of a raster in pixels, of a pixel in metres
LEFT, TOP = 200_000.0, 9_700_000.0
CLASSES = 10


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polygons", type=int, default=200_000)
    parser.add_argument("--rasters", type=int, default=1000)
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = Path(place)
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(32750)
        across = ceil(sqrt(asked.rasters))
        images = [_write_image(folder, number, across, crs) for number in range(asked.rasters)]
        rows = []
        for driver, suffix in (("GPKG", "gpkg"), ("ESRI Shapefile", "shp")):
            layer = _write_fields(str(folder / f"fields.{suffix}"), driver, asked.polygons, across * SIDE * GSD, crs)
            job = TrainJob(tuple(images), (layer,), str(folder / "model.safetensors"), class_field="crop")
            rasters = [Raster(path) for path in images]
            began, busy = perf_counter(), process_time()
            label_sites(job, rasters, (1,), folder, SILENT)
            rows.append([driver, f"{perf_counter() - began:.1f}", f"{process_time() - busy:.1f}"])
        print_table([f"{asked.polygons} polygons, {asked.rasters} rasters", "seconds", "of the processor"], rows)


def _write_image(folder: Path, number: int, across: int, crs: osr.SpatialReference) -> str:
    path = str(folder / f"image{number}.tif")
    row, column = divmod(number, across)
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIDE, SIDE, 1, gdal.GDT_Byte, ["SPARSE_OK=TRUE"])
    dataset.SetGeoTransform((LEFT + column * SIDE * GSD, GSD, 0.0, TOP - row * SIDE * GSD, 0.0, -GSD))
    dataset.SetSpatialRef(crs)
    return path


def _write_fields(path: str, driver: str, count: int, extent: float, crs: osr.SpatialReference) -> str:
    """Writes square fields with paths between them over a square of `extent` metres."""
    source = ogr.GetDriverByName(driver).CreateDataSource(path)
    layer = source.CreateLayer("fields", crs, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    across = ceil(sqrt(count))
    step = extent / across
    layer.StartTransaction()
    for number in range(count):
        row, column = divmod(number, across)
        left, top, side = LEFT + column * step, TOP - row * step, 0.8 * step
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["crop"] = f"crop {number % CLASSES}"
        ring = f"{left} {top}, {left + side} {top}, {left + side} {top - side}, {left} {top - side}, {left} {top}"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return path


if __name__ == "__main__":
    main()
