"""The area of interest: polygons or an extent, burnt once onto the part of a raster's grid that they touch."""

import hashlib
import math
import re
import weakref
from itertools import count, product

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import InputError

from ..tiles import Window
from .circle import circle_of
from .grid import Extent, Grid
from .memory_file import read_memory_file
from .placement import Placement
from .polygon_layer import PolygonLayer, burn
from .raster import Raster
from .rings import box_around, polygon_of, polygons_of

BURNT = ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER")  # fmt: skip
NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*"
EXTENT = re.compile(rf"{NUMBER},{NUMBER},{NUMBER},{NUMBER}(?:\[(.*)\]\s*)?", re.IGNORECASE)

# Of what is burnt: only its pixels count, and a GeoTIFF cannot hold any CRS.
PLANE = 'LOCAL_CS["area of interest",UNIT["metre",1]]'

_numbers = count()


class AreaOfInterest:
    """Which pixels of a grid count: those whose centres lie in the area, or all that it touches. Used by one thread at a time.

    Raises InputError where no pixel does.
    """

    def __init__(self, polygons: list[ogr.Geometry], grid: Grid, source: str, all_touched: bool = False) -> None:
        window = _around(polygons, grid)
        if window is None:
            raise _not_touched(source)
        self.window = window  # all of the area lies in it, and it lies on the grid
        self._burnt = _burn(polygons, grid.part(window), all_touched)
        weakref.finalize(self, gdal.Unlink, self._burnt.path)
        if not self.touches(window):
            raise _not_touched(source)

    @classmethod
    def open(cls, source: str, grid: Grid, origin: Grid | None = None, all_touched: bool = False) -> "AreaOfInterest":
        """Opens a polygon layer (`path` or `path|layername=NAME`) or an extent, written as QGIS writes it.

        That is `left,right,bottom,top [EPSG:4326]`; without brackets it is in the raster's CRS. Of several polygons, each counts.

        Args:
            source: the layer or the extent.
            grid: whose pixels count.
            origin: of the raster that `grid` is a view of, in whose CRS edges are straight.
            all_touched: whether pixels count that the area only touches, so that it covers all of the raster's pixels in it.

        Raises:
            InputError: it cannot be read or does not touch the grid.
        """
        origin, extent = origin or grid, EXTENT.fullmatch(source)
        polygons = _extent_on(origin, extent) if extent else _polygons_on(origin, source)
        if origin.crs != grid.crs:
            polygons = _bring(polygons, origin, grid, source)
        return cls(polygons, grid, source, all_touched)

    @property
    def digest(self) -> str:
        """The SHA-256 of which pixels count: what depends on the area depends on it, whatever file it came from."""
        place = f"{self.window.row} {self.window.column} {self.window.height} {self.window.width}"
        return hashlib.sha256(place.encode() + read_memory_file(self._burnt.path)).hexdigest()

    def touches(self, window: Window) -> bool:
        """Returns whether a pixel of the window may lie in the area. Reads nothing; blocks of 512 pixels count as wholes."""
        return not self._burnt.is_known_empty(self._here(window), (1,))

    def mask(self, window: Window) -> npt.NDArray[np.bool_]:
        """Returns which pixels of a window (H, W), that may reach beyond the grid, lie in the area."""
        return self._burnt.read(self._here(window), (1,))[1]

    def _here(self, window: Window) -> Window:
        return Window(window.row - self.window.row, window.column - self.window.column, window.height, window.width)


def _polygons_on(grid: Grid, source: str) -> list[ogr.Geometry]:
    layer = PolygonLayer(source)
    polygons = [geometry for _, geometry in layer.placed_on(grid)]
    if not polygons and next(iter(layer), None) is None:
        raise InputError(f"{source} holds no polygons: draw one around the area, or choose another layer")
    return polygons


def _extent_on(grid: Grid, text: re.Match[str]) -> list[ogr.Geometry]:
    left, right, bottom, top = map(float, text.groups()[:4])
    if not all(map(math.isfinite, (left, right, bottom, top))):
        raise InputError(f"the extent {text[0]} has a side beyond all numbers: give one about the raster")
    crs = osr.SpatialReference(grid.crs) if text[5] is None else _crs_named(text[5])
    circle = circle_of(crs)
    if circle is not None and right < left and circle / 2 <= left - right < circle:
        right += circle  # across 180 degrees, as QGIS writes it
    if not (left < right and bottom < top):
        raise InputError(f"the extent {text[0]} is empty: give left,right,bottom,top in this order")

    if circle is not None:
        right = min(right, left + circle)
    numbers = text[0].partition("[")[0].strip()  # without the CRS, which may be a whole WKT
    return Placement(crs, grid, numbers).bent(_rectangle((left, bottom, right, top)), f"the extent {numbers}")


def _bring(polygons: list[ogr.Geometry], origin: Grid, grid: Grid, source: str) -> list[ogr.Geometry]:
    """Returns polygons that are placed on the origin in the CRS of the grid, where their edges may be bent."""
    placement = Placement(osr.SpatialReference(origin.crs), grid, source)
    parts = [part for polygon in polygons for part in polygons_of(polygon)]
    return [piece for part in parts for piece in placement.bent(part, f"the area of interest {source}")]


def _rectangle(box: Extent) -> ogr.Geometry:
    left, bottom, right, top = box
    return polygon_of([np.array([(left, bottom), (right, bottom), (right, top), (left, top)])])


def _crs_named(name: str) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    try:
        crs.SetFromUserInput(name)
    except RuntimeError as error:
        raise InputError(
            f"the CRS {name!r} of the extent is not known: give one by its code, such as EPSG:4326"
        ) from error
    return crs


def _around(polygons: list[ogr.Geometry], grid: Grid) -> Window | None:
    """Returns the pixels of the grid around the polygons, or None where there are none."""
    inverse = gdal.InvGeoTransform(grid.transform)
    columns, rows = [], []
    for left, bottom, right, top in map(box_around, polygons):
        for corner in product((left, right), (bottom, top)):
            column, row = gdal.ApplyGeoTransform(inverse, *corner)
            columns.append(min(max(column, 0), grid.width))
            rows.append(min(max(row, 0), grid.height))
    if not polygons or min(columns) == max(columns) or min(rows) == max(rows):
        return None
    left, top = math.floor(min(columns)), math.floor(min(rows))
    return Window(top, left, math.ceil(max(rows)) - top, math.ceil(max(columns)) - left)


def _burn(polygons: list[ogr.Geometry], grid: Grid, all_touched: bool) -> Raster:
    """Writes 1 into the polygons' pixels of a file in memory, where blocks without any take no space, and returns it opened."""
    path = f"/vsimem/area_of_interest_{next(_numbers)}.tif"
    burnt = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, gdal.GDT_Byte, list(BURNT))
    burnt.SetGeoTransform(grid.transform)
    burnt.SetProjection(PLANE)
    burnt.GetRasterBand(1).SetNoDataValue(0)
    burn(((polygon, 1) for polygon in polygons), burnt, all_touched)
    burnt.FlushCache()
    del burnt
    return Raster(path)


def _not_touched(source: str) -> InputError:
    return InputError(
        f"the area of interest {source} does not touch the raster: choose another area, or check the CRS of both"
    )
