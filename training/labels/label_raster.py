"""Class indices on the grid of a raster: small files in which ground without labels takes no space."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, gdal_array

from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.rasters.raster import Raster, Validity
from paddy_segmenter.core.tiles import Window, strip_windows

from ..metrics import UNLABELLED
from .areas import LabelledAreas
from .class_raster import ValuesOnGrid
from .legend import Labels, Legend
from .placed import Indices, parts_of
from .polygons_on_grid import PolygonsOnGrid

OPTIONS = ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER", "SPARSE_OK=TRUE"]


@dataclass(frozen=True)
class LabelRaster:
    """A raster of class indices, and which indices it holds."""

    raster: Raster
    held: frozenset[int]


def burn_labels(
    labels: Labels, grid: Grid, legend: Legend, path: str, areas: PolygonLayer | None = None
) -> LabelRaster:
    """Writes a raster of class indices on the grid to the temporary file `path` and returns it opened.

    Where a layer of labelled `areas` is given, ground beyond them is UNLABELLED, whatever the labels say.
    """
    within = LabelledAreas(areas, grid) if areas else None
    held = set[int]()
    with told_as_output_error(path), labels.on(grid, legend.index_of) as placed:
        target = _create(path, grid, len(legend.classes))
        for part in parts_of(Window(0, 0, grid.height, grid.width)):
            window = placed.part_with_any(part) if legend.unlabelled == UNLABELLED else part
            indices = _read(placed, window, legend.unlabelled, within) if window else None
            if window and indices is not None:
                held |= {*np.flatnonzero(np.bincount(indices.ravel() - UNLABELLED)).tolist()}
                _write(target, indices, window)
        placed.settle(within)
        target.FlushCache()
        del target
    return LabelRaster(Raster(path), frozenset(index + UNLABELLED for index in held) - {UNLABELLED})


def renumber(burnt: LabelRaster, new_index_of: Sequence[int], path: str) -> LabelRaster:
    """Writes the raster to the file `path` with new class indices, `new_index_of` each old one, and returns it opened."""
    source = burnt.raster
    lookup = np.append(new_index_of, UNLABELLED)  # the last one is found by UNLABELLED
    with told_as_output_error(path):
        target = _create(path, source.grid, len({*new_index_of} - {UNLABELLED}))
        for window in parts_of(Window(0, 0, source.grid.height, source.grid.width)):
            if source.is_known_empty(window, (1,)):
                continue
            indices = lookup[source.read_values(window, UNLABELLED)]
            _write(target, indices, window)
        target.FlushCache()
        del target
    return LabelRaster(Raster(path), frozenset(int(lookup[index]) for index in burnt.held) - {UNLABELLED})


def holds_labels(burnt: Raster, legend: Legend, counts: Callable[[Window], Validity] | None = None) -> bool:
    """Returns whether any pixel of a raster of class indices has a label, of those that count if not all do."""
    for strip in strip_windows(burnt.grid.height, burnt.grid.width):
        if burnt.is_known_empty(strip, (1,)):
            continue
        indices = burnt.read_values(strip, UNLABELLED)
        if counts:
            indices = indices[counts(strip)]
        if np.setdiff1d(indices, [UNLABELLED, legend.unlabelled]).size:
            return True
    return False


def _read(
    placed: PolygonsOnGrid | ValuesOnGrid, window: Window, unlabelled: int, within: LabelledAreas | None
) -> Indices | None:
    """Returns the class indices (H, W) of a window, UNLABELLED beyond the areas within which labels count; None where no pixel has any."""
    inside = within.read(window) if within else None
    if inside is not None and not inside.any():
        return None

    indices = placed.read(window, unlabelled, inside)
    if indices is None and unlabelled == UNLABELLED:
        return None
    if indices is None:
        indices = np.full((window.height, window.width), unlabelled)
    return indices if inside is None else np.where(inside, indices, UNLABELLED)


def _create(path: str, grid: Grid, classes: int) -> gdal.Dataset:
    """Returns a raster in which nothing has a label, in the smallest type that holds the classes."""
    kind = np.uint8 if classes <= np.iinfo(np.uint8).max else np.uint16
    code = gdal_array.NumericTypeCodeToGDALTypeCode(kind)
    target = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, code, OPTIONS)
    target.SetGeoTransform(grid.transform)
    target.SetProjection(grid.crs)
    target.GetRasterBand(1).SetNoDataValue(int(np.iinfo(kind).max))
    return target


def _write(target: gdal.Dataset, indices: Indices, window: Window) -> None:
    """Writes class indices (H, W); the type's highest number, which is nodata, stands for UNLABELLED."""
    kind = gdal_array.GDALTypeCodeToNumericTypeCode(target.GetRasterBand(1).DataType)
    stored = np.where(indices == UNLABELLED, np.iinfo(kind).max, indices).astype(kind)
    target.WriteArray(stored, window.column, window.row)
