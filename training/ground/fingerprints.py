"""What tells data apart: size and SHA-256 of the files behind rasters and labels, of large ones by parts, and of what is labelled."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.network.weights import pretrained_file
from paddy_segmenter.core.rasters.source_files import source_files
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..metrics import UNLABELLED
from .areas import SplitAreas
from .ground import Ground
from .labelled_parts import labelled_parts
from .site import Site

CHUNK = 2**16  # bytes that are read at once
SAMPLED_CHUNKS = 64  # of all files of a dataset together; smaller files are read whole
CHUNKS_OF_A_FILE = 3  # at least: from its beginning, its middle and its end
SAMPLED_BLOCKS = 64  # of a raster whose labelled pixels are read


def take_fingerprints(job: TrainJob, ground: Ground, report: Reporter) -> dict[str, Any]:
    """Returns what identifies the rasters, the labels, the areas of the split and the file of initial weights, whatever they are called or dated.

    However large the files are, some megabytes of each are read: parts that lie evenly over it, and pixels where there are labels.
    A GeoPackage changes when QGIS opens it, even if its polygons do not: the SHA-256 of the class indices on the raster's grid
    tells whether the same was learnt. The name of the file of imagenet or coco weights ends in its SHA-256's first digits, which are
    checked when it is loaded.
    """
    rasters = []
    for number, site in enumerate(ground.sites):
        report.progress(number / len(ground.sites), f"taking the fingerprint of {site.raster.name}")
        windows = [block.window for block in ground.blocks if block.raster == number]
        rasters.append(_describe_site(site, windows, report))
    paths = [source.partition("|")[0] for source in job.labels]
    labels = [{"labels": Path(path).name, "files": fingerprints_of(path, report)} for path in paths]
    pretrained = pretrained_file(job.weights, job.backbone)
    weights = {"file": pretrained} if pretrained else _digest_of_start(job.weights, report)
    areas = {"split_areas": SplitAreas(job.split_areas, job.split_field).digest()} if job.split_areas else {}
    return {"data": rasters, "labels": labels, "weights": weights} | areas


def _digest_of_start(weights: str, report: Reporter) -> dict[str, Any] | None:
    if weights == "none":
        return None
    return _digest(weights, report, SAMPLED_CHUNKS) if Path(weights).is_file() else {"missing": weights}


def _describe_site(site: Site, labelled: Sequence[Window], report: Reporter) -> dict[str, Any]:
    grid = site.raster.grid
    return {
        "raster": site.raster.name,
        "width": grid.width,
        "height": grid.height,
        "gsd": grid.gsd,
        "files": fingerprints_of(site.raster.path, report),
        "masks": site.raster.mask_kinds,
        "left_out": {str(band): values for band, values in site.raster.left_out.items()},
        "labelled_pixels_sha256": _digest_of_pixels(site, labelled, report),
        "burnt_labels_sha256": _digest_of_labels(site, report),
    }


def fingerprints_of(path: str, report: Reporter) -> list[dict[str, Any]]:
    """Returns name, bytes and SHA-256 of each file that GDAL reads for `path`: one for a GeoTIFF, several for a Shapefile or a VRT.

    Of a large file it is `sampled_sha256`, that of parts of it.
    """
    listed = [*filter(_is_file, source_files(gdal.OpenEx(path)))]
    chunks = max(CHUNKS_OF_A_FILE, SAMPLED_CHUNKS // max(len(listed), 1))
    return [{"file": Path(each).name, **_digest(each, report, chunks)} for each in listed]


def content_of_file(file: Mapping[str, Any]) -> Any:
    """Returns what tells the content of a file, by its fingerprint."""
    return file["sha256"] if "sha256" in file else file["sampled_sha256"]


def _digest_of_pixels(site: Site, labelled: Sequence[Window], report: Reporter) -> str:
    """Returns the SHA-256 of the labelled pixels of some blocks, spread evenly over all that have any."""
    digest = hashlib.sha256()
    for window in labelled[:: -(-len(labelled) // SAMPLED_BLOCKS) or 1]:
        report.check()
        image, _, labels = site.read(window)
        digest.update(np.ascontiguousarray(image[:, labels != UNLABELLED]).tobytes())
    return digest.hexdigest()


def _digest_of_labels(site: Site, report: Reporter) -> str:
    """Returns the SHA-256 of the class indices and of where they lie, whatever else is stored."""
    digest = hashlib.sha256()
    for part in labelled_parts(site.labels):
        report.check()
        digest.update(f"{part.row} {part.column}".encode())
        digest.update(site.labels.read_values(part, UNLABELLED).astype("<i4").tobytes())
    return digest.hexdigest()


def _is_file(path: str) -> bool:
    known = gdal.VSIStatL(path)
    return known is not None and not known.IsDirectory()


def _digest(path: str, report: Reporter, chunks: int) -> dict[str, Any]:
    """Returns the size of a file and the SHA-256 of all of it, or of so many chunks from its beginning to its end where it has more."""
    size = gdal.VSIStatL(path).size
    is_whole = size <= chunks * CHUNK
    starts: Sequence[int] = range(0, size, CHUNK)
    if not is_whole:
        starts = [(size - CHUNK) * place // max(chunks - 1, 1) for place in range(chunks)]

    digest = hashlib.sha256()
    file = gdal.VSIFOpenL(path, "rb")  # GDAL's own reader, for paths such as /vsizip/
    try:
        for start in starts:
            report.check()
            gdal.VSIFSeekL(file, start, os.SEEK_SET)
            digest.update(gdal.VSIFReadL(1, CHUNK, file) or b"")
    finally:
        gdal.VSIFCloseL(file)
    return {"bytes": size, "sha256" if is_whole else "sampled_sha256": digest.hexdigest()}
