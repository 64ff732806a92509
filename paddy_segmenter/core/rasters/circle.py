"""Coordinates that count around the globe: x comes to the same place again with every turn."""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from osgeo import osr

from .grid import Extent
from .layer_contents import Boxes
from .rings import Ring, box_of, holds, moved

CYLINDERS = "Mercator", "Equirectangular", "Cylindrical_Equal_Area", "Miller_Cylindrical", "Gall_Stereographic"
HERE = range(1)  # not to be moved
SEAM = 1e-10  # of a circle that is left out on both sides of a seam
TOUCH = 1e-9  # of a circle that boxes must share


def circle_of(crs: osr.SpatialReference) -> float | None:
    """Returns after how many units x comes to the same place again, None in a CRS where it does not: 360 in degrees."""
    if crs.IsGeographic():
        return round(2 * math.pi / float(crs.GetAngularUnits()), 6)
    if (crs.GetAttrValue("PROJECTION") or "").startswith(CYLINDERS):
        return _girth(crs)
    return None


def seam_of(crs: osr.SpatialReference) -> float | None:
    """Returns the longitude along which a projection may tear the globe, None in a CRS that is not projected or goes round."""
    if not crs.IsProjected() or circle_of(crs) is not None:
        return None
    half = math.pi / float(crs.CloneGeogCS().GetAngularUnits())
    middle = float(crs.GetProjParm("central_meridian", math.nan))
    if math.isnan(middle):
        middle = float(crs.GetProjParm("longitude_of_center", 0.0))
    return middle + half


def strips_between(box: Extent, seam: float, circle: float) -> list[Extent]:
    """Returns the parts of a box between the seams in it, which come again with every circle."""
    left, bottom, right, top = box
    numbers = range(math.ceil((left - seam) / circle), math.floor((right - seam) / circle) + 1)
    seams = [seam + number * circle for number in numbers]
    slit = SEAM * circle
    bounds = [left - slit, *seams, right + slit]
    return [(start + slit, bottom, end - slit, top) for start, end in pairwise(bounds) if end - start > 2 * slit]


def turns(box: Extent, other: Extent, circle: float | None) -> range:
    """Returns by how many whole circles a box may be moved so that it shares ground with the other one."""
    left, bottom, right, top = box
    if bottom > other[3] or top < other[1]:
        return range(0)
    if circle is None:
        return HERE if left <= other[2] and right >= other[0] else range(0)
    first = math.ceil((other[0] - right) / circle + TOUCH)
    last = math.floor((other[2] - left) / circle - TOUCH)
    return range(first, last + 1)


def share_ground(boxes: Boxes, other: Extent, circle: float | None) -> npt.NDArray[np.bool_]:
    """Returns which of the boxes (N, 4) may share ground with the other one, by `turns`; those with a side that is no number do.

    So do those of more than half a circle: what jumps from 180 to -180 degrees lies beyond its box.
    """
    left, bottom, right, top = boxes.T
    if circle is None:
        beside = (left > other[2]) | (right < other[0])
    else:
        first = np.ceil((other[0] - right) / circle + TOUCH)
        beside = first > np.floor((other[2] - left) / circle - TOUCH)
        beside &= right - left <= circle / 2
    return ~(beside | (bottom > other[3]) | (top < other[1]))  # type: ignore[no-any-return]


def unwound(ring: Ring, circle: float) -> tuple[Ring, int]:
    """Returns a ring without jumps by a whole circle, and how often it goes around the globe."""
    across = np.unwrap(np.append(ring[:, 0], ring[0, 0]), period=circle)
    winding = round((across[-1] - across[0]) / circle)
    return np.column_stack([across[:-1], ring[:, 1]]), winding


def beside(inner: Ring, outer: Ring, circle: float) -> Ring:
    """Returns a ring moved by whole circles to where it lies within the outer one."""
    places = [moved(inner, turn * circle) for turn in turns(box_of(inner), box_of(outer), circle)]
    within = [ring for ring in places if holds(outer, (ring[0, 0], ring[0, 1]))]
    return next(iter(within or places), inner)


def _girth(crs: osr.SpatialReference) -> float:
    """Returns how long the equator is in a cylindrical projection, whose x grows evenly with the longitude."""
    metres, degrees = crs.Clone(), crs.CloneGeogCS()
    for each in (metres, degrees):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    quarter = math.pi / 2 / degrees.GetAngularUnits()
    middle = crs.GetProjParm("central_meridian", 0.0)
    way = osr.CoordinateTransformation(degrees, metres)
    return 4 * float(way.TransformPoint(middle + quarter, 0.0)[0] - way.TransformPoint(middle, 0.0)[0])
