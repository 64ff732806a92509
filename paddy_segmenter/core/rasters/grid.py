"""Where a raster's pixels lie on the earth: size, geotransform, coordinate reference system."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from osgeo import gdal, osr

from ..tiles import Window
from .ellipsoid import stretch_at

osr.UseExceptions()

Extent = tuple[float, float, float, float]  # left, bottom, right, top
GSD_TOLERANCE = 1.25  # ratio of ground sample distances beyond which objects look too large or too small to the network


@dataclass(frozen=True)
class Grid:
    """Size in pixels, geotransform (GDAL's six numbers) and coordinate reference system (WKT) of a raster."""

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs: str

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the raster in units of its CRS."""
        left, a, b, top, d, e = self.transform
        return left + (a * self.width + b * self.height) / 2, top + (d * self.width + e * self.height) / 2

    @cached_property
    def steps(self) -> tuple[complex, complex]:
        """The ways to the next column and to the next row on the ground at the centre, in metres east + metres north j.

        North is the CRS's own: meridians that meet towards a pole do not turn a raster.
        """
        _, a, b, _, d, e = self.transform
        stretch = stretch_at(self.crs, self.centre)
        return stretch.on_the_ground(a, d), stretch.on_the_ground(b, e)

    @property
    def gsd(self) -> float:
        """Ground sample distance in metres: the side of a square as large as the pixel at the centre."""
        column, row = self.steps
        return math.sqrt(abs(column.real * row.imag - row.real * column.imag))

    def extent(self) -> Extent:
        """Returns left, bottom, right, top of the box around the raster, in units of its CRS."""
        x0, a, b, y0, d, e = self.transform
        corners = [(x0 + a * c + b * r, y0 + d * c + e * r) for c in (0, self.width) for r in (0, self.height)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def part(self, window: Window) -> "Grid":
        """Returns the grid of a window's pixels."""
        x0, a, b, y0, d, e = self.transform
        left, top = x0 + a * window.column + b * window.row, y0 + d * window.column + e * window.row
        return replace(self, width=window.width, height=window.height, transform=(left, a, b, top, d, e))


def is_defined(crs: osr.SpatialReference | None) -> bool:
    """Returns whether this is a CRS: drivers may tell of an empty one, and a GeoPackage without one of an undefined one."""
    return crs is not None and bool(crs.GetName()) and not crs.GetName().startswith("Undefined")


def grid_of(dataset: gdal.Dataset) -> Grid:
    """Returns the grid of a dataset that has a CRS, which WKT 2 keeps as it is: WKT 1 knows datums by a few names only."""
    size = dataset.RasterXSize, dataset.RasterYSize
    return Grid(*size, dataset.GetGeoTransform(), dataset.GetSpatialRef().ExportToWkt(["FORMAT=WKT2"]))
