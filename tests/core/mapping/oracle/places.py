"""Where rasters lie: coordinate reference systems all over the earth, and how rows and columns run there."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from osgeo import osr

from .draw import Draw

Numbers = npt.NDArray[np.float64]
Transform = tuple[float, float, float, float, float, float]

LOCAL = 'LOCAL_CS["site plan",UNIT["metre",1]]'
ARC_SECONDS = (
    'GEOGCS["WGS 84 in arc seconds",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["arc-second",4.84813681109536E-06]]'
)
IN_3D = " in 3D"
# CRS, x and y of the upper left corner, side of a pixel; all in units of the CRS.
PLACES: dict[str, tuple[str, float, float, float]] = {
    "UTM": ("EPSG:32750", 205_000.0, 9_668_000.0, 10.0),
    "UTM, fine": ("EPSG:32632", 500_000.5, 5_400_000.25, 0.3),
    "Transverse Mercator": ("EPSG:2193", 1_570_000.0, 5_180_000.0, 2.5),
    "degrees at the equator": ("EPSG:4326", 114.2, 0.002, 1e-4),
    "degrees at 33 south": ("EPSG:4326", -70.5, -33.4, 2e-4),
    "degrees at 60 north": ("EPSG:4326", 24.9, 60.1, 2e-4),
    "degrees of another datum": ("EPSG:4267", -100.0, 30.0, 1e-4),
    "Mercator at 45 north": ("EPSG:3857", 1_000_000.0, 5_621_521.0, 10.0),
    "Mercator at the equator": ("EPSG:3857", 12_700_000.0, 1_000.0, 10.0),
    "equal area": ("EPSG:3035", 4_321_000.0, 3_210_000.0, 20.0),
    "polar": ("EPSG:3413", -100_000.0, -1_500_000.0, 30.0),
    "south polar": ("EPSG:3031", 300_000.0, 1_200_000.0, 30.0),
    "feet": ("EPSG:2263", 980_000.0, 190_000.0, 3.0),
    "sinusoidal": ("ESRI:54008", 2_146_700.0, 5_540_000.0, 10.0),
    "sinusoidal on its meridian": ("ESRI:54008", 300.0, -2_000_000.0, 10.0),
    "plate carree at 60 north": ("EPSG:4087", 1_000_000.0, 6_680_000.0, 10.0),
    "EASE at 60 north": ("EPSG:6933", 1_000_000.0, 6_350_000.0, 10.0),
    "Mollweide": ("ESRI:54009", 1_500_000.0, 5_000_000.0, 10.0),
    "heights beside UTM": ("EPSG:32750+5773", 205_000.0, 9_668_000.0, 10.0),
    "heights beside degrees": ("EPSG:4326+5773", 114.2, -2.1, 1e-4),
    "degrees in 3D": ("EPSG:4979", 8.4, 47.1, 1e-4),
    "UTM in 3D": ("EPSG:32750 in 3D", 205_000.0, 9_668_000.0, 10.0),
    "site plan": (LOCAL, 1000.0, 2000.0, 0.5),
    "arc seconds": (ARC_SECONDS, 411_120.0, -7560.0, 0.36),
    "degrees across 180": ("EPSG:4326", 179.9985, -16.8, 1e-4),
    "degrees beyond 180": ("EPSG:4326", 190.0, 52.0, 1e-4),
    "degrees up to 360": ("EPSG:4326", 359.9985, 10.0, 1e-4),
    "UTM across 180": ("EPSG:32660", 833_600.0, 1_000.0, 10.0),
    "degrees near the pole": ("EPSG:4326", 20.0, 87.0, 1e-3),
}
# Steps in pixels: to the next column in x and y, to the next row in x and y, as if y counted upwards.
TURNS: dict[str, tuple[float, float, float, float]] = {
    "north-up": (1.0, 0.0, 0.0, -1.0),
    "south-up": (1.0, 0.0, 0.0, 1.0),
    "mirrored": (-1.0, 0.0, 0.0, -1.0),
    "half a turn": (-1.0, 0.0, 0.0, 1.0),
    "a quarter turn": (0.0, 1.0, 1.0, 0.0),
    "a quarter turn back": (0.0, -1.0, -1.0, 0.0),
    "oblong": (1.0, 0.0, 0.0, -1.15),
    "twice as high": (1.0, 0.0, 0.0, -2.0),
    "turned by 30": (math.cos(0.5236), math.sin(0.5236), math.sin(0.5236), -math.cos(0.5236)),
    "sheared": (1.0, 0.0, 0.4, -1.0),
}
STRAIGHT = tuple(name for name, (a, _, b, _) in TURNS.items() if not (a and b))
NORTH_UP = ("north-up", "oblong", "twice as high")

EQUATOR, FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS 84


@dataclass(frozen=True)
class Place:
    """Where the pixels of a raster lie."""

    crs: str
    transform: Transform

    @cached_property
    def reference(self) -> osr.SpatialReference:
        return reference_of(self.crs)

    def coordinates(self, columns: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Returns x and y of points in pixels from the upper left corner."""
        left, a, b, top, d, e = self.transform
        return left + a * columns + b * rows, top + d * columns + e * rows

    def pixels(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Returns columns and rows of points of the CRS, in pixels from the upper left corner."""
        left, a, b, top, d, e = self.transform
        determinant = a * e - b * d
        across, down = x - left, y - top
        return (e * across - b * down) / determinant, (a * down - d * across) / determinant

    def steps(self, width: int, height: int) -> tuple[complex, complex]:
        """Returns the way on the ground from the middle to the next column and to the next row: metres east + metres north j."""
        columns = width / 2 + np.array([-0.5, 0.5, 0.0, 0.0])
        rows = height / 2 + np.array([0.0, 0.0, -0.5, 0.5])
        x, y = self.coordinates(columns, rows)
        if self.reference.IsLocal():
            return complex(x[1] - x[0], y[1] - y[0]), complex(x[3] - x[2], y[3] - y[2])
        longitudes, latitudes = transformed(self.reference, reference_of("EPSG:4326"), x, y)
        return _way(longitudes[:2], latitudes[:2]), _way(longitudes[2:], latitudes[2:])

    def turned(self, column: complex, row: complex) -> tuple[complex, complex]:
        """Returns the ways to the next column and row as the CRS draws them; degrees are drawn as they lie on the ground."""
        if self.reference.IsGeographic():
            return column, row
        _, a, b, _, d, e = self.transform
        return complex(a, d), complex(b, e)


def place_of(draw: Draw) -> Place:
    """Returns where the raster of a draw lies."""
    crs, left, top, side = PLACES[draw.place]
    across, aside, along, down = TURNS[draw.turn]
    return Place(crs, (left, side * across, side * along, top, side * aside, side * down))


def reference_of(crs: str) -> osr.SpatialReference:
    """Returns a CRS whose coordinates are x, y, longitudes first."""
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs.removesuffix(IN_3D))
    if crs.endswith(IN_3D):
        reference.PromoteTo3D()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def transformed(
    source: osr.SpatialReference, target: osr.SpatialReference, x: Numbers, y: Numbers
) -> tuple[Numbers, Numbers]:
    """Returns the coordinates of points in another CRS."""
    if source.IsSame(target):
        return x, y
    points = osr.CoordinateTransformation(source, target).TransformPoints(np.column_stack([x, y]))
    placed = np.array(points)
    return placed[:, 0], placed[:, 1]


def _way(longitudes: Numbers, latitudes: Numbers) -> complex:
    """Returns the way between two near points by the ellipsoid's radii of curvature between them."""
    latitude = math.radians(float(latitudes.mean()))
    square = FLATTENING * (2 - FLATTENING)
    curve = 1 - square * math.sin(latitude) ** 2
    across = EQUATOR / math.sqrt(curve) * math.cos(latitude)
    along = EQUATOR * (1 - square) / curve**1.5
    east = math.remainder(float(longitudes[1] - longitudes[0]), 360.0)
    north = float(latitudes[1] - latitudes[0])
    return complex(math.radians(east) * across, math.radians(north) * along)
