"""Where a raster's pixels lie on the earth: size, geotransform, coordinate reference system."""

import math
from dataclasses import dataclass, replace

from osgeo import gdal, osr

from ..tiles import Window

osr.UseExceptions()

Extent = tuple[float, float, float, float]  # left, bottom, right, top
GSD_TOLERANCE = 1.25  # ratio of ground sample distances beyond which objects look too large or too small to the network
METRES_PER_DEGREE = 111_319.5  # at the equator, WGS 84


@dataclass(frozen=True)
class Grid:
    """Size in pixels, geotransform (GDAL's six numbers) and coordinate reference system (WKT) of a raster."""

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs: str

    @property
    def gsd(self) -> float:
        """Ground sample distance in metres; degrees are converted at the raster's centre."""
        _, a, b, top, d, e = self.transform
        crs = osr.SpatialReference(self.crs)
        if not crs.IsGeographic():
            return math.sqrt(abs(a * e - b * d)) * float(crs.GetLinearUnits())
        latitude = top + d * self.width / 2 + e * self.height / 2
        return math.sqrt(abs(a * e - b * d) * math.cos(math.radians(latitude))) * METRES_PER_DEGREE

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
    """Returns whether this is a CRS; a GeoPackage without one tells of an undefined one."""
    return crs is not None and not crs.GetName().startswith("Undefined")


def grid_of(dataset: gdal.Dataset) -> Grid:
    """Returns the grid of a dataset that has a CRS."""
    size = dataset.RasterXSize, dataset.RasterYSize
    return Grid(*size, dataset.GetGeoTransform(), dataset.GetSpatialRef().ExportToWkt())
