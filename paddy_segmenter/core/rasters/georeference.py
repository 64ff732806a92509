"""Whether a raster says where it lies in a way that everything later relies on."""

import math
import os
from functools import lru_cache

from osgeo import gdal, osr

from paddy_segmenter.errors import EnvironmentMissing, InputError

from .ellipsoid import degrees_at
from .gdal_errors import first_line
from .grid import Grid, grid_of, is_defined
from .ground_control import WARP, has_geotransform, other_way_of

LONGEST_SIDE = 100_000_000  # pixels: all around the earth at 40 cm
POLE = 90.0  # degrees
LEAST_PIXEL, LARGEST_PIXEL = 1e-6, 1e8  # metres: the side of a pixel
ASSIGN = "assign one (Raster > Projections > Assign projection)"
PROJ_VARIABLES = "PROJ_LIB", "PROJ_DATA"


def place_of(dataset: gdal.Dataset, path: str) -> Grid:
    """Returns the grid of a dataset.

    Raises:
        InputError: it has no CRS, none that can be used or a wrong one; no geotransform, or one that leads nowhere; or it is
            larger than any raster.
        EnvironmentMissing: PROJ's own data cannot be read.
    """
    _check_proj()
    other_way = other_way_of(dataset)
    if other_way:
        raise InputError(f"{path} says by {other_way} where its pixels lie: {WARP}")
    _check_crs(dataset, path)
    _check_geotransform(dataset, path)

    grid = grid_of(dataset)
    if max(grid.width, grid.height) > LONGEST_SIDE:
        raise InputError(
            f"{path} is {grid.width} x {grid.height} pixels, but a side has {LONGEST_SIDE} at most: check the file, or cut it"
        )
    _check_latitudes(grid, path)
    _check_ground(grid, path)
    return grid


def _check_crs(dataset: gdal.Dataset, path: str) -> None:
    try:
        crs = dataset.GetSpatialRef()
        is_there = is_defined(crs)
    except RuntimeError as error:
        raise InputError(
            f"{path} has a coordinate reference system that PROJ does not know ({first_line(error)}): {ASSIGN}"
        ) from error

    if not is_there:
        raise InputError(f"{path} has no coordinate reference system: {ASSIGN}")
    if crs.IsGeocentric():
        raise InputError(f"{path} has a geocentric CRS ({crs.GetName()}), on which no map is drawn: {ASSIGN}")

    definition = crs.ExportToWkt(["FORMAT=WKT2"])
    is_text = isinstance(definition, str)  # GDAL hands out bytes where it is no UTF-8, and nothing where it fails
    is_on_earth = crs.IsGeographic() or crs.IsProjected()
    if not is_text or (is_on_earth and not _leads_to_degrees(definition)):
        raise InputError(
            f"{path} has a coordinate reference system ({crs.GetName()}) from which PROJ knows no way to degrees: assign the"
            " one it is in (Raster > Projections > Assign projection)"
        )


def _check_geotransform(dataset: gdal.Dataset, path: str) -> None:
    if not has_geotransform(dataset):
        raise InputError(f"{path} does not say where its pixels lie: georeference it (Raster > Georeferencer)")
    _, a, b, _, d, e = numbers = dataset.GetGeoTransform()
    if not all(map(math.isfinite, numbers)) or a * e == b * d:
        raise InputError(
            f"{path} has a geotransform that leads nowhere ({', '.join(f'{number:g}' for number in numbers)}): georeference it"
            " (Raster > Georeferencer)"
        )


def _check_latitudes(grid: Grid, path: str) -> None:
    """Raises InputError where rows lie beyond the poles by more than a pixel, as some global rasters' do by half of one."""
    crs = osr.SpatialReference(grid.crs)
    if not crs.IsGeographic():
        return
    _, bottom, _, top = grid.extent()
    to_degrees = math.degrees(crs.GetAngularUnits())
    pixel = (top - bottom) / grid.height * to_degrees
    farthest = max(top, -bottom) * to_degrees
    if farthest > POLE + pixel:
        raise InputError(
            f"{path} reaches latitude {farthest:g}, but a CRS in degrees ends at 90: assign the CRS it is in"
        )


def _check_ground(grid: Grid, path: str) -> None:
    width, height = map(abs, grid.steps)
    if not (LEAST_PIXEL <= width <= LARGEST_PIXEL and LEAST_PIXEL <= height <= LARGEST_PIXEL):
        raise InputError(
            f"{path} has pixels of {width:g} x {height:g} m on the ground: assign the CRS it is in, or georeference it"
        )


@lru_cache(maxsize=256)
def _leads_to_degrees(crs: str) -> bool:
    try:
        degrees_at(osr.SpatialReference(crs), [(0.0, 0.0)])
    except RuntimeError:
        gdal.ErrorReset()  # it is dealt with, and must not be taken for the trace of a full disk
        return False
    return True


@lru_cache(maxsize=1)
def _check_proj() -> None:
    try:
        osr.SpatialReference().ImportFromEPSG(4326)
    except RuntimeError as error:
        named = [f"{name}={os.environ[name]}" for name in PROJ_VARIABLES if name in os.environ]
        remedy = f"take {' and '.join(named)} out of the environment" if named else "install PROJ anew"
        raise EnvironmentMissing(f"PROJ's own data cannot be read ({first_line(error)}): {remedy}") from error
