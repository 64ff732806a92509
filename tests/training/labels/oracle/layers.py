"""Polygon layers of a draw: what they hold, as files of several kinds, and what must be read of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.affinity
from osgeo import ogr, osr

from tests.core.mapping.oracle.areas import shape_of
from tests.core.mapping.oracle.places import Place, reference_of, transformed

from .draw import DRIVERS, IGNORED, NUMBERS, WORDS, Draw
from .truth import UNLABELLED, Shape

ogr.UseExceptions()

CODES = {"degrees": "EPSG:4326", "Mercator": "EPSG:3857"}
KINDS = {"words": ogr.OFTString, "numbers in words": ogr.OFTString, "integers": ogr.OFTInteger, "reals": ogr.OFTReal}
EMPTY = {"NULL": None, "empty": "", "blanks": "  ", "invisible": "\u200b"}
IN_ORDER = "SPATIAL_INDEX=NO"  # else FlatGeobuf sorts its features
MERGED = "put together"  # by the value map
Points = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Row:
    """A feature: a geometry in pixels, what its class field holds, and the number to write for its first latitude or y."""

    geometry: shapely.Geometry | None
    value: Any
    bad: float | None = None


@dataclass(frozen=True)
class Layer:
    """A written layer, its polygons, and how the job reads it."""

    path: str
    shapes: list[Shape]
    others: int
    value_map: tuple[str, ...]
    ignored: tuple[int, ...]


def layer_of(draw: Draw, place: Place, folder: Path) -> Layer:
    """Writes the layer of a draw, whose polygons lie about the raster at a place."""
    numbers = np.random.default_rng((draw.seed, 2))
    ignored = (IGNORED,) if draw.has_ignored else ()
    values = _values(draw, numbers)
    names = {value: _name(draw, value, ignored) for value in values}
    value_map = ()
    if draw.has_value_map and draw.field != "none":
        first = values[0]
        value_map = (f"{first.strip() if isinstance(first, str) else f'{first:g}'}={MERGED}",)
        names[first] = names[first] and MERGED

    rows, shapes = [], []
    for kind in draw.shapes:
        polygon = _polygon(kind, draw, numbers, shapes)
        value = values[int(numbers.integers(len(values)))]
        rows.append(Row(polygon, value))
        shapes.append(Shape(polygon, names[value]))
    for kind in draw.nothing if draw.field != "none" else ():
        polygon = _polygon("triangle", draw, numbers, shapes)
        rows.append(Row(polygon, EMPTY[kind] if KINDS[draw.field] == ogr.OFTString else None))
        shapes.append(Shape(polygon, None))
    if draw.has_bad_corner:
        polygon = _polygon("triangle", draw, numbers, shapes)
        bad = (
            -272.7
            if draw.labels_in == "degrees" or ("degrees" in draw.place and draw.labels_in == "the same")
            else 1e305
        )
        rows.append(Row(polygon, values[0], bad))
        shapes.append(Shape(polygon, names[values[0]], is_left_out=True))
    for kind in draw.others:
        geometry = {"point": shapely.Point(3, 3), "line": shapely.LineString([(1, 1), (9, 9)]), "no geometry": None}[
            kind
        ]
        rows.append(Row(geometry, values[0]))

    path = write_layer(str(folder / f"labels.{DRIVERS[draw.driver]}"), draw, place, rows)
    return Layer(path, shapes, len(draw.others), value_map, ignored)


def areas_of(draw: Draw, place: Place, folder: Path) -> tuple[str, list[shapely.Geometry] | None]:
    """Writes labelled areas, where the draw has any, and returns the path and the areas in pixels."""
    if not draw.has_areas:
        return "", None
    numbers = np.random.default_rng((draw.seed, 3))
    left, right, top, bottom = numbers.uniform((-0.2, 0.5, -0.2, 0.5), (0.4, 1.2, 0.4, 1.2)) * (
        draw.width, draw.width, draw.height, draw.height,
    )  # fmt: skip
    area = shapely.box(left, top, right, bottom)
    return write_layer(str(folder / "areas.gpkg"), draw, place, [Row(area, None)], "GPKG", "none"), [area]


def write_layer(path: str, draw: Draw, place: Place, rows: Sequence[Row], driver: str = "", field: str = "") -> str:
    """Writes features whose geometries are in pixels at a place."""
    driver, field = driver or draw.driver, field or draw.field
    target = reference_of(CODES.get(draw.labels_in, place.crs))
    geometries = [_placed(row, place, target) for row in rows]
    if driver == "GeoJSON":
        return _write_geojson(path, rows, geometries, field)
    options = {"ESRI Shapefile": [f"ENCODING={draw.encoding}"], "FlatGeobuf": [IN_ORDER]}.get(driver, [])
    source = ogr.GetDriverByName(driver).CreateDataSource(path)
    kind = ogr.wkbPolygon if driver == "ESRI Shapefile" else ogr.wkbUnknown
    layer = source.CreateLayer(Path(path).stem, target, kind, options)
    if field != "none":
        layer.CreateField(ogr.FieldDefn("class", KINDS[field]))
    for row, geometry in zip(rows, geometries, strict=True):
        feature = ogr.Feature(layer.GetLayerDefn())
        if field != "none" and row.value is not None:
            feature["class"] = row.value
        if geometry is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(geometry)))
        layer.CreateFeature(feature)
    del source, layer
    return path


def _write_geojson(path: str, rows: Sequence[Row], geometries: Sequence[shapely.Geometry | None], field: str) -> str:
    """Writes it by hand: GDAL would round, and has no row without a geometry."""
    features = [
        {
            "type": "Feature",
            "properties": {} if field == "none" else {"class": row.value},
            "geometry": None if geometry is None else json.loads(shapely.to_geojson(geometry)),
        }
        for row, geometry in zip(rows, geometries, strict=True)
    ]
    Path(path).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _values(draw: Draw, numbers: np.random.Generator) -> list[Any]:
    count = int(numbers.integers(1, 5))
    if draw.field == "words":
        words = WORDS[draw.encoding]
        return [words[index][0] for index in numbers.permutation(len(words))[:count]]
    chosen = [NUMBERS[index] for index in numbers.permutation(len(NUMBERS))[:count]]
    kinds = {"integers": int, "reals": float, "numbers in words": str}
    return [kinds.get(draw.field, int)(value) for value in chosen]


def _name(draw: Draw, value: Any, ignored: tuple[int, ...]) -> str:
    """Returns the name that a class must have."""
    if draw.field == "none":
        return "labelled"
    if draw.field == "words":
        return dict(WORDS[draw.encoding])[value]
    return UNLABELLED if int(value) in ignored else f"class {int(value)}"


def _polygon(kind: str, draw: Draw, numbers: np.random.Generator, before: Sequence[Shape]) -> shapely.Geometry:
    if kind == "a copy" and before:
        return before[-1].polygon
    if kind == "tiny":
        column, row = np.floor(numbers.uniform((0, 0), (draw.width, draw.height))) + 0.1
        return shapely.box(column, row, column + 0.2, row + 0.2)
    if kind == "far away":
        return shapely.affinity.translate(shapely.box(0, 0, 9, 9), 50 * draw.width, 0)
    polygons = shape_of(kind if kind != "a copy" else "triangle", draw.width, draw.height, numbers)
    if len(polygons) == 1:
        return polygons[0]
    return shapely.MultiPolygon(polygons) if shapely.MultiPolygon(polygons).is_valid else polygons[0]


def _placed(row: Row, place: Place, target: osr.SpatialReference) -> shapely.Geometry | None:
    if row.geometry is None:
        return None

    def coordinates(points: np.ndarray) -> np.ndarray:
        x, y = transformed(place.reference, target, *place.coordinates(points[:, 0], points[:, 1]))
        if target.IsGeographic():
            x = x - 360.0 * np.round(x / 360.0)  # as they are drawn: from -180 to 180
        if row.bad is not None:
            y = np.where(np.arange(len(y)) == 1, row.bad, y)
        return np.column_stack([x, y])

    return shapely.transform(row.geometry, coordinates)
