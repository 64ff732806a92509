"""Which coordinates of a CRS are places on earth at all."""

import math

import numpy as np
from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import NoPlaceError

from .circle import circle_of
from .grid import Extent
from .reprojection import first_astray, transformation, transformed
from .rings import Ring, holds, polygons_of, rings_of

POLE = 0.25  # of a circle, from the equator
POLE_SLACK = 0.003  # of a circle by which corners may lie beyond a pole, as those of pixels may
MAX_TURNS = 1.5  # circles from the zero meridian up to which longitudes are meant


class Globe:
    """The earth in the coordinates of a CRS."""

    def __init__(self, crs: osr.SpatialReference) -> None:
        self._crs = crs
        self.circle = circle_of(crs)
        self.pole = math.inf
        self._ends = math.inf, math.inf  # how far x and y may lie from 0
        if self.circle is not None and crs.IsGeographic():
            self.pole = POLE * self.circle
            self._ends = MAX_TURNS * self.circle, (POLE + POLE_SLACK) * self.circle
        elif self.circle is not None:
            self._ends = MAX_TURNS * self.circle, math.inf

    def check_numbers(self, geometry: ogr.Geometry, name: str) -> None:
        """Raises NoPlaceError where a coordinate is no number. `name` is what the geometry goes by."""
        if not math.isfinite(geometry.Area()):
            raise self._refusal(geometry, name)

    def check_reach(self, geometry: ogr.Geometry, box: Extent, name: str) -> None:
        """Raises NoPlaceError where the box around a geometry reaches far beyond a pole, or around the globe again and again."""
        left, bottom, right, top = box
        widest, highest = self._ends
        if left < -widest or right > widest or bottom < -highest or top > highest:
            raise self._refusal(geometry, name)

    def check_projection(self, polygon: ogr.Geometry, name: str) -> None:
        """Raises NoPlaceError where a corner in a projected CRS has no longitude and latitude."""
        if not self._crs.IsProjected():
            return
        way = transformation(self._crs, self._crs.CloneGeogCS(), name)
        corners = _corners_of(polygon)
        try:
            transformed(way, corners)
        except RuntimeError as error:
            gdal.ErrorReset()
            raise _nowhere(first_astray(way, corners), name) from error

    def is_north_pole_in(self, ring: Ring) -> bool:
        """Returns whether the north pole has a place in this CRS, and it lies within a ring."""
        degrees = self._crs.CloneGeogCS()
        north = POLE * (circle_of(degrees) or 0.0)
        try:
            place = transformed(transformation(degrees, self._crs, "the north pole"), np.array([[0.0, north]]))[0]
        except RuntimeError:
            gdal.ErrorReset()
            return False
        return holds(ring, (float(place[0]), float(place[1])))

    def _refusal(self, geometry: ogr.Geometry, name: str) -> NoPlaceError:
        corners = _corners_of(geometry)
        is_sound = np.isfinite(corners).all(axis=1) & (abs(corners) <= self._ends).all(axis=1)
        if is_sound.all():  # their numbers are so large that an area cannot be told
            is_sound[abs(corners).max(axis=1).argmax()] = False
        return _nowhere(corners[~is_sound][0], name)


def _corners_of(geometry: ogr.Geometry) -> Ring:
    return np.concatenate([ring for polygon in polygons_of(geometry) for ring in rings_of(polygon)])


def _nowhere(corner: Ring, name: str) -> NoPlaceError:
    x, y = corner
    return NoPlaceError(
        f"{name} has a corner at {x:.10g}, {y:.10g}, which is no place on earth: "
        "correct or delete it, or check the layer's CRS where all are like this"
    )
