"""The pixels of an export, without a raster where possible."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsRasterLayer,
    QgsRectangle,
)

from paddy_segmenter.algorithms.export_grid import ExportGrid, metric_grid, own_grid
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP

MERCATOR, UTM_50S = "EPSG:3857", "EPSG:32750"


def crs(name: str) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(name)


def seen_from(name: str, box: QgsRectangle, source: str = UTM_50S) -> QgsRectangle:
    transform = QgsCoordinateTransform(crs(source), crs(name), QgsCoordinateTransformContext())
    return transform.transformBoundingBox(box)


def metric(box: QgsRectangle, name: str = MERCATOR, gsd: float = 1.5) -> ExportGrid:
    return metric_grid(box, crs(name), gsd, QgsCoordinateTransformContext())


@pytest.fixture
def source(write_raster: Callable[..., str]) -> QgsRasterLayer:
    return QgsRasterLayer(write_raster("image.tif", np.ones((1, 50, 70), np.uint8), gsd=1.5))


@pytest.mark.parametrize(
    ("wanted", "left", "top", "width", "height"),
    [
        ((0, -75, 105, 0), 0, 0, 70, 50),  # all of it
        ((-999, -999, 999, 999), 0, 0, 70, 50),  # more
        ((15, -45, 30, -30), 10, 20, 10, 10),  # on the edges of pixels
        ((15.1, -44.9, 29.9, -30.1), 10, 20, 10, 10),  # pixels that are touched
        ((90, -999, 999, -60), 60, 40, 10, 10),  # over the edge
    ],
)
def test_a_raster_with_pixels_keeps_them(
    source: QgsRasterLayer, wanted: tuple[float, ...], left: int, top: int, width: int, height: int
) -> None:
    box = QgsRectangle(LEFT + wanted[0], TOP + wanted[1], LEFT + wanted[2], TOP + wanted[3])
    grid = own_grid(source.dataProvider(), box, source.crs())
    assert (grid.width, grid.height) == (width, height)
    assert (grid.extent.xMinimum(), grid.extent.yMaximum()) == (LEFT + 1.5 * left, TOP - 1.5 * top)
    assert (grid.extent.width(), grid.extent.height()) == (1.5 * width, 1.5 * height)


def test_an_extent_beside_the_raster_is_refused(source: QgsRasterLayer) -> None:
    beside = QgsRectangle(LEFT + 106, TOP - 75, LEFT + 200, TOP)
    with pytest.raises(InputError, match="the extent lies beside the raster: choose one that overlaps it"):
        own_grid(source.dataProvider(), beside, source.crs())


@pytest.mark.parametrize("northing", [9_670_000, 6_000_000])  # at 36 degrees a metre of Web Mercator is 0.81 m
def test_metres_of_a_drawn_raster_are_metres_on_the_ground(northing: float) -> None:
    box = QgsRectangle(400_000, northing, 400_600, northing + 300)
    grid = metric(seen_from(MERCATOR, box))
    assert grid.crs.authid() == UTM_50S
    assert grid.extent.width() / grid.width == pytest.approx(1.5, rel=1e-12)
    assert grid.extent.height() / grid.height == pytest.approx(1.5, rel=1e-12)
    assert 400 <= grid.width <= 420  # the box, and what its corners gain on the way through another CRS
    assert 200 <= grid.height <= 220


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [(-180, 1, 32601), (-0.5, 1, 32630), (0.5, -1, 32731), (119.9, -3, 32750), (120.1, 3, 32651), (179.5, 3, 32660)],
)
def test_the_zone_is_that_of_the_centre(longitude: float, latitude: float, code: int) -> None:
    box = QgsRectangle(longitude, latitude, longitude + 0.001, latitude + 0.001)
    assert metric(box, "EPSG:4326").crs.authid() == f"EPSG:{code}"


def test_the_world_is_too_large_and_its_pixels_are_told() -> None:
    half = math.pi * 6_378_137
    with pytest.raises(InputError, match=r"are \d{9,} million pixels, the most is 400 million: give a smaller extent"):
        metric(QgsRectangle(-half, -half, half, half))


@pytest.mark.parametrize(("name", "northing"), [(UTM_50S, 9_600_000), ("EPSG:32650", 6_650_000)])  # 4 and 60 degrees
def test_the_largest_export_is_some_twenty_thousand_pixels_square(name: str, northing: float) -> None:
    box = QgsRectangle(485_500, northing, 514_500, northing + 29_000)
    assert metric(box, name).width == pytest.approx(29_000 / 1.5, abs=1)
    with pytest.raises(InputError, match="million pixels"):
        metric(box, name, 1.4)


def test_ground_that_is_not_on_the_Earth_is_refused() -> None:
    with pytest.raises(InputError, match=r"the extent .* choose another"):
        metric(QgsRectangle(0, 100, 1, 101), "EPSG:4326")
