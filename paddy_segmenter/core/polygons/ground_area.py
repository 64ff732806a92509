"""Areas on the ellipsoid."""

import math

import numpy as np
from osgeo import ogr, osr

from ..rasters.grid import METRES_PER_DEGREE, Grid
from .outlines import binary_of, on_the_ground

ogr.UseExceptions()
osr.UseExceptions()

SQUARE_METRES_PER_HECTARE = 10_000.0
LONGEST_EDGE = (
    100.0  # metres; the straight edge between two points of another projection strays from it by 0.2 mm at 45 degrees
)


class GroundArea:
    """Measures areas on the ellipsoid of a grid's CRS; planar ones where the CRS has no ellipsoid.

    Polygons go to Lambert's azimuthal equal-area projection around the grid's centre: unlike the cylindrical one it has no trouble
    with the poles and the 180th meridian. They must lie within a hemisphere around that centre.
    """

    def __init__(self, grid: Grid) -> None:
        crs = osr.SpatialReference(grid.crs)
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self._transform = None
        self._unit = 1.0 if crs.IsGeographic() else crs.GetLinearUnits()
        self._longest = LONGEST_EDGE / (METRES_PER_DEGREE if crs.IsGeographic() else self._unit)
        if crs.IsGeographic() or crs.IsProjected():
            self._transform = osr.CoordinateTransformation(crs, _equal_area_around(_centre(grid), crs))
        self._pixel = _middle_pixel(grid)

    def hectares(self, polygon: ogr.Geometry) -> float:
        """Returns the area of a polygon in the grid's CRS, whose edges are straight there."""
        if self._transform is None:
            return float(polygon.GetArea()) * self._unit**2 / SQUARE_METRES_PER_HECTARE
        flat = polygon.Clone()
        flat.Segmentize(self._longest)
        flat.Transform(self._transform)
        return float(flat.GetArea()) / SQUARE_METRES_PER_HECTARE

    def pixels(self, hectares: float) -> int:
        """Returns how many pixels, of the size that they have in the middle of the grid, have this area at least."""
        return math.ceil(hectares / self.hectares(self._pixel))


def _equal_area_around(centre: tuple[float, float], crs: osr.SpatialReference) -> osr.SpatialReference:
    geographic = crs.CloneGeogCS()
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    longitude, latitude, _ = osr.CoordinateTransformation(crs, geographic).TransformPoint(*centre)
    flat = osr.SpatialReference()
    flat.CopyGeogCSFrom(crs)
    flat.SetLAEA(latitude, longitude, 0, 0)
    return flat


def _centre(grid: Grid) -> tuple[float, float]:
    left, bottom, right, top = grid.extent()
    return (left + right) / 2, (bottom + top) / 2


def _middle_pixel(grid: Grid) -> ogr.Geometry:
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) + np.array([grid.width // 2, grid.height // 2])
    return ogr.CreateGeometryFromWkb(binary_of(on_the_ground([square], grid)))
