"""What tells data apart: size and SHA-256 of the files behind rasters and labels, and SHA-256 of the labels as they were burnt."""

import hashlib
from pathlib import Path
from typing import Any

from osgeo import gdal

from paddy_segmenter.core.network.weights import pretrained_file
from paddy_segmenter.core.rasters.source_files import source_files
from paddy_segmenter.core.tiles import strip_windows
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..metrics import UNLABELLED
from .areas import SplitAreas
from .ground import Ground
from .site import Site

CHUNK = 2**22  # bytes between two looks at a wish to cancel


def take_fingerprints(job: TrainJob, ground: Ground, report: Reporter) -> dict[str, Any]:
    """Returns what identifies the rasters, the labels, the areas of the split and the file of initial weights, whatever they are called or dated.

    A GeoPackage changes when QGIS opens it, even if its polygons do not: the SHA-256 of the class indices on the raster's grid
    tells whether the same was learnt. The name of the file of imagenet or coco weights ends in its SHA-256's first digits, which are
    checked when it is loaded.
    """
    rasters = []
    for number, site in enumerate(ground.sites):
        report.progress(number / len(ground.sites), f"taking the fingerprint of {site.raster.name}")
        rasters.append(_describe_site(site, report))
    paths = [source.partition("|")[0] for source in job.labels]
    labels = [{"labels": Path(path).name, "files": fingerprints_of(path, report)} for path in paths]
    pretrained = pretrained_file(job.weights, job.backbone)
    weights = {"file": pretrained} if pretrained else _digest_of_start(job.weights, report)
    areas = {"split_areas": SplitAreas(job.split_areas, job.split_field).digest()} if job.split_areas else {}
    return {"data": rasters, "labels": labels, "weights": weights} | areas


def _digest_of_start(weights: str, report: Reporter) -> dict[str, Any] | None:
    return _digest(weights, report) if Path(weights).is_file() else None


def _describe_site(site: Site, report: Reporter) -> dict[str, Any]:
    grid = site.raster.grid
    return {
        "raster": site.raster.name,
        "width": grid.width,
        "height": grid.height,
        "gsd": grid.gsd,
        "files": fingerprints_of(site.raster.path, report),
        "masks": site.raster.mask_kinds,
        "left_out": {str(band): values for band, values in site.raster.left_out.items()},
        "burnt_labels_sha256": _digest_of_labels(site, report),
    }


def fingerprints_of(path: str, report: Reporter) -> list[dict[str, Any]]:
    """Returns name, bytes and SHA-256 of each file that GDAL reads for `path`: one for a GeoTIFF, several for a Shapefile or a VRT."""
    listed = filter(_is_file, source_files(gdal.OpenEx(path)))
    return [{"file": Path(each).name, **_digest(each, report)} for each in listed]


def _digest_of_labels(site: Site, report: Reporter) -> str:
    digest, grid = hashlib.sha256(), site.labels.grid
    for strip in strip_windows(grid.height, grid.width):
        report.check()
        digest.update(site.labels.read_values(strip, UNLABELLED).astype("<i4").tobytes())
    return digest.hexdigest()


def _is_file(path: str) -> bool:
    known = gdal.VSIStatL(path)
    return known is not None and not known.IsDirectory()


def _digest(path: str, report: Reporter) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    file = gdal.VSIFOpenL(path, "rb")  # GDAL's own reader, for paths such as /vsizip/
    try:
        while chunk := gdal.VSIFReadL(1, CHUNK, file):
            report.check()
            digest.update(chunk)
            size += len(chunk)
    finally:
        gdal.VSIFCloseL(file)
    return {"bytes": size, "sha256": digest.hexdigest()}
