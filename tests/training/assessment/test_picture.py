"""The demo's picture: image, labels and map side by side."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from PIL import Image

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.core.rasters.raster_file import create_raster
from paddy_segmenter.core.tiles import Window
from training.assessment.picture import GAP, LINE, WIDTH, draw_side_by_side

CLASSES = (LegendClass(1, "paddy", (232, 214, 92)), LegendClass(4, "water", (60, 120, 200)))
SIDE = 64


def grid_of(side: int) -> Grid:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32750)
    return Grid(side, side, (200_000.0, 1.5, 0.0, 9_668_000.0, 0.0, -1.5), crs.ExportToWkt())


def write_classes(path: Path, left: int, right: int, side: int = SIDE) -> str:
    values = np.full((side, side), left, np.uint8)
    values[:, side // 2 :] = right
    with create_raster(str(path), grid_of(side), np.uint8, 255) as file:
        write_legend(file.band, CLASSES)
        file.write(Window(0, 0, side, side), values)
    return str(path)


def write_image(path: Path, side: int = SIDE) -> str:
    """Bands blue, green, red, near infrared: brighter to the right in red, to the left in blue; the last column has no data."""
    ramp = np.linspace(100, 900, side).astype(np.uint16) * np.ones((side, 1), np.uint16)
    bands = np.stack([ramp[:, ::-1], np.full_like(ramp, 500), ramp, ramp])
    bands[:, :, -1] = 0
    with create_raster(str(path), grid_of(side), np.uint16, 0, 4) as file:
        colours = (gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand, gdal.GCI_Undefined)
        for number, colour in enumerate(colours, 1):
            file.dataset.GetRasterBand(number).SetColorInterpretation(colour)
        file.write(Window(0, 0, side, side), bands)
    return str(path)


def panel(picture: Image.Image, number: int, side: int, row: float, column: float) -> tuple[int, ...]:
    """Returns a pixel of a panel; row and column in 0..1 of its side."""
    return picture.getpixel((GAP + number * (side + GAP) + int(column * side), LINE + int(row * side)))


@pytest.fixture
def picture(tmp_path: Path) -> Image.Image:
    labels = write_classes(tmp_path / "labels.tif", 1, 4)
    mapped = write_classes(tmp_path / "map.tif", 4, 255)
    draw_side_by_side(write_image(tmp_path / "image.tif"), labels, mapped, str(tmp_path / "picture.png"))
    return Image.open(tmp_path / "picture.png")


def test_classes_have_the_colours_of_their_legends_and_no_data_is_white(picture: Image.Image) -> None:
    seen = [panel(picture, number, SIDE, 0.5, column) for number in (1, 2) for column in (0.25, 0.75)]
    assert seen == [(232, 214, 92), (60, 120, 200), (60, 120, 200), (255, 255, 255)]


def test_an_image_is_shown_in_natural_colours_whatever_the_order_of_its_bands(picture: Image.Image) -> None:
    west, east, nothing = (panel(picture, 0, SIDE, 0.5, column) for column in (0.1, 0.9, 0.999))
    assert west[2] > 200 > 60 > west[0]
    assert east[0] > 200 > 60 > east[2]
    assert nothing == (255, 255, 255)


def test_a_large_raster_is_made_smaller_without_new_colours(tmp_path: Path) -> None:
    side = 3 * WIDTH
    labels = write_classes(tmp_path / "labels.tif", 1, 4, side)
    draw_side_by_side(write_image(tmp_path / "image.tif", side), labels, labels, str(tmp_path / "picture.png"))
    small = Image.open(tmp_path / "picture.png")
    assert small.width == 3 * WIDTH + 4 * GAP
    assert {panel(small, 1, WIDTH, 0.5, place / 100) for place in range(100)} == {(232, 214, 92), (60, 120, 200)}
