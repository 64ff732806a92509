"""Class rasters of a draw, and the names of their values."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from tests.core.mapping.oracle.places import Place, reference_of, transformed

from .draw import IGNORED, NUMBERS, Draw
from .layers import CODES, MERGED
from .scene import Scene
from .truth import CIRCLES, UNLABELLED, Names

OFF = 0.3137  # of a pixel by which label pixels lie beside those of the raster
NAMED = 11  # values from 0 that have names


@dataclass(frozen=True)
class Values:
    """A written class raster: where it lies, the names (H, W) of its values, None where it has none, and how the job reads it."""

    path: str
    place: Place
    names: Names
    value_map: tuple[str, ...]
    ignored: tuple[int, ...]


def values_of(draw: Draw, scene: Scene, folder: Path) -> Values:
    """Writes the class raster of a draw about a scene."""
    numbers = np.random.default_rng((draw.seed, 4))
    place = _place_about(draw, scene, numbers)
    height, width = int(draw.height * draw.finer) + 2, int(draw.width * draw.finer) + 2

    highest = {"uint8": 255, "int16": 701, "float32": 65_535}[draw.number_type]
    pool = np.array([number for number in NUMBERS if number <= highest])
    chosen = numbers.permutation(pool)[: numbers.integers(2, 5)]
    stored = numbers.choice(chosen, (height // 3 + 1, width // 3 + 1)).repeat(3, 0).repeat(3, 1)[:height, :width]
    hidden = numbers.random((height, width)) < 0.1
    ignored = (IGNORED,) if draw.has_ignored else ()
    value_map = (f"{chosen[0]}={MERGED}",) if draw.has_value_map else ()

    path = str(folder / "labels.tif")
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(draw.number_type).type)
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, kind)
    dataset.SetGeoTransform(place.transform)
    dataset.SetSpatialRef(place.reference)
    band = dataset.GetRasterBand(1)
    if draw.number_type == "float32":
        band.WriteArray(np.where(hidden, np.nan, stored))
    else:
        band.WriteArray(stored.astype(draw.number_type))
        hidden = stored == chosen[-1]
        band.SetNoDataValue(int(chosen[-1]))
    if draw.has_names:
        band.SetCategoryNames([f"named {value}" for value in range(NAMED)])
    del dataset, band

    def name_of(value: int) -> str:
        if value in ignored:
            return UNLABELLED
        if value == chosen[0] and value_map:
            return MERGED
        return f"named {value}" if draw.has_names and value < NAMED else f"class {value}"

    names = np.array([name_of(int(value)) for value in stored.ravel()], object).reshape(stored.shape)
    names[hidden] = None
    return Values(path, place, names, value_map, ignored)


def _place_about(draw: Draw, scene: Scene, numbers: np.random.Generator) -> Place:
    """Returns where the class raster lies: beside the scene's pixels in their CRS, or about as large in another one."""
    column, row = np.floor(numbers.uniform(-3, 3, 2)) + OFF
    if draw.labels_in == "the same":
        _, a, b, _, d, e = scene.place.transform
        left, top = (float(each) for each in scene.place.coordinates(np.array(column), np.array(row)))
        return Place(scene.place.crs, (left, a / draw.finer, b / draw.finer, top, d / draw.finer, e / draw.finer))

    target = CODES[draw.labels_in]
    corners = np.array([0.0, draw.width, 0.0, draw.width]), np.array([0.0, 0.0, draw.height, draw.height])
    x, y = transformed(scene.place.reference, reference_of(target), *scene.place.coordinates(*corners))
    circle = CIRCLES[target]
    x = x - circle * np.round((x - x[0]) / circle)
    side = float(np.ptp(x)) / draw.width
    left, top = float(x.min() + column * side), float(y.max() - row * side)
    return Place(target, (left, side / draw.finer, 0.0, top, 0.0, -side / draw.finer))
