"""Simpler borders that neighbouring polygons go on sharing."""

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType

import numpy as np
import numpy.typing as npt

from paddy_segmenter.errors import EnvironmentMissing
from paddy_segmenter.packages import remedy_for

from .outlines import Rings


def load_shapely() -> ModuleType:
    """Returns shapely, which only the simplification needs. Raises EnvironmentMissing where it is missing or too old."""
    try:
        import shapely
        from shapely import coverage_simplify  # noqa: F401
    except ImportError as error:
        raise EnvironmentMissing(
            f"borders are simplified with shapely 2.1, which {sys.executable} lacks: {remedy_for(('shapely',), sys.executable)}"
        ) from error
    return shapely  # type: ignore[no-any-return]


def simplify_borders(polygons: Iterable[bytes], tolerance: float) -> Iterator[bytes]:
    """Simplifies polygons that tile the ground, given and yielded in well-known binary and in the same order.

    Visvalingam and Whyatt 1993, kept topologically right: triangles of an area up to `tolerance` squared go, shared borders stay
    shared, and the border to the ground without polygons stays as it is. Where borders are shared, the polygons must have the same
    points there: `with_every_corner` sees to that. All polygons are held in memory.
    """
    shapely = load_shapely()
    geometries = np.array([shapely.from_wkb(polygon) for polygon in polygons], dtype=object)
    for simplified in shapely.coverage_simplify(geometries, tolerance, simplify_boundary=False):
        yield shapely.to_wkb(simplified, byte_order=1)


def with_every_corner(rings: Rings) -> Rings:
    """Returns rings in pixel coordinates with a point at every pixel corner on their way."""
    return [_with_every_corner(ring) for ring in rings]


def _with_every_corner(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    edges = np.diff(ring, axis=0)
    lengths = np.abs(edges).sum(axis=1).astype(np.int64)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    along = np.arange(lengths.sum()) - starts
    points = np.repeat(ring[:-1], lengths, axis=0) + along[:, None] * np.repeat(np.sign(edges), lengths, axis=0)
    return np.vstack([points, ring[-1:]])
