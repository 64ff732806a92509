"""The rasters of a draw: where their pixels lie, which of them have data, and what a network sees of them."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from tests.core.mapping.oracle.places import Place

from .draw import PLACES, Draw

gdal.UseExceptions()

Mask = npt.NDArray[np.bool_]
BANDS = 2
SCALE, OFFSET = 1e-4, -0.1
NODATA = 9999
TURN = math.radians(20)


@dataclass(frozen=True)
class Scene:
    """A raster at a place, its values (bands, H, W) as they are learnt, and which pixels (H, W) have data."""

    path: str
    place: Place
    values: npt.NDArray[np.float64]
    valid: Mask


def scenes_of(draw: Draw, folder: Path) -> list[Scene]:
    """Writes the rasters of a draw, which lie side by side."""
    numbers = np.random.default_rng((draw.seed, 1))
    return [_write(draw, number, numbers, folder) for number in range(draw.rasters)]


def _write(draw: Draw, number: int, numbers: np.random.Generator, folder: Path) -> Scene:
    crs, left, top, side = PLACES[draw.place]
    turn = TURN if draw.is_turned else 0.0
    across, down = side * math.cos(turn), side * math.sin(turn)
    shift = number * draw.width / 2
    place = Place(crs, (left + shift * across, across, down, top + shift * down, down, -across))

    stored = numbers.integers(1, 4000, (BANDS, draw.height, draw.width)).astype(np.float64)
    valid = np.ones((draw.height, draw.width), np.bool_)
    if draw.hidden_by != "nothing":
        row, column = numbers.integers(0, (draw.height, draw.width))
        valid[row : row + draw.height // 2, column : column + draw.width // 2] = False

    path = str(folder / f"image{number}.tif")
    bands = BANDS + (draw.hidden_by == "alpha")
    kind = gdal.GDT_Float32 if draw.hidden_by == "NaN" else gdal.GDT_UInt16
    dataset = gdal.GetDriverByName("GTiff").Create(path, draw.width, draw.height, bands, kind, ["ALPHA=NO"])
    dataset.SetGeoTransform(place.transform)
    dataset.SetSpatialRef(place.reference)
    filler = {"nodata": NODATA, "NaN": np.nan}.get(draw.hidden_by, 5.0)
    for band, layer in enumerate(np.where(valid, stored, filler), 1):
        dataset.GetRasterBand(band).WriteArray(layer)
        if draw.hidden_by == "nodata":
            dataset.GetRasterBand(band).SetNoDataValue(NODATA)
        if draw.is_scaled:
            dataset.GetRasterBand(band).SetScale(SCALE)
            dataset.GetRasterBand(band).SetOffset(OFFSET)
    if draw.hidden_by == "alpha":
        dataset.GetRasterBand(bands).SetColorInterpretation(gdal.GCI_AlphaBand)
        dataset.GetRasterBand(bands).WriteArray(np.where(valid, 65_535, 0))
    if draw.hidden_by == "mask":
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(valid, 255, 0).astype(np.uint8))
    del dataset
    return Scene(path, place, stored * SCALE + OFFSET if draw.is_scaled else stored, valid)
