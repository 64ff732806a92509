"""Which grid a model wants to see a raster on: pure geometry, no pixels."""

import cmath
import math

from osgeo import osr

from paddy_segmenter.errors import InputError

from .ellipsoid import Stretch, stretch_at
from .grid import GSD_TOLERANCE, Grid
from .view_crs import POLE, extent_in_metres, metric_crs_of

TURN_TOLERANCE = 1.0  # degrees
FINEST = 100  # pixels of a view along one of the raster's: what a model knows is far smaller than that then
METRES = Stretch(1.0, 1.0)
ROUNDING = 1e-3  # of a pixel: a sliver of ground that gets no pixel of its own


def aspect_of(grid: Grid) -> float:
    """Returns the height of a pixel over its width, both on the ground: 1 / cos(latitude) where degrees are square."""
    column, row = grid.steps
    return abs(row) / abs(column)


def turn_of(grid: Grid) -> float:
    """Returns by how many degrees, 0..45, rows or columns miss the points of the compass. Quarter turns are no turn."""
    return max(abs(math.remainder(math.degrees(cmath.phase(step)), 90.0)) for step in grid.steps)


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

    It keeps the CRS and the upper left corner of a north-up raster in a projected CRS that shows shapes at right angles; degrees
    and what is sheared become metres on the same datum, see `metric_crs_of`.

    Raises:
        InputError: the raster is too wide to become metres, or so coarse or thin that the model would see nothing.
    """
    own = osr.SpatialReference(grid.crs)
    stretch = stretch_at(grid.crs, grid.centre)
    if own.IsGeographic() or stretch.turn > TURN_TOLERANCE:
        _check_size(grid, gsd)
        if own.IsGeographic():
            _check_poles(grid, own)
        crs, stretch = metric_crs_of(grid), METRES
        box = extent_in_metres(grid, crs)
    else:
        crs, box = grid.crs, grid.extent()

    left, bottom, right, top = box
    width = gsd / math.sqrt(aspect) / stretch.east
    height = gsd * math.sqrt(aspect) / stretch.north
    most = FINEST * max(grid.width, grid.height)
    if right - left > most * width or top - bottom > most * height:
        raise InputError(
            f"the model's pixels of {gsd / math.sqrt(aspect):.3g} x {gsd * math.sqrt(aspect):.3g} m are more than {FINEST} times finer"
            f" than the raster's of {grid.gsd:.3g} m: take a finer raster or a coarser model"
        )
    columns, rows = (max(1, math.ceil(side - ROUNDING)) for side in ((right - left) / width, (top - bottom) / height))
    return Grid(columns, rows, (left, width, 0.0, top, 0.0, -height), crs)


def _check_size(grid: Grid, gsd: float) -> None:
    """Raises InputError where no pixel of the model's fits into the raster, of which GDAL would then make nothing."""
    column, row = grid.steps
    width, height = grid.width * abs(column), grid.height * abs(row)
    if min(width, height) < gsd:
        raise InputError(
            f"the raster covers {width:.3g} x {height:.3g} m, less than a pixel of the model's {gsd:.3g} m: take a larger"
            " raster or a finer model"
        )


def _check_poles(grid: Grid, crs: osr.SpatialReference) -> None:
    """Raises InputError where rows in degrees go on beyond a pole, as some global rasters' do by half a pixel."""
    _, bottom, _, top = grid.extent()
    farthest = math.degrees(max(top, -bottom) * crs.GetAngularUnits())
    if farthest > POLE + ROUNDING * abs(grid.transform[5]):
        raise InputError(
            f"the raster reaches latitude {farthest:.6g}, where it cannot be resampled for the model: cut off its rows beyond"
            " the pole (Raster > Extraction > Clip)"
        )


def _differ(first: float, second: float) -> bool:
    return max(first, second) > GSD_TOLERANCE * min(first, second)
