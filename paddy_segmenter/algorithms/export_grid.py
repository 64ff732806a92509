"""The pixels of an export: which part of a raster, at which size, in which coordinate reference system."""

import math
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsRasterDataProvider,
    QgsRectangle,
)

from ..errors import InputError

MOST_PIXELS = 400_000_000  # some ten thousand tiles of a map server, 1.6 GB before compression
METRES_PER_DEGREE = 111_319.5  # at the equator, WGS 84
WGS_84 = 4326  # EPSG


@dataclass(frozen=True)
class ExportGrid:
    """A north-up grid of `width` x `height` pixels over `extent`, in units of `crs`."""

    width: int
    height: int
    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem

    @property
    def definition(self) -> list[Any]:
        """The grid as it can be kept in JSON."""
        box = self.extent
        sides = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        return [self.width, self.height, sides, self.crs.toWkt()]


def own_grid(source: QgsRasterDataProvider, wanted: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> ExportGrid:
    """Returns the source's own pixels that touch the wanted rectangle. Raises InputError where none does or they are too many."""
    whole, columns, rows = source.extent(), source.xSize(), source.ySize()
    across, down = whole.width() / columns, whole.height() / rows
    left, right = _span(wanted.xMinimum() - whole.xMinimum(), wanted.xMaximum() - whole.xMinimum(), across, columns)
    top, bottom = _span(whole.yMaximum() - wanted.yMaximum(), whole.yMaximum() - wanted.yMinimum(), down, rows)
    if left >= right or top >= bottom:
        raise InputError("the extent lies beside the raster: choose one that overlaps it")
    _check_size(right - left, bottom - top)
    x, y = whole.xMinimum() + left * across, whole.yMaximum() - top * down
    extent = QgsRectangle(x, y - (bottom - top) * down, x + (right - left) * across, y)
    return ExportGrid(right - left, bottom - top, extent, crs)


def metric_grid(wanted: QgsRectangle, crs: QgsCoordinateReferenceSystem, gsd: float,
                transforms: QgsCoordinateTransformContext) -> ExportGrid:  # fmt: skip
    """Returns a grid in the UTM zone of the rectangle's centre, where a metre of the map is one on the ground.

    Raises:
        InputError: the rectangle is not on the Earth, or has too many pixels of `gsd` metres.
    """
    degrees = _transformed(wanted, crs, QgsCoordinateReferenceSystem.fromEpsgId(WGS_84), transforms)
    centre = degrees.center()
    metres = METRES_PER_DEGREE * math.cos(math.radians(centre.y())), METRES_PER_DEGREE
    _check_size(math.ceil(degrees.width() * metres[0] / gsd), math.ceil(degrees.height() * metres[1] / gsd))
    utm = QgsCoordinateReferenceSystem.fromEpsgId(_utm_zone(centre.x(), centre.y()))
    box = _transformed(wanted, crs, utm, transforms)
    width, height = math.ceil(box.width() / gsd), math.ceil(box.height() / gsd)
    left, top = box.xMinimum(), box.yMaximum()
    return ExportGrid(width, height, QgsRectangle(left, top - height * gsd, left + width * gsd, top), utm)


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise InputError(
            f"{width} x {height} are {width * height / 1e6:.0f} million pixels, the most is {MOST_PIXELS / 1e6:.0f} million:"
            " give a smaller extent, or save the part you need as a GeoTIFF first"
        )


def _span(start: float, end: float, pixel: float, count: int) -> tuple[int, int]:
    """Returns the first and last (excluded) of `count` pixels that a stretch touches."""
    first, last = (round(place / pixel, 6) for place in (start, end))  # an edge on an edge touches no further pixel
    return max(math.floor(first), 0), min(math.ceil(last), count)


def _utm_zone(longitude: float, latitude: float) -> int:
    """Returns the EPSG code of WGS 84 / UTM at this place."""
    zone = int((longitude + 180) // 6) % 60 + 1
    return (32600 if latitude >= 0 else 32700) + zone


def _transformed(box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem,
                 transforms: QgsCoordinateTransformContext) -> QgsRectangle:  # fmt: skip
    try:
        transformed = QgsCoordinateTransform(source, target, transforms).transformBoundingBox(box)
    except QgsCsException as error:
        raise InputError(
            f"the extent {box.toString(0)} is beyond what {source.authid()} covers: choose another"
        ) from error
    if not transformed.isFinite() or transformed.isEmpty():
        raise InputError(f"the extent {box.toString(0)} of {source.authid()} holds no ground: choose another")
    return transformed
