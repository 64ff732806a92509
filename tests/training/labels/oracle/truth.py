"""What must be learnt: the class of each pixel of a raster by shapely, or by the value of the label pixel that its centre lies in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from tests.core.mapping.oracle.places import Place, transformed

from .scene import Mask, Scene

TIE = 5e-3  # of a pixel: nearer to an edge rounding may decide
CIRCLES = {"EPSG:4326": 360.0, "EPSG:3857": 40_075_016.685578488}
UNLABELLED, BACKGROUND = "", "background"

Names = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Shape:
    """A polygon in pixels of the first raster, and the name of its class: None where it has none, UNLABELLED where it is ignored."""

    polygon: shapely.Geometry
    name: str | None
    is_left_out: bool = False


@dataclass(frozen=True)
class Answer:
    """The names (H, W) of classes, UNLABELLED where there is none, and where they are beyond doubt (H, W)."""

    names: Names
    is_certain: Mask


def centres_in(scene: Scene, place: Place) -> npt.NDArray[np.float64]:
    """Returns columns and rows (H, W, 2) of a scene's pixel centres in the pixels of another place in the same CRS."""
    height, width = scene.valid.shape
    rows, columns = np.mgrid[:height, :width] + 0.5
    return np.stack(place.pixels(*scene.place.coordinates(columns, rows)), axis=-1)


def burnt(shapes: Sequence[Shape], areas: Sequence[shapely.Geometry] | None, points: npt.NDArray[np.float64],
          nothing: str) -> Answer:  # fmt: skip
    """Returns the names at points (H, W, 2), `nothing` where no polygon lies; the last polygon counts."""
    centres = shapely.points(points)
    names = np.full(centres.shape, nothing, object)
    distance = np.full(centres.shape, np.inf)
    for shape in shapes:
        if shape.name is None or shape.is_left_out:
            continue
        polygon = shapely.make_valid(shape.polygon)
        names[shapely.contains(polygon, centres)] = shape.name
        distance = np.minimum(distance, shapely.distance(polygon.boundary, centres))

    if areas is not None:
        inside = np.zeros(centres.shape, np.bool_)
        for area in areas:
            inside |= shapely.contains(area, centres)
            distance = np.minimum(distance, shapely.distance(area.boundary, centres))
        names[~inside] = UNLABELLED
    return Answer(names, distance > TIE)


def sampled(values: Names, points: npt.NDArray[np.float64], nothing: str) -> Answer:
    """Returns the names at points (H, W, 2) in pixels of values (H, W), `nothing` beyond them."""
    height, width = values.shape
    columns, rows = np.floor(points).astype(np.int64).transpose(2, 0, 1)
    is_on = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
    names = np.full(columns.shape, nothing, object)
    names[is_on] = values[rows[is_on], columns[is_on]]
    return Answer(names, (abs(points - np.round(points)) > TIE).all(axis=-1))


def centres_on(scene: Scene, place: Place) -> npt.NDArray[np.float64]:
    """Returns columns and rows (H, W, 2) of a scene's pixel centres in the pixels of a place in any CRS."""
    height, width = scene.valid.shape
    rows, columns = np.mgrid[:height, :width] + 0.5
    x, y = scene.place.coordinates(columns.ravel(), rows.ravel())
    x, y = transformed(scene.place.reference, place.reference, x, y)
    circle = CIRCLES.get(place.crs)
    if circle is not None:
        x = x - circle * np.round((x - place.transform[0]) / circle)
    return np.stack([each.reshape(height, width) for each in place.pixels(x, y)], axis=-1)
