"""Polygons of any CRS placed on a raster's grid: across 180 degrees, in 0..360 and at the poles, too."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import NoPlaceError

from .circle import HERE, beside, circle_of, seam_of, share_ground, strips_between, turns, unwound
from .globe import Globe
from .grid import Extent, Grid
from .layer_contents import Boxes
from .reprojection import extent_in, first_astray, has_same_places, transformation, transformed
from .rings import (
    Ring,
    box_around,
    box_of,
    cut,
    densified,
    moved,
    polygon_of,
    polygons_of,
    rings_of,
    together,
)

PIECES = 1000  # of the side of what is placed, in which edges are transformed that are not straight on the grid
WIDE = 1 / 36  # of a circle: no smaller polygon is torn or folded by a projection
EARTH = 40_000_000.0  # metres around
MAX_BEND = 0.1  # of an edge by which its middle may miss that of the straight line between its ends


class Placement:
    """The way of polygons from the CRS of `source`, a layer or an extent, onto a grid.

    Raises InputError where no way leads from one CRS to the other.
    """

    def __init__(self, crs: osr.SpatialReference, grid: Grid, source: str) -> None:
        there = osr.SpatialReference(grid.crs)
        self._near = extent_in(grid, crs, source)  # the raster's surroundings, None: not known
        self._transform = transformation(crs, there, source)
        self._is_same = has_same_places(crs, there)
        self._globe = Globe(crs)
        self._circle = self._globe.circle
        self._circle_there = circle_of(there)
        self._seam = seam_of(there) if crs.IsGeographic() else None
        self._wide = WIDE * (self._circle or EARTH / crs.GetLinearUnits())
        self._wide_there = WIDE * (self._circle_there or EARTH / there.GetLinearUnits())
        self._extent = grid.extent()
        _, a, b, _, d, e = grid.transform
        self._pixel = math.sqrt(abs(a * e - b * d))

    def near(self, boxes: Boxes) -> npt.NDArray[np.bool_]:
        """Returns which boxes (N, 4) in the CRS of the source may hold something that touches the grid."""
        if self._near is None:
            return np.ones(len(boxes), np.bool_)
        return share_ground(boxes, self._near, self._circle)

    def straight(self, geometry: ogr.Geometry, name: str) -> ogr.Geometry | None:
        """Returns what of a geometry may touch the grid, in the grid's CRS, None where that is nothing.

        Edges are straight in the grid's CRS, as QGIS draws them, but those that a projection tears or folds: they run as in
        their own CRS. Raises NoPlaceError where a corner of the geometry, which goes by `name`, is no place on earth.
        """
        self._globe.check_numbers(geometry, name)
        box = box_around(geometry)
        if not self._is_near(geometry, box):
            return None
        self._globe.check_reach(geometry, box, name)

        if self._circle is None or box[2] - box[0] <= self._circle / 2:
            placed = self._plainly(geometry)
            if placed is not None and self._turns_there(box_around(placed)) == HERE:
                return placed
        pieces = [piece for polygon in polygons_of(geometry) for piece in self._pieces(polygon, name)]
        return together(pieces) if pieces else None

    def bent(self, polygon: ogr.Geometry, name: str) -> list[ogr.Geometry]:
        """Returns what of a polygon lies about the grid, in the grid's CRS, its edges as they run in their own CRS.

        Raises NoPlaceError where something of it there has no place in the grid's CRS.
        """
        rings = rings_of(polygon)
        about = self._surroundings()
        found = []
        for turn in self._turns_near(box_around(polygon)):
            shifted = [moved(ring, turn * (self._circle or 0.0)) for ring in rings]
            if about is not None:
                shifted = cut(shifted, about)
            found += [piece for part in self._beside_the_seam(shifted) for piece in self._bent(part, name)]
        return found

    def _is_near(self, geometry: ogr.Geometry, box: Extent) -> bool:
        """Returns whether something of a geometry in this box may touch the grid."""
        if self._turns_near(box):
            return True
        # The box of what jumps from 180 to -180 degrees holds all but that.
        shorter = map(self._the_short_way, polygons_of(geometry)) if self._may_jump(box[2] - box[0]) else ()
        return any(self._turns_near(box_around(polygon)) for polygon in shorter)

    def _may_jump(self, width: float) -> bool:
        """Returns whether something so wide may be narrow and jump from 180 to -180 degrees."""
        circle = self._circle or 0.0
        return circle / 2 < width < circle

    def _turns_near(self, box: Extent) -> range:
        return HERE if self._near is None else turns(box, self._near, self._circle)

    def _turns_there(self, box: Extent) -> range:
        return HERE if self._circle_there is None else turns(box, self._extent, self._circle_there)

    def _surroundings(self) -> Extent | None:
        """Returns the box to which polygons are cut before their edges are bent: what is far off may have no place there."""
        if self._near is None or self._is_same:
            return self._near
        left, bottom, right, top = self._near
        return left, max(bottom, -self._globe.pole), right, min(top, self._globe.pole)

    def _beside_the_seam(self, rings: Sequence[Ring]) -> list[Sequence[Ring]]:
        """Returns the rings cut along the meridian at which the grid's projection tears the globe."""
        if not rings or self._seam is None or self._circle is None:
            return [rings] if rings else []
        corners = np.concatenate(rings)
        strips = strips_between(box_of(corners), self._seam, self._circle)
        if len(strips) == 1:
            return [rings]
        return [part for strip in strips if (part := cut(rings, strip))]

    def _plainly(self, geometry: ogr.Geometry) -> ogr.Geometry | None:
        """Returns the geometry with its corners transformed, None where that tears or folds an edge."""
        placed = geometry.Clone()
        try:
            placed.Transform(self._transform)
        except RuntimeError:
            gdal.ErrorReset()  # it is dealt with, and must not be taken for the trace of a full disk
            return None
        if not math.isfinite(placed.Area()):
            return None

        is_small = _side(box_around(geometry)) <= self._wide and _side(box_around(placed)) <= self._wide_there
        if self._is_same or is_small:
            return placed
        rings = [ring for polygon in polygons_of(geometry) for ring in rings_of(polygon)]
        return placed if all(map(self._keeps_edges, rings)) else None

    def _keeps_edges(self, ring: Ring) -> bool:
        """Returns whether the edges of a ring run near the straight lines between their corners on the grid."""
        edges = np.roll(ring, -1, axis=0) - ring
        if self._circle is not None:
            edges[:, 0] -= self._circle * np.round(edges[:, 0] / self._circle)  # the short way
        try:
            corners = transformed(self._transform, ring)
            middles = transformed(self._transform, ring + edges / 2)
        except RuntimeError:
            gdal.ErrorReset()
            return False
        lines = np.roll(corners, -1, axis=0) - corners
        missed = middles - (corners + lines / 2)
        return bool((_lengths(missed) <= MAX_BEND * _lengths(lines) + self._pixel).all())

    def _pieces(self, polygon: ogr.Geometry, name: str) -> list[ogr.Geometry]:
        """Returns what of one polygon may touch the grid, once for each turn of the globe that the grid shows."""
        polygon = self._the_short_way(polygon)
        box = box_around(polygon)
        if not self._turns_near(box):
            return []
        goes_round = self._circle is not None and box[2] - box[0] >= self._circle
        placed = self._plainly(polygon) if self._is_same or not goes_round else None
        if placed is None:
            self._globe.check_projection(polygon, name)
            return self.bent(polygon, name)
        return self._on_each_turn(rings_of(placed), box_around(placed))

    def _the_short_way(self, polygon: ogr.Geometry) -> ogr.Geometry:
        """Returns a polygon that jumps from 180 to -180 degrees near the raster without the jump, others as they are."""
        left, _, right, _ = box_around(polygon)
        if self._circle is None or not self._may_jump(right - left):
            return polygon
        rings = [unwound(ring, self._circle) for ring in rings_of(polygon)]
        outer, *inner = [ring for ring, _ in rings]
        if any(winding for _, winding in rings) or not self._turns_near(box_of(outer)):
            return polygon
        return polygon_of([outer, *(beside(ring, outer, self._circle) for ring in inner)])

    def _bent(self, rings: Sequence[Ring], name: str) -> list[ogr.Geometry]:
        step = max(_side(box_of(ring)) for ring in rings) / PIECES
        placed = [self._transformed(densified(ring, step), name) for ring in rings]
        if self._circle_there is None:
            return [polygon_of(placed)]

        continuous = [unwound(ring, self._circle_there) for ring in placed]
        if any(winding for _, winding in continuous):
            return [self._about_a_pole(rings, continuous, self._circle_there)]
        outer, *inner = [ring for ring, _ in continuous]
        return self._on_each_turn([outer, *(beside(ring, outer, self._circle_there) for ring in inner)], box_of(outer))

    def _transformed(self, ring: Ring, name: str) -> Ring:
        try:
            return transformed(self._transform, ring)
        except RuntimeError as error:
            gdal.ErrorReset()
            x, y = first_astray(self._transform, ring)
            raise NoPlaceError(
                f"{name} reaches {x:.10g}, {y:.10g}, which has no place in the raster's CRS: "
                "cut it to the surroundings of the raster"
            ) from error

    def _on_each_turn(self, rings: Sequence[Ring], box: Extent) -> list[ogr.Geometry]:
        """Returns the polygon of rings in a box once for each turn of the globe that the grid shows."""
        circle = self._circle_there or 0.0
        return [polygon_of([moved(ring, turn * circle) for ring in rings]) for turn in self._turns_there(box)]

    def _about_a_pole(
        self, rings: Sequence[Ring], continuous: Sequence[tuple[Ring, int]], circle: float
    ) -> ogr.Geometry:
        """Returns the polygon of rings of which some go around a pole: on the grid they lie between a line and the pole."""
        _, bottom, _, top = self._extent
        beyond_north = top + (top - bottom)
        beyond_south = bottom - (top - bottom)

        closed = []
        for ring, (line, winding) in zip(rings, continuous, strict=True):
            if winding:
                beyond = beyond_north if self._globe.is_north_pole_in(ring) else beyond_south
                first = line[:1]
                last = moved(first, winding * circle)
                line = np.concatenate([line, last, [[last[0, 0], beyond], [first[0, 0], beyond]]])
            closed += [moved(line, turn * circle) for turn in self._turns_there(box_of(line))]
        return polygon_of(closed)


def _side(box: Extent) -> float:
    left, bottom, right, top = box
    return max(right - left, top - bottom)


def _lengths(steps: Ring) -> npt.NDArray[np.float64]:
    return np.hypot(steps[:, 0], steps[:, 1])
