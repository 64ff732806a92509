"""What the rasters of a segmentation must hold, pixel by pixel."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from .answers import is_looked_at, spread, steady
from .case import Case
from .places import Place, reference_of, transformed
from .scenes import Mask

PERCENTS_OFF = 1  # by rounding
SHARES_OFF = 2e-3
SIDE_OFF = 0.05  # of the model's ground sample distance: that of a projection of a country is taken as it says
FULL_CIRCLE = 360.0  # degrees
EDGE = 0.05  # of a pixel, in which two ways from one CRS to another may differ


class Wrong(AssertionError):
    """A map is not what it must be."""


def demand(kept: bool, sentence: str) -> None:
    """Raises Wrong where something is not kept."""
    if not kept:
        raise Wrong(sentence)


def demand_none(off: Mask, sentence: str) -> None:
    """Raises Wrong where pixels are off."""
    if off.any():
        row, column = np.argwhere(off)[0]
        raise Wrong(f"{sentence}: {off.sum()} pixels, the first in row {row}, column {column}")


def check_own_grid(case: Case, paths: dict[str, str]) -> int:
    """Compares maps on the raster's own grid. Returns how many pixels had a class that was known."""
    answer, draw = case.answer, case.draw
    expected = answer.valid & answer.inside
    for name, path in paths.items():
        if name != "polygons":
            _check_grid(path, case)
            _check_validity(path, expected, answer.untied | ~answer.valid)

    is_seen_as_is = case.look.is_view is False and not draw.is_deep
    if is_seen_as_is:
        sure = answer.certain
    else:
        sure = steady(draw, case.declared, answer, _reach(case)) & is_looked_at(case.declared, draw.order, case.look)
    if draw.is_deep:  # its cells see the mean of the training where there is no data, as beyond a raster in a view
        sure &= spread(answer.valid, _reach(case), np.logical_and, case.look.is_view is False)
    known: Mask = sure & expected & answer.untied
    found = gdal.Open(paths["output"]).ReadAsArray()
    off = known & (found != _values(case))
    demand_none(off, f"the class is wrong among {known.sum()} that are known")
    if is_seen_as_is:
        _check_shares(case, expected & answer.untied, paths)
    return int(known.sum())


def check_models_grid(case: Case, paths: dict[str, str]) -> int:
    """Compares the map on the grid of the model. Returns how many pixels had a class that was known."""
    draw, answer, reach = case.draw, case.answer, _reach(case)
    found, nodata = _read(paths["output"])
    across, down = _centres_on_raster(paths["output"], case)
    on_raster = (across > EDGE) & (down > EDGE) & (across < draw.width - EDGE) & (down < draw.height - EDGE)
    rows = np.clip(down, 0, draw.height - 1).astype(int)
    columns = np.clip(across, 0, draw.width - 1).astype(int)

    inside, untied = case.area.judge(across, down)
    near = spread(answer.valid, reach, np.logical_and, True)[rows, columns]
    far = ~spread(answer.valid, reach, np.logical_or, False)[rows, columns]
    known = on_raster & untied & (near | far)
    off = known & ((found[0] != nodata) != (inside & near))
    demand_none(off, "on the model's grid there is data where there should be none, or none where there should be")

    known &= inside & steady(draw, case.declared, answer, reach)[rows, columns]
    off = known & (found[0] != _values(case)[rows, columns])
    demand_none(off, f"on the model's grid the class is wrong among {known.sum()} that are known")
    return int(known.sum())


def _reach(case: Case) -> int:
    cells = 16 if case.draw.is_deep else 0  # of the network, that answers for some pixels together
    return case.look.reach + math.ceil(cells * max(1.0, case.draw.ratio))


def _values(case: Case) -> npt.NDArray[np.int64]:
    return np.array(case.model.values)[case.answer.labels]


def _check_grid(path: str, case: Case) -> None:
    dataset = gdal.Open(path)
    size = dataset.RasterXSize, dataset.RasterYSize
    demand(size == (case.draw.width, case.draw.height), f"{Path(path).name} has {size} pixels")
    corners = [np.array([0.0, case.draw.width]), np.array([0.0, case.draw.height])]
    here = Place("", dataset.GetGeoTransform()).coordinates(*corners)
    there = case.place.coordinates(*corners)
    off = np.abs(np.stack(case.place.pixels(*here)) - np.stack(case.place.pixels(*there))).max()
    demand(bool(off < EDGE / 10), f"{Path(path).name} is shifted by {off} pixels")
    demand(
        bool(dataset.GetSpatialRef().IsSame(gdal.Open(case.job.raster).GetSpatialRef())),
        f"{Path(path).name} has another CRS",
    )


def _check_validity(path: str, expected: Mask, compared: Mask) -> None:
    bands, nodata = _read(path)
    for number, band in enumerate(bands, 1):
        name = f"{Path(path).name}, band {number}"
        demand_none(compared & expected & (band == nodata), f"{name}: no data where there should be")
        demand_none(compared & ~expected & (band != nodata), f"{name}: data where there should be none")


def _check_shares(case: Case, known: Mask, paths: dict[str, str]) -> None:
    """Compares probabilities and confidence where every pixel is known by itself."""
    shares = case.answer.probabilities
    if "confidence" in paths:
        off = known & (np.abs(_read(paths["confidence"])[0][0] - 100 * shares.max(axis=0)) > PERCENTS_OFF)
        demand_none(off, "the confidence is wrong")
    if "probabilities" in paths:
        is_float = case.draw.probability_type == "float32"
        whole, allowed = (1, SHARES_OFF) if is_float else (100, PERCENTS_OFF)
        off = known & (np.abs(_read(paths["probabilities"])[0] - whole * shares) > allowed).any(axis=0)
        demand_none(off, "the probabilities are wrong")


def _centres_on_raster(path: str, case: Case) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Returns where the pixels of a map lie on the raster, columns and rows (H, W). Checks that both cover the same ground."""
    dataset = gdal.Open(path)
    here = Place(dataset.GetSpatialRef().ExportToWkt(["FORMAT=WKT2"]), dataset.GetGeoTransform())
    height, width = dataset.RasterYSize, dataset.RasterXSize
    column, row = here.steps(width, height)
    side = math.sqrt(abs(column.real * row.imag - column.imag * row.real))
    wanted = case.look.gsd * case.draw.ratio
    demand(abs(side / wanted - 1) < SIDE_OFF, f"the model's grid has {side:g} m instead of {wanted:g}")

    rows, columns = np.mgrid[:height, :width] + 0.5
    x, y = here.coordinates(columns.ravel(), rows.ravel())
    if not case.place.reference.IsLocal():
        x, y = transformed(reference_of(here.crs), case.place.reference, x, y)
    if case.place.reference.IsGeographic():  # as the raster counts, beyond 180 too
        x = x - FULL_CIRCLE * np.round((x - case.place.transform[0]) / FULL_CIRCLE)
    across, down = case.place.pixels(x, y)
    for corner in ((0, 0), (case.draw.width, case.draw.height), (0, case.draw.height), (case.draw.width, 0)):
        nearest = np.hypot(across - corner[0], down - corner[1]).min()
        demand(bool(nearest <= case.look.reach), f"the model's grid is {nearest:g} pixels away from a corner")
    return across.reshape(height, width), down.reshape(height, width)


def _read(path: str) -> tuple[npt.NDArray[np.generic], float]:
    """Returns the bands (bands, H, W) of a raster and its nodata value."""
    dataset = gdal.Open(path)
    values = dataset.ReadAsArray()
    return values[None] if values.ndim == 2 else values, dataset.GetRasterBand(1).GetNoDataValue()
