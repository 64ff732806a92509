"""Areas on the ellipsoid."""

import math
from collections.abc import Callable

import numpy as np
from osgeo import ogr, osr

from paddy_segmenter.errors import InputError

from ..rasters.ellipsoid import degrees_at, geographic_of
from ..rasters.gdal_errors import crs_remedy, first_line
from ..rasters.grid import Grid
from .outlines import binary_of, on_the_ground, rings_of

ogr.UseExceptions()
osr.UseExceptions()

Flatten = Callable[[ogr.Geometry], ogr.Geometry]  # to an equal-area projection

SQUARE_METRES_PER_HECTARE = 10_000.0
LONGEST_EDGE = (
    100.0  # metres; the straight edge between two points of another projection strays from it by 0.2 mm at 45 degrees
)
WIDEST = 2e7  # metres, half of the way around the earth: of a smaller grid no corner lies opposite to its centre


class GroundArea:
    """Measures areas on the ellipsoid of a grid's CRS; planar ones where the CRS has no ellipsoid.

    Polygons go to Lambert's azimuthal equal-area projection around the grid's centre: unlike the cylindrical one it has no trouble
    with the poles. Those of a grid that reaches further than half around the earth go to the cylindrical one.
    Pixels may reach beyond a pole by a part of them, as those of global grids of points do: there is no ground.

    Raises InputError where nothing leads from the CRS to the ellipsoid.
    """

    def __init__(self, grid: Grid) -> None:
        crs = osr.SpatialReference(grid.crs)
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self._name = crs.GetName()
        self._unit = 1.0 if crs.IsGeographic() else crs.GetLinearUnits()
        metres = crs.GetAngularUnits() * crs.GetSemiMajor() if crs.IsGeographic() else self._unit
        self._longest = LONGEST_EDGE / metres
        self._pole = _pole_within(grid, crs)

        self._flatten: Flatten | None = None
        if crs.IsGeographic() or crs.IsProjected():
            is_wide = _longest_side(grid) * metres > WIDEST
            try:
                self._flatten = _to_cylinder(crs) if is_wide else _to_disc(crs, grid.centre)
            except RuntimeError as error:
                raise self._refusal(error) from error
        self._pixel = pixel_of(grid, grid.height // 2, grid.width // 2)

    def hectares(self, polygon: ogr.Geometry) -> float:
        """Returns the area of a polygon in the grid's CRS, whose edges are straight there.

        Raises InputError where it lies beyond what that CRS can show.
        """
        if self._flatten is None:
            return float(polygon.GetArea()) * self._unit**2 / SQUARE_METRES_PER_HECTARE
        flat = polygon.Clone() if self._pole is None else _cut_at(self._pole, polygon)
        flat.Segmentize(self._longest)
        try:
            flat = self._flatten(flat)
        except RuntimeError as error:
            raise self._refusal(error) from error
        return float(flat.GetArea()) / SQUARE_METRES_PER_HECTARE

    def pixels(self, hectares: float) -> int:
        """Returns how many pixels, of the size that they have in the middle of the grid, have this area at least."""
        return math.ceil(hectares / self.hectares(self._pixel))

    @property
    def decimals(self) -> int:
        """How many decimals a polygon's hectares have: four, or as many as about a hundredth of a pixel takes."""
        return max(4, 2 - round(math.log10(self.hectares(self._pixel))))

    def _refusal(self, error: RuntimeError) -> InputError:
        reason = first_line(error)
        remedy = crs_remedy(reason, "reproject the raster, or leave the polygons out")
        return InputError(f"the area of a polygon cannot be measured in {self._name} ({reason}): {remedy}")


def _to_disc(crs: osr.SpatialReference, centre: tuple[float, float]) -> Flatten:
    longitude, latitude = degrees_at(crs, [centre])[0]
    disc = osr.SpatialReference()
    disc.CopyGeogCSFrom(crs)
    disc.SetLAEA(latitude, longitude, 0, 0)
    transform = osr.CoordinateTransformation(crs, disc)

    def flatten(polygon: ogr.Geometry) -> ogr.Geometry:
        polygon.Transform(transform)
        return polygon

    return flatten


def _to_cylinder(crs: osr.SpatialReference) -> Flatten:
    degrees, cylinder = geographic_of(crs), osr.SpatialReference()
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    cylinder.CopyGeogCSFrom(crs)
    cylinder.SetCEA(0, 0, 0, 0)
    further = "+over"  # it may be rolled off further than once around
    cylinder.ImportFromProj4(" ".join((cylinder.ExportToProj4(), further)))
    first, second = osr.CoordinateTransformation(crs, degrees), osr.CoordinateTransformation(degrees, cylinder)
    turn = 2 * math.pi / degrees.GetAngularUnits()

    def flatten(polygon: ogr.Geometry) -> ogr.Geometry:
        polygon.Transform(first)
        rings = rings_of(bytes(polygon.ExportToWkb(ogr.wkbNDR)))
        # From point to point, so that no edge jumps from one side of the 180th meridian to the other.
        steady = [np.column_stack((np.unwrap(ring[:, 0], period=turn), ring[:, 1])) for ring in rings]
        polygon = ogr.CreateGeometryFromWkb(binary_of(steady))
        polygon.Transform(second)
        return polygon

    return flatten


def _longest_side(grid: Grid) -> float:
    left, bottom, right, top = grid.extent()
    return max(right - left, top - bottom)


def pixel_of(grid: Grid, row: int, column: int) -> ogr.Geometry:
    """Returns the outline of a pixel in the grid's CRS."""
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) + np.array([column, row])
    return ogr.CreateGeometryFromWkb(binary_of(on_the_ground([square], grid)))


def _pole_within(grid: Grid, crs: osr.SpatialReference) -> float | None:
    """Returns the latitude of the poles in units of a geographic CRS where the grid reaches beyond one, else None."""
    _, bottom, _, top = grid.extent()
    pole = math.pi / 2 / crs.GetAngularUnits() if crs.IsGeographic() else math.inf
    return pole if max(top, -bottom) > pole else None


def _cut_at(pole: float, polygon: ogr.Geometry) -> ogr.Geometry:
    rings = rings_of(bytes(polygon.ExportToWkb(ogr.wkbNDR)))
    return ogr.CreateGeometryFromWkb(
        binary_of([np.column_stack((ring[:, 0], ring[:, 1].clip(-pole, pole))) for ring in rings])
    )
