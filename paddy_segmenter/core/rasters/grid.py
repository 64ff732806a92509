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
        """Ground sample distance in metres; degrees, and Mercator's stretched metres, are converted at the raster's centre."""
        left, a, b, top, d, e = self.transform
        side = math.sqrt(abs(a * e - b * d))
        crs = osr.SpatialReference(self.crs)
        x, y = left + (a * self.width + b * self.height) / 2, top + (d * self.width + e * self.height) / 2
        if crs.IsGeographic():
            return side * math.sqrt(math.cos(math.radians(y))) * METRES_PER_DEGREE
        return side * float(crs.GetLinearUnits()) * _true_length(crs, x, y)

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


def _true_length(crs: osr.SpatialReference, x: float, y: float) -> float:
    """Returns how long on the ground a metre of a projected CRS is; other projections than Mercator's keep lengths near enough."""
    if not (crs.GetAttrValue("PROJECTION") or "").startswith("Mercator"):
        return 1.0
    degrees = crs.CloneGeogCS()
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    _, latitude, _ = osr.CoordinateTransformation(crs, degrees).TransformPoint(x, y)
    parallel = crs.GetProjParm("standard_parallel_1", 0.0)
    return math.cos(math.radians(latitude)) / math.cos(math.radians(parallel))


def is_defined(crs: osr.SpatialReference | None) -> bool:
    """Returns whether this is a CRS; a GeoPackage without one tells of an undefined one."""
    return crs is not None and not crs.GetName().startswith("Undefined")


def grid_of(dataset: gdal.Dataset) -> Grid:
    """Returns the grid of a dataset that has a CRS."""
    size = dataset.RasterXSize, dataset.RasterYSize
    return Grid(*size, dataset.GetGeoTransform(), dataset.GetSpatialRef().ExportToWkt())
