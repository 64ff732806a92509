"""What a layer of polygons needs beside the map, tried before hours of work."""

from collections.abc import Callable
from itertools import product

from paddy_segmenter.errors import InputError

from ..rasters.grid import Grid
from ..tiles import Window
from .coverage import load_shapely
from .ground_area import GroundArea, pixel_of
from .layer_crs import layer_crs


def try_polygons(grid: Grid, mapped: Window, tolerance: float, has_data: Callable[[Window], bool]) -> None:
    """Tries what `write_polygons` will need.

    Args:
        grid: of the class map.
        mapped: all pixels that may get a class lie in this window.
        tolerance: that of the polygons' simplification.
        has_data: tells whether a window holds a pixel that will get a class.

    Raises:
        EnvironmentMissing: `tolerance` is given, but shapely is missing.
        InputError: no GeoPackage can hold the CRS, or areas cannot be measured in it.
    """
    if tolerance:
        load_shapely()
    layer_crs(grid)
    area = GroundArea(grid)
    area.pixels(0.0)
    for corner in _corners(mapped):
        _try_to_measure(area, grid, corner, has_data)


def _try_to_measure(area: GroundArea, grid: Grid, pixel: Window, has_data: Callable[[Window], bool]) -> None:
    try:
        area.hectares(pixel_of(grid, pixel.row, pixel.column))
    except InputError:
        # The corners of a picture of the whole earth lie in space, and hold nothing.
        if has_data(pixel):
            raise


def _corners(window: Window) -> list[Window]:
    rows, columns = (window.row, window.bottom - 1), (window.column, window.right - 1)
    return [Window(row, column, 1, 1) for row, column in product(rows, columns)]
