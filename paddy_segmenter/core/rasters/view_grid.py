"""Which grid a model wants to see a raster on: pure geometry, no pixels."""

import cmath
import math

from osgeo import osr

from paddy_segmenter.errors import InputError

from .grid import GSD_TOLERANCE, Extent, Grid

TURN_TOLERANCE = 1.0  # degrees
WIDEST = 60.0  # degrees of longitude: 30 from its meridian, a UTM zone is stretched by up to 15 percent
DENSITY = 1001  # points along each side of a box that is transformed: a parallel is bent between fewer of them
ROUNDING = 1e-3  # of a pixel: a sliver of ground that gets no pixel of its own


def aspect_of(grid: Grid) -> float:
    """Returns the height of a pixel over its width, both on the ground: 1 / cos(latitude) where degrees are square."""
    column, row = _steps(grid)
    return abs(row) / abs(column)


def turn_of(grid: Grid) -> float:
    """Returns by how many degrees, 0..45, rows or columns miss the points of the compass. Quarter turns are no turn."""
    return max(abs(math.remainder(math.degrees(cmath.phase(step)), 90.0)) for step in _steps(grid))


def needs_view(grid: Grid, gsd: float, aspect: float | None = None) -> bool:
    """Returns whether a model would see objects on this grid too large, too small, stretched or turned.

    Args:
        grid: where the raster's pixels lie.
        gsd: the ground sample distance in metres that the model learnt from.
        aspect: the height of its pixels over their width, on the ground; None: not known, then stretched is as good as square.
    """
    stretched = aspect is not None and _differ(aspect_of(grid), aspect)
    return _differ(grid.gsd, gsd) or stretched or turn_of(grid) > TURN_TOLERANCE


def view_grid(grid: Grid, gsd: float, aspect: float = 1.0) -> Grid:
    """Returns the north-up grid over the same ground with pixels of this size, `aspect` times as high as wide.

    It keeps the CRS and the upper left corner of a north-up raster in a projected CRS; degrees become metres in the UTM zone of
    the raster's centre, on the same datum.

    Raises:
        InputError: a raster in degrees is too wide for one UTM zone.
    """
    if osr.SpatialReference(grid.crs).IsGeographic():
        crs = _utm_of(grid)
        box, unit = _transformed(grid, crs), 1.0
    else:
        crs, box = grid.crs, grid.extent()
        unit = math.sqrt(_area(grid)) / grid.gsd
    left, bottom, right, top = box
    width, height = gsd / math.sqrt(aspect) * unit, gsd * math.sqrt(aspect) * unit
    columns, rows = (max(1, math.ceil(side - ROUNDING)) for side in ((right - left) / width, (top - bottom) / height))
    return Grid(columns, rows, (left, width, 0.0, top, 0.0, -height), crs)


def _differ(first: float, second: float) -> bool:
    return max(first, second) > GSD_TOLERANCE * min(first, second)


def _steps(grid: Grid) -> tuple[complex, complex]:
    """Returns the way to the next column and to the next row as east + north j, in units that are as long in both directions."""
    _, a, b, _, d, e = grid.transform
    latitude = _centre(grid)[1] if osr.SpatialReference(grid.crs).IsGeographic() else 0.0
    shrink = math.cos(math.radians(latitude))
    return complex(a * shrink, d), complex(b * shrink, e)


def _centre(grid: Grid) -> tuple[float, float]:
    left, bottom, right, top = grid.extent()
    return (left + right) / 2, (bottom + top) / 2


def _area(grid: Grid) -> float:
    _, a, b, _, d, e = grid.transform
    return abs(a * e - b * d)


def _utm_of(grid: Grid) -> str:
    left, _, right, _ = grid.extent()
    if right - left > WIDEST:
        raise InputError(
            f"the raster is {right - left:.0f} degrees wide, but one UTM zone serves {WIDEST:.0f}: cut it into parts,"
            " or bring it to the model's ground sample distance yourself"
        )
    longitude, latitude = _centre(grid)
    zone, is_north = int((longitude + 180) // 6) % 60 + 1, latitude >= 0
    crs, known = osr.SpatialReference(grid.crs), osr.SpatialReference()
    known.ImportFromEPSG((32600 if is_north else 32700) + zone)
    if crs.IsSameGeogCS(known):
        return str(known.ExportToWkt())
    crs.SetProjCS(f"{crs.GetName()} / UTM zone {zone}{'N' if is_north else 'S'}")
    crs.SetUTM(zone, is_north)
    return str(crs.ExportToWkt())


def _transformed(grid: Grid, crs: str) -> Extent:
    there, here = osr.SpatialReference(crs), osr.SpatialReference(grid.crs)
    for each in (there, here):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    left, bottom, right, top = osr.CoordinateTransformation(here, there).TransformBounds(*grid.extent(), DENSITY)
    return left, bottom, right, top
