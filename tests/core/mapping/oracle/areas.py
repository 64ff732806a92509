"""Areas of interest: extents and polygon layers in any CRS, and which points lie in them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import shapely.affinity
from osgeo import ogr

from .draw import Draw
from .places import Numbers, Place, reference_of, transformed
from .scenes import Mask

ogr.UseExceptions()

TIE = 1e-3  # pixels: nearer to an edge rounding may decide
SHAPES = (
    "triangle",
    "two parts",
    "with a hole",
    "star",
    "beyond the raster",
    "sliver",
    "bow-tie",
    "with a line beside it",
)
LAYERS = ("layer", "layer in degrees", "layer in Mercator", "shapefile", "GeoJSON")
EXTENTS = ("extent", "extent in degrees")
KINDS = ("whole", *EXTENTS, *(f"{layer}: {shape}" for layer in LAYERS for shape in SHAPES))
KINDS_OF_LAYERS = {
    "GeometryCollection": ogr.wkbUnknown,
    "MultiPolygon": ogr.wkbMultiPolygon,
    "Polygon": ogr.wkbPolygon,
}
FULL_CIRCLE, HALF_CIRCLE = 360.0, 180.0  # degrees
DRIVERS = {"shapefile": ("ESRI Shapefile", "shp"), "GeoJSON": ("GeoJSON", "geojson")}
CODES = {"layer in degrees": "EPSG:4326", "layer in Mercator": "EPSG:3857", "GeoJSON": "EPSG:4326"}

Judge = Callable[[Numbers, Numbers], tuple[Mask, Mask]]


def fits(draw: Draw) -> bool:
    """Returns whether an area of this kind can be drawn there."""
    layer = draw.area.partition(":")[0]
    is_elsewhere = draw.area == "extent in degrees" or layer in CODES
    if layer in LAYERS and not is_elsewhere and "3D" in draw.place:
        return False  # no GeoPackage holds such a CRS
    if draw.area in ("shapefile: with a line beside it", "shapefile: bow-tie"):
        return False  # a shapefile holds no collections, and GDAL makes bow-ties valid
    return not (is_elsewhere and draw.place == "site plan")


@dataclass(frozen=True)
class Area:
    """What a job is given, and what tells of points in pixels (columns, rows) which lie in it, and which are no ties."""

    source: str
    judge: Judge


def area_of(draw: Draw, place: Place, folder: Path) -> Area:
    """Writes the area of a draw, where that is a layer."""
    numbers = np.random.default_rng((draw.seed, 4))
    if draw.area == "whole":
        return Area("", lambda columns, rows: (np.ones(columns.shape, np.bool_),) * 2)
    if draw.area in EXTENTS:
        return _extent(draw, place, numbers)
    layer, _, shape = draw.area.partition(": ")
    polygons = shape_of(shape, draw.width, draw.height, numbers)
    return Area(
        _write(layer, polygons, shape == "with a line beside it", place, folder),
        lambda columns, rows: _inside(polygons, columns, rows),
    )


def shape_of(shape: str, width: int, height: int, numbers: np.random.Generator) -> list[shapely.Polygon]:
    """Returns polygons in pixels, whose edges are straight on the raster."""

    def somewhere(count: int) -> Numbers:
        return numbers.uniform(-0.1, 1.1, (count, 2)) * (width, height)

    if shape == "two parts":
        return [shapely.Polygon(somewhere(3)), shapely.Polygon(somewhere(3))]
    if shape == "with a hole":
        outer = shapely.Polygon(somewhere(3))
        # Around the middle of its box the hole may have an edge on the triangle's own, which rounding then closes.
        return [outer.difference(shapely.affinity.scale(outer, 0.4, 0.4, origin="centroid"))]
    if shape == "star":
        turns = np.sort(numbers.uniform(0, 2 * np.pi, 9))
        reach = numbers.uniform(0.2, 0.7, 9)
        return [
            shapely.Polygon(
                np.stack([(0.5 + reach * np.cos(turns)) * width, (0.5 + reach * np.sin(turns)) * height], axis=1)
            )
        ]
    if shape == "bow-tie":
        left, right, bottom, top = numbers.uniform((0, 0.6, 0, 0.6), (0.4, 1, 0.4, 1)) * (width, width, height, height)
        return [shapely.Polygon([(left, bottom), (right, top), (right, bottom), (left, top)])]
    if shape == "beyond the raster":
        return [shapely.box(-3 * width, -2 * height, numbers.uniform(0, 1) * width, 4 * height)]
    if shape == "sliver":
        first, last = somewhere(2)
        return [shapely.LineString([first, last]).buffer(0.3, cap_style="flat")]
    return [shapely.Polygon(somewhere(3))]


def _inside(polygons: list[shapely.Polygon], columns: Numbers, rows: Numbers) -> tuple[Mask, Mask]:
    points = shapely.points(columns, rows)
    inside = np.zeros(columns.shape, np.bool_)
    distance = np.full(columns.shape, np.inf)
    for polygon in map(shapely.make_valid, polygons):
        inside |= shapely.contains(polygon, points)
        distance = np.minimum(distance, shapely.distance(polygon.boundary, points))
    return inside, distance > TIE


def _extent(draw: Draw, place: Place, numbers: np.random.Generator) -> Area:
    columns = np.sort(numbers.uniform(-0.1, 1.1, 2)) * draw.width
    rows = np.sort(numbers.uniform(-0.1, 1.1, 2)) * draw.height
    target = reference_of("EPSG:4326") if draw.area == "extent in degrees" else place.reference

    def placed(columns: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
        x, y = place.coordinates(columns.ravel(), rows.ravel())
        x, y = transformed(place.reference, target, x, y)
        return x.reshape(columns.shape), y.reshape(columns.shape)

    x, y = placed(columns, rows)
    if draw.area == "extent in degrees":  # beyond 180 they go on
        x = x - FULL_CIRCLE * np.round((x - x.flat[0]) / FULL_CIRCLE)
    left, right, bottom, top = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    # How far a thousandth of a pixel reaches in the extent's units.
    steps = [np.hypot(*(side[1] - side[0] for side in placed(*ends))) for ends in
             ((np.array([0.0, TIE]), np.zeros(2)), (np.zeros(2), np.array([0.0, TIE])))]  # fmt: skip

    west, east = left, right

    def judge(columns: Numbers, rows: Numbers) -> tuple[Mask, Mask]:
        x, y = placed(columns, rows)
        if draw.area == "extent in degrees":
            x = x - FULL_CIRCLE * np.round((x - (west + east) / 2) / FULL_CIRCLE)
        inward = np.min([x - west, east - x, y - bottom, top - y], axis=0)
        return inward > 0, abs(inward) > max(steps)

    code = " [EPSG:4326]" if draw.area == "extent in degrees" else ""
    if code:
        left, right = _within_half_a_circle(left), _within_half_a_circle(right)
    return Area(f"{left!r},{right!r},{bottom!r},{top!r}{code}", judge)


def _within_half_a_circle(longitude: float) -> float:
    return longitude - FULL_CIRCLE * np.ceil((longitude - HALF_CIRCLE) / FULL_CIRCLE)


def _within_the_globe(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """Yields a shape in degrees from -180 to 180, in parts where it lies across."""
    shape = shapely.make_valid(shape)
    for turns in (0, 1):
        west = turns * FULL_CIRCLE - HALF_CIRCLE
        part = shape.intersection(shapely.box(west, -HALF_CIRCLE, west + FULL_CIRCLE, HALF_CIRCLE))
        if part.area:
            yield shapely.affinity.translate(part, -turns * FULL_CIRCLE)


def _line_across(shape: shapely.Geometry) -> shapely.LineString:
    left, bottom, right, top = shape.bounds
    return shapely.LineString([(left, top), (right, bottom)])


def _write(layer: str, polygons: list[shapely.Polygon], is_beside_a_line: bool, place: Place, folder: Path) -> str:
    target = reference_of(CODES[layer]) if layer in CODES else place.reference
    driver, suffix = DRIVERS.get(layer, ("GPKG", "gpkg"))
    path = str(folder / f"area.{suffix}")

    def placed(points: Numbers) -> Numbers:
        x, y = place.coordinates(points[:, 0], points[:, 1])
        return np.stack(transformed(place.reference, target, x, y), axis=1)

    shapes = [shapely.transform(polygon, placed) for polygon in polygons]
    if target.IsGeographic() and place.reference.IsGeographic() and layer in CODES:
        shapes = [part for shape in shapes for part in _within_the_globe(shape)]
    if is_beside_a_line:
        shapes = [shapely.GeometryCollection([shape, _line_across(shape)]) for shape in shapes]
    if driver == "GeoJSON":  # written by hand: GDAL would round
        features = [
            {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))} for shape in shapes
        ]
        Path(path).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path
    source = ogr.GetDriverByName(driver).CreateDataSource(path)
    kinds = {shape.geom_type for shape in shapes}
    kind = KINDS_OF_LAYERS[next((name for name in KINDS_OF_LAYERS if name in kinds), "Polygon")]
    table = source.CreateLayer("area", target, kind)
    for shape in shapes:
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shape)))
        table.CreateFeature(feature)
    del table, source
    return path
