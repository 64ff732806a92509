"""Polygons as arrays of corners: cut to a box, with corners added along their edges."""

import struct
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import ogr

from .grid import Extent

Ring = npt.NDArray[np.float64]  # corners (N, 2), the last of which is joined to the first

LEAST = 3  # corners of a ring
LITTLE_ENDIAN = 1


def polygons_of(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yields the polygons of a geometry, those in its collections too, and nothing else of it."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        yield geometry
    elif ogr.GT_IsSubClassOf(geometry.GetGeometryType(), ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from polygons_of(geometry.GetGeometryRef(number))


def together(polygons: Sequence[ogr.Geometry]) -> ogr.Geometry:
    """Returns one geometry of these polygons."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        whole.AddGeometry(polygon)
    return whole


def rings_of(polygon: ogr.Geometry) -> list[Ring]:
    """Returns the rings of a polygon, the outer one first."""
    rings = []
    for number in range(polygon.GetGeometryCount()):
        corners = np.array(polygon.GetGeometryRef(number).GetPoints(2) or [], np.float64).reshape(-1, 2)
        if len(corners) > 1 and (corners[0] == corners[-1]).all():
            corners = corners[:-1]
        rings.append(corners)
    return rings


def polygon_of(rings: Sequence[Ring]) -> ogr.Geometry:
    """Returns the polygon with these rings."""
    text = struct.pack("<BII", LITTLE_ENDIAN, ogr.wkbPolygon, len(rings))
    for ring in rings:
        closed = np.concatenate([ring, ring[:1]])
        text += struct.pack("<I", len(closed)) + closed.astype("<f8").tobytes()
    return ogr.CreateGeometryFromWkb(text)


def box_around(geometry: ogr.Geometry) -> Extent:
    """Returns the box around a geometry."""
    left, right, bottom, top = geometry.GetEnvelope()
    return left, bottom, right, top


def box_of(ring: Ring) -> Extent:
    """Returns the box around a ring."""
    (left, bottom), (right, top) = ring.min(axis=0), ring.max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def moved(ring: Ring, across: float) -> Ring:
    """Returns the ring so much farther east."""
    return ring + np.array([across, 0.0])  # type: ignore[no-any-return]


def cut(rings: Sequence[Ring], box: Extent) -> list[Ring]:
    """Returns what of the rings lies in the box: inside of it, the same places lie within an odd number of them as before.

    Each ring is cut on its own, side by side of the box (Sutherland and Hodgman 1974), so that polygons need not be valid.
    """
    left, bottom, right, top = box
    found = []
    for ring in rings:
        for axis, bound, sign in ((0, left, -1), (0, right, 1), (1, bottom, -1), (1, top, 1)):
            ring = _cut(ring, axis, bound, sign)
        if len(ring) >= LEAST:
            found.append(ring)
    return found


def _cut(ring: Ring, axis: int, bound: float, sign: int) -> Ring:
    """Returns what of a ring lies on one side of a line."""
    following = np.roll(ring, -1, axis=0)
    beyond = sign * (ring[:, axis] - bound)
    crosses = (beyond <= 0) != (np.roll(beyond, -1) <= 0)

    run = np.where(crosses, following[:, axis] - ring[:, axis], 1.0)
    share = (bound - ring[:, axis]) / run
    crossings = ring + share[:, None] * (following - ring)
    crossings[:, axis] = bound

    both = np.stack([ring, crossings], axis=1)
    return both[np.stack([beyond <= 0, crosses], axis=1)]  # type: ignore[no-any-return]


def densified(ring: Ring, step: float) -> Ring:
    """Returns the ring with corners added, so that no edge is longer than the step."""
    edges = np.roll(ring, -1, axis=0) - ring
    pieces = np.maximum(np.ceil(np.hypot(edges[:, 0], edges[:, 1]) / step), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(ring)), pieces)
    piece = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    return ring[edge] + edges[edge] * (piece / pieces[edge])[:, None]  # type: ignore[no-any-return]


def holds(ring: Ring, place: tuple[float, float]) -> bool:
    """Returns whether a place lies within a ring."""
    x, y = place
    following = np.roll(ring, -1, axis=0)
    spans = (ring[:, 1] > y) != (following[:, 1] > y)
    start, end = ring[spans], following[spans]
    crossings = start[:, 0] + (y - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])
    return bool((crossings > x).sum() % 2)
