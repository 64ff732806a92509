"""Ground of one raster or layer in the coordinates of another."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from osgeo import gdal, osr

from paddy_segmenter.errors import InputError

from ..tiles import Window
from .circle import circle_of
from .grid import Extent, Grid

Pixels = npt.NDArray[np.int64]
Places = npt.NDArray[np.float64]

DENSITY = 21  # points along each side of a box that is transformed
MARGIN = 0.01  # of its sides by which a transformed box is widened: between the points its edges may bulge
ROUNDING = 1e-6  # of a pixel
DEGREE = math.radians(1)
WEB_MERCATOR, WGS_84 = 3857, 4326  # EPSG
FROM_WEB_MERCATOR = "+proj=pipeline +step +inv +proj=webmerc +ellps=WGS84"  # to radians


def transformation(
    source: osr.SpatialReference, target: osr.SpatialReference, path: str
) -> osr.CoordinateTransformation:
    """Returns what transforms x, y of the source to x, y of the target. Raises InputError on behalf of `path` where nothing does."""
    try:
        return _way(source, target)
    except RuntimeError as error:
        names = f"{source.GetName()} -> {target.GetName()}"  # PROJ tells the whole WKT of both
        raise InputError(f"{path} cannot be transformed to the raster's CRS ({names}): check its CRS") from error


def extent_in(grid: Grid, crs: osr.SpatialReference, path: str) -> Extent | None:
    """Returns the box around the grid in the CRS of `path`, a little widened, or None where that CRS has no such place.

    Across 180 degrees it goes on counting.
    """
    way = transformation(osr.SpatialReference(grid.crs), crs, path)
    try:
        # TransformBounds knows poles and the antimeridian, but not where a projection is torn.
        box = way.TransformBounds(*grid.extent(), DENSITY) if crs.IsGeographic() else _box_in(way, grid.extent())
    except RuntimeError:
        gdal.ErrorReset()  # it is dealt with, and must not be taken for the trace of a full disk
        return None
    if not all(map(math.isfinite, box)):
        return None

    left, bottom, right, top = box
    circle = circle_of(crs)
    if circle is not None and left > right:  # across the antimeridian
        right += circle
    across, up = MARGIN * (right - left), MARGIN * (top - bottom)
    return left - across, bottom - up, right + across, top + up


def _box_in(way: osr.CoordinateTransformation, extent: Extent) -> Extent:
    """Returns a box around all places of an extent after a transformation, much too large where that tears the extent."""
    left, bottom, right, top = extent
    x, y = np.meshgrid(np.linspace(left, right, DENSITY), np.linspace(bottom, top, DENSITY))
    places = transformed(way, np.column_stack([x.ravel(), y.ravel()])).reshape(DENSITY, DENSITY, 2)
    low, high = places.min(axis=(0, 1)), places.max(axis=(0, 1))

    steps = [np.abs(np.diff(places, axis=axis)).max(axis=(0, 1)) for axis in (0, 1)]
    even = 2 * (high - low) / (DENSITY - 1)
    bulge = np.maximum(np.maximum(*steps) - even, 0.0)
    (left, bottom), (right, top) = low - bulge, high + bulge
    return float(left), float(bottom), float(right), float(top)


def transformed(way: osr.CoordinateTransformation, places: Places) -> Places:
    """Returns places (N, 2) transformed. Raises RuntimeError where one of them has no place there."""
    if not len(places):
        return places
    found = np.array(way.TransformPoints(places), np.float64)[:, :2]
    if not np.isfinite(found).all():
        raise RuntimeError("a place lies beyond the projection")
    return found


def first_astray(way: osr.CoordinateTransformation, places: Places) -> Places:
    """Returns the first of these places that the transformation fails for."""
    if len(places) == 1:
        return places[0]  # type: ignore[no-any-return]
    half = len(places) // 2
    try:
        transformed(way, places[:half])
    except RuntimeError:
        gdal.ErrorReset()
        return first_astray(way, places[:half])
    return first_astray(way, places[half:])


def has_same_places(first: osr.SpatialReference, second: osr.SpatialReference) -> bool:
    """Returns whether x, y are one place in both, whatever order of axes their authorities wish."""
    return bool(_east_first(first).IsSame(_east_first(second)))


def window_on(window: Window, source: Grid, target: Grid) -> Window | None:
    """Returns the pixels of the target grid around a window of the source grid, or None where they share no ground."""
    corners = product((window.column, window.right), (window.row, window.bottom))
    places = [gdal.ApplyGeoTransform(source.transform, *corner) for corner in corners]
    if source.crs != target.crs:
        places = _transform(places, source.crs, target.crs)

    inverse = gdal.InvGeoTransform(target.transform)
    x, y = np.array(places).T
    columns, rows = _apply(inverse, _as_counted_on(target, x), y)
    if not np.isfinite([columns, rows]).all():
        return None

    left, top = math.floor(columns.min() + ROUNDING), math.floor(rows.min() + ROUNDING)
    right, bottom = math.ceil(columns.max() - ROUNDING), math.ceil(rows.max() - ROUNDING)
    if right <= 0 or bottom <= 0 or left >= target.width or top >= target.height:
        return None
    return Window(top, left, bottom - top, right - left)


def window_around(window: Window, source: Grid, target: Grid) -> Window | None:
    """Returns pixels of the target grid, or beyond it, among which all ground of a window of the source grid lies.

    None where the target's CRS has no such place. Between CRS the window is wider than it need be, its sides being bent.
    """
    x, y = _apply(source.transform, *_outline(window))
    margin = 0.0
    if source.crs != target.crs:
        try:
            x, y = transformed(_between(source.crs, target.crs), np.column_stack([x, y])).T
        except RuntimeError:
            gdal.ErrorReset()
            return None
        x = _as_counted_on(target, x)
        margin = MARGIN
    if not np.isfinite([x, y]).all():
        return None

    columns, rows = _apply(gdal.InvGeoTransform(target.transform), x, y)
    across, down = margin * np.ptp(columns), margin * np.ptp(rows)

    left, top = math.floor(columns.min() - across + ROUNDING), math.floor(rows.min() - down + ROUNDING)
    right, bottom = math.ceil(columns.max() + across - ROUNDING), math.ceil(rows.max() + down - ROUNDING)
    return Window(top, left, bottom - top, right - left)


def pixels_on(rows: Pixels, columns: Pixels, source: Grid, target: Grid) -> tuple[Pixels, Pixels]:
    """Returns the rows and columns of the target grid, or beyond it, in which the centres of pixels of the source grid lie."""
    x, y = _apply(source.transform, columns + 0.5, rows + 0.5)
    if source.crs != target.crs:
        x, y = transformed(_between(source.crs, target.crs), np.column_stack([x, y])).T
    x = _as_counted_on(target, x)
    across, down = _apply(gdal.InvGeoTransform(target.transform), x, y)
    return np.floor(down).astype(np.int64), np.floor(across).astype(np.int64)


def _as_counted_on(grid: Grid, x: Places) -> Places:
    """Returns x moved by whole circles to within half of one from the grid's centre, where its CRS goes round."""
    circle = circle_of(osr.SpatialReference(grid.crs))
    if circle is None:
        return x
    left, _, right, _ = grid.extent()
    return x - circle * np.round((x - (left + right) / 2) / circle)  # type: ignore[no-any-return]


def _outline(window: Window) -> tuple[Places, Places]:
    """Returns columns and rows of points along the sides of a window."""
    steps, first, last = np.linspace(0, 1, DENSITY), np.zeros(DENSITY), np.ones(DENSITY)
    across, down = np.concatenate([steps, steps, first, last]), np.concatenate([first, last, steps, steps])
    return window.column + window.width * across, window.row + window.height * down


def _apply(transform: Sequence[float], x: Places, y: Places) -> tuple[Places, Places]:
    left, a, b, top, d, e = transform
    return left + a * x + b * y, top + d * x + e * y


def _transform(places: list[tuple[float, float]], source: str, target: str) -> list[tuple[float, float]]:
    try:
        return [_between(source, target).TransformPoint(*place)[:2] for place in places]
    except RuntimeError:
        return [(math.inf, math.inf)]  # the target's CRS has no such place


@lru_cache
def _between(source: str, target: str) -> osr.CoordinateTransformation:
    return _way(osr.SpatialReference(source), osr.SpatialReference(target))


def _way(source: osr.SpatialReference, target: osr.SpatialReference) -> osr.CoordinateTransformation:
    source, target = _east_first(source), _east_first(target)
    options = osr.CoordinateTransformationOptions()
    if source.IsSame(target):
        options.SetOperation("+proj=noop")  # PROJ knows no way from a local CRS, not even to itself
    elif _is_taken_for_degrees(source, target):
        options.SetOperation(
            f"{FROM_WEB_MERCATOR} +step +proj=unitconvert +xy_in=rad +xy_out={target.GetAngularUnits()!r}"
        )
    return osr.CoordinateTransformation(source, target, options)


def _is_taken_for_degrees(source: osr.SpatialReference, target: osr.SpatialReference) -> bool:
    """Returns whether GDAL would count in degrees whatever the target counts in: from web Mercator to the longitudes of WGS 84."""
    if not (source.IsProjected() and target.IsGeographic()) or math.isclose(target.GetAngularUnits(), DEGREE):
        return False
    # GDAL has a short cut for these two PROJ strings, which do not tell of units.
    return bool(source.ExportToProj4() == _proj_string(WEB_MERCATOR) and target.ExportToProj4() == _proj_string(WGS_84))


@lru_cache
def _proj_string(code: int) -> str:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return str(crs.ExportToProj4())


def _east_first(crs: osr.SpatialReference) -> osr.SpatialReference:
    crs = crs.Clone()
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs
