"""Places of a CRS on its own ellipsoid, and how long its units are on the ground there."""

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from osgeo import gdal, osr

osr.UseExceptions()

LENGTH_TOLERANCE = 0.03  # by which UTM, conic and polar projections miss a unit's length where they are made for
REACH = 1e-5  # of the earth's radius: how far around a place a projection is measured

Place = tuple[float, float]


@dataclass(frozen=True)
class Stretch:
    """Metres on the ground along the axes of a CRS, per unit: a symmetric matrix, so that its own north counts as north.

    Attributes:
        east: of a unit of x.
        north: of a unit of y.
        shear: by which a unit of x goes north and one of y goes east, where the axes do not meet at right angles.
    """

    east: float
    north: float
    shear: float = 0.0

    @property
    def turn(self) -> float:
        """By how many degrees an axis misses the point of the compass that it stands for, the other one the other way."""
        along_x, along_y = self.on_the_ground(1, 0), self.on_the_ground(0, 1)
        return math.degrees(max(abs(cmath.phase(along_x)), abs(cmath.phase(along_y / 1j))))

    def on_the_ground(self, x: float, y: float) -> complex:
        """Returns a way of x, y units as metres east + metres north j."""
        return complex(self.east * x + self.shear * y, self.shear * x + self.north * y)


@lru_cache(maxsize=256)
def stretch_at(crs: str, place: Place) -> Stretch:
    """Returns the stretch of a CRS (WKT) at a place of it; a CRS that has no ellipsoid, or no such place, is taken for a plane.

    A unit that misses its length by no more than projections for maps of a country do is as long as it says.
    """
    system = osr.SpatialReference(crs)
    unit = 1.0 if system.IsGeographic() else float(system.GetLinearUnits())
    plane = Stretch(unit, unit)
    if not (system.IsGeographic() or system.IsProjected()):
        return plane

    measured = _measured(system, place)
    if measured is None or (system.IsProjected() and _is_near(measured, plane)):
        return plane
    return measured


def degrees_at(crs: osr.SpatialReference, places: Sequence[Place]) -> npt.NDArray[np.float64]:
    """Returns longitude and latitude (places, 2) on the CRS's own datum in degrees, from its own prime meridian.

    They are infinite where the CRS has no such place. Raises RuntimeError where PROJ knows no way to degrees.
    """
    geographic = geographic_of(crs)
    to_degrees = math.degrees(geographic.GetAngularUnits())
    if crs.IsGeographic() and not crs.IsDerivedGeographic():
        return np.array(places) * to_degrees
    return transformed(places, crs, geographic) * to_degrees


def transformed(
    places: Sequence[Place], source: osr.SpatialReference, target: osr.SpatialReference
) -> npt.NDArray[np.float64]:
    """Returns x, y of the target (places, 2), infinite where it has no such place. Raises RuntimeError where nothing leads there."""
    source, target = source.Clone(), target.Clone()
    for crs in (source, target):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    way = osr.CoordinateTransformation(source, target)
    try:
        found = [point[:2] for point in way.TransformPoints([(*place, 0.0) for place in places])]
    except RuntimeError:  # of one of them: then each by itself
        found = [_point(way, place) for place in places]
    return np.array(found)


def geographic_of(crs: osr.SpatialReference) -> osr.SpatialReference:
    """Returns the geographic CRS on the same datum, in the units of its own, whose poles are those of the body."""
    if not crs.IsDerivedGeographic():
        return crs.CloneGeogCS()
    carrier = osr.SpatialReference()
    carrier.CopyGeogCSFrom(crs)
    carrier.SetLAEA(0, 0, 0, 0)
    return osr.SpatialReference(carrier.ExportToWkt(["FORMAT=WKT2"])).CloneGeogCS()  # the text has lost what is derived


def _point(way: osr.CoordinateTransformation, place: Place) -> Place:
    try:
        x, y, _ = way.TransformPoint(*place)
        return x, y
    except RuntimeError:
        gdal.ErrorReset()  # it is dealt with, and must not be taken for the trace of a full disk
        return math.inf, math.inf


def _measured(system: osr.SpatialReference, place: Place) -> Stretch | None:
    """Returns the stretch at a place from four points around it, or None where the CRS has no such points."""
    radius = system.GetSemiMajor()
    unit = system.GetAngularUnits() * radius if system.IsGeographic() else system.GetLinearUnits()
    reach = REACH * radius / unit
    x, y = place
    around = [(x + reach, y), (x - reach, y), (x, y + reach), (x, y - reach)]
    try:
        degrees = degrees_at(system, around)
    except RuntimeError:
        gdal.ErrorReset()
        return None
    if not np.isfinite(degrees).all():
        return None

    right, left, upper, lower = _in_space(system, degrees)
    return _square_root(np.column_stack([right - left, upper - lower]) / (2 * reach))


def _in_space(system: osr.SpatialReference, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Returns places (n, 3) on the ellipsoid in metres from the middle of the body: poles and 180 degrees are no borders there."""
    longitude, latitude = np.radians(degrees).T
    major = system.GetSemiMajor()
    flattening = 1 / system.GetInvFlattening() if system.GetInvFlattening() else 0.0
    squared_eccentricity = flattening * (2 - flattening)
    normal = major / np.sqrt(1 - squared_eccentricity * np.sin(latitude) ** 2)
    across = normal * np.cos(latitude)
    up = normal * (1 - squared_eccentricity) * np.sin(latitude)
    return np.column_stack([across * np.cos(longitude), across * np.sin(longitude), up])


def _square_root(ways: npt.NDArray[np.float64]) -> Stretch | None:
    """Returns the stretch of two ways (3, 2) in space, whatever their direction; None where they are no two ways."""
    lengths = ways.T @ ways
    area = math.sqrt(max(float(np.linalg.det(lengths)), 0.0))
    if area == 0:
        return None
    (east, shear), (_, north) = (lengths + area * np.eye(2)) / math.sqrt(float(np.trace(lengths)) + 2 * area)
    return Stretch(float(east), float(north), float(shear))


def _is_near(measured: Stretch, plane: Stretch) -> bool:
    misses = (measured.east - plane.east, measured.north - plane.north, measured.shear)
    return max(map(abs, misses)) <= LENGTH_TOLERANCE * plane.east
