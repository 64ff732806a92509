"""Few labels on a vast raster: how long a plan takes.

    python -m benchmarks.vast [--sparse 100000] [--full 22400]

One raster is sparse and holds values where labels lie, the other is full; both have 4 bands of uint16 in tiles, and 200 squares of two classes.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
from osgeo import gdal, ogr, osr

from paddy_segmenter.jobs import PlanJob
from training.planning.planner import plan_training

from .material import SILENT
from .table import print_table

BANDS, GSD = 4, 10.0  # metres per pixel
LEFT, TOP = 200_000.0, 9_700_000.0
FIELDS, SIDE, MARGIN = (
    200,
    100,
    600,
)  # squares, their side, and what is stored around them in a sparse raster, in pixels
OPTIONS = ["TILED=YES", "BIGTIFF=YES", "SPARSE_OK=TRUE"]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sparse", type=int, default=100_000, help="side of the sparse raster in pixels; 0: none")
    parser.add_argument("--full", type=int, default=22_400, help="side of the full one; 0: none")
    asked = parser.parse_args()
    rows = []
    for name, width, is_full in (("sparse", asked.sparse, False), ("full", asked.full, True)):
        if width:
            with TemporaryDirectory() as folder:
                rows.append([f"{name}, {width} x {width}", *_measure(Path(folder), width, is_full)])
    print_table([f"{FIELDS} squares of {SIDE} x {SIDE} pixels", "stored, GB", "seconds", "of the processor"], rows)


def _measure(folder: Path, width: int, is_full: bool) -> list[str]:
    random = np.random.default_rng(0)
    corners = random.integers(MARGIN, width - MARGIN - SIDE, (FIELDS, 2))
    image = _write_image(folder / "image.tif", width, None if is_full else corners)
    labels = _write_fields(folder / "fields.gpkg", corners)
    job = PlanJob((image,), (labels,), str(folder / "model.safetensors"), class_field="crop", weights="none", batch=4,
                  output_stride=16, decoder="no")  # fmt: skip

    began, busy = perf_counter(), process_time()
    plan_training(job, SILENT)
    seconds = perf_counter() - began, process_time() - busy
    return [f"{Path(image).stat().st_blocks * 512 / 1e9:.1f}", *(f"{each:.0f}" for each in seconds)]


def _write_image(path: Path, width: int, corners: np.ndarray | None) -> str:
    """Writes noise, all over the raster or around the squares at these corners (row, column)."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, width, BANDS, gdal.GDT_UInt16, OPTIONS)
    dataset.SetGeoTransform((LEFT, GSD, 0.0, TOP, 0.0, -GSD))
    dataset.SetSpatialRef(_crs())

    random = np.random.default_rng(1)
    if corners is None:
        for row in range(0, width, 256):
            height = min(256, width - row)
            dataset.WriteArray(random.integers(500, 3000, (BANDS, height, width), np.uint16), 0, row)
    else:
        reach = SIDE + 2 * MARGIN
        for row, column in corners.tolist():
            noise = random.integers(500, 3000, (BANDS, reach, reach), np.uint16)
            dataset.WriteArray(noise, column - MARGIN, row - MARGIN)
    return str(path)


def _write_fields(path: Path, corners: np.ndarray) -> str:
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


if __name__ == "__main__":
    main()
