"""Rasters opened for reading; what cannot be opened or read is told as what it is."""

import os
import stat

from osgeo import gdal

from paddy_segmenter.errors import InputError

from .gdal_errors import first_line
from .ground_control import is_placed_by_points, warped_by_points
from .listed_files import damaged_beside
from .raw_files import check_length, with_signed_bytes

gdal.UseExceptions()

NETWORK = ("/vsi", "http://", "https://", "ftp://")  # how names begin that lead into the net or into an archive
MISSING = "No such file or directory"  # as GDAL says it
LONGEST_NAME = 200  # characters of a path in a sentence
LONGEST_PATH = 2047  # bytes


def open_raster(path: str) -> gdal.Dataset:
    """Opens a raster for reading, warped where ground control points alone place it. Raises InputError where there is none."""
    _check_name(path)
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError as error:
        raise _refusal(path, first_line(error)) from error

    # First of all: whatever looks at the CRS first fails where that is damaged.
    needs_warping = _needs_warping(dataset, path)

    if dataset.RasterCount == 0:
        raise InputError(f"{path} has no bands: choose one of its sub-datasets")
    if any(gdal.DataTypeIsComplex(dataset.GetRasterBand(n + 1).DataType) for n in range(dataset.RasterCount)):
        raise InputError(f"{path} holds complex numbers: write their amplitude or intensity to a raster first")

    check_length(dataset)
    _check_masks(dataset, path)
    if needs_warping:
        dataset = warped_by_points(dataset, path)
    return with_signed_bytes(dataset)


def _check_masks(dataset: gdal.Dataset, path: str) -> None:
    """Raises InputError where a mask is damaged or has another size than the raster: GDAL reads the part of it that has the raster's rows and columns."""
    for number in range(1, dataset.RasterCount + 1):
        try:
            mask = dataset.GetRasterBand(number).GetMaskBand()
        except RuntimeError as error:
            raise damaged_beside(dataset, error) from error

        if (mask.XSize, mask.YSize) != (dataset.RasterXSize, dataset.RasterYSize):
            raise InputError(
                f"{path} has {dataset.RasterXSize} x {dataset.RasterYSize} pixels, but its mask {mask.XSize} x {mask.YSize}:"
                " remove the .msk file beside it, or get both anew"
            )


def unreadable(path: str, error: RuntimeError) -> InputError:
    """Returns what to tell where pixels of an open raster cannot be read."""
    reason = first_line(error)
    if MISSING in reason:
        return InputError(
            f"{path} refers to a file that is not there ({reason}): put it back, or choose another raster"
        )
    if path.startswith(NETWORK):
        return InputError(f"{path} cannot be read ({reason}): check the connection, or take a copy on a disk")
    return InputError(f"{path} cannot be read ({reason}): the file is damaged, get it anew")


def _check_name(path: str) -> None:
    """Raises InputError where GDAL would take no name like this, or would wait for what comes out of a pipe."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{path!r} is no UTF-8, which GDAL reads alone: rename the file") from error

    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):  # names such as NETCDF:file.nc:band are no paths
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError(f"{path} is a pipe or a device, of which no part can be read twice: save it as a file")

    if len(path.encode()) > LONGEST_PATH:
        raise InputError(
            f"{path[:LONGEST_NAME]}... has {len(path.encode())} bytes, but GDAL reads paths of up to {LONGEST_PATH}: move the file"
        )


def _needs_warping(dataset: gdal.Dataset, path: str) -> bool:
    try:
        return is_placed_by_points(dataset)
    except RuntimeError as error:  # a code that PROJ does not know, or a damaged one: drivers read them only now
        raise InputError(
            f"{path} has a coordinate reference system that PROJ does not know ({first_line(error)}): assign one"
            " (Raster > Projections > Assign projection)"
        ) from error


def _refusal(path: str, reason: str) -> InputError:
    short = path if len(path) <= LONGEST_NAME else f"{path[:LONGEST_NAME]}..."
    if path.startswith(NETWORK):
        return InputError(f"{short} cannot be opened ({reason[:LONGEST_NAME]}): check the address and the connection")
    if not os.path.lexists(path):  # asked only now: names such as NETCDF:file.nc:band are no paths
        return InputError(f"{short} does not exist: check the path")
    if not os.path.exists(path):
        return InputError(f"{short} is a link to a file that does not exist: check the path")
    return InputError(f"{short} is not a raster that GDAL can open: choose a raster file such as a GeoTIFF")
