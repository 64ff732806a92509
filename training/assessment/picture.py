"""An image, its labels and its map side by side as one picture, to see at a glance what a model has learnt."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from osgeo import gdal
from PIL import Image, ImageDraw, ImageFont

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import read_legend
from paddy_segmenter.core.rasters.opening import open_raster

from .panels import Pixels, measure_limits, natural_bands, paint, stretch

WIDTH = 600  # of a panel in pixels, at the most
GAP = 16
LETTERS = 2  # times the size of Pillow's own font, which is there on every machine
LINE = LETTERS * 11 + GAP  # height of a line of such letters and the space around it


def draw_side_by_side(image: str, labels: str, mapped: str, output: str) -> None:
    """Writes a PNG with the image in natural colours and two class rasters in the colours of their legends.

    The three rasters show the same ground; the class rasters carry names and colours. Pixels without data are white.
    """
    panels = {"image": _photograph(image), "labels": _classes(labels), "map": _classes(mapped)}
    height, width = panels["image"].shape[:2]
    picture = Image.new("RGB", (3 * width + 4 * GAP, height + 2 * LINE + GAP), "white")
    for place, (caption, panel) in enumerate(panels.items()):
        left = GAP + place * (width + GAP)
        picture.paste(_words(caption), (left, GAP // 2))
        picture.paste(Image.fromarray(panel), (left, LINE))
    _draw_legend(picture, read_legend(mapped).values(), LINE + height + GAP)
    picture.save(output)


def _draw_legend(picture: Image.Image, classes: Iterable[LegendClass], top: int) -> None:
    left = GAP
    for each in classes:
        name = _words(each.name)
        picture.paste(each.colour, (left, top, left + name.height, top + name.height))
        picture.paste(name, (left + name.height + GAP // 2, top))
        left += name.height + name.width + 2 * GAP


def _photograph(path: str) -> Pixels:
    """Returns the red, green and blue bands, or the first ones, stretched to (H, W, 3)."""
    dataset = open_raster(path)
    bands = [_values(dataset, band, gdal.GRIORA_Average) for band in natural_bands(dataset)]
    return np.dstack([stretch(values, valid, measure_limits(values[valid])) for values, valid in bands])


def _classes(path: str) -> Pixels:
    values, _ = _values(open_raster(path), 1, gdal.GRIORA_NearestNeighbour)
    return paint(values, {value: each.colour for value, each in read_legend(path).items()})


def _values(
    dataset: gdal.Dataset, number: int, resampling: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Returns a band and where it has data, both (H, W) and at the most WIDTH wide."""
    width = min(WIDTH, dataset.RasterXSize)
    height = max(1, round(dataset.RasterYSize * width / dataset.RasterXSize))
    band = dataset.GetRasterBand(number)
    values = band.ReadAsArray(buf_xsize=width, buf_ysize=height, buf_type=gdal.GDT_Float64, resample_alg=resampling)
    return values, band.GetMaskBand().ReadAsArray(buf_xsize=width, buf_ysize=height) > 0


def _words(text: str) -> Image.Image:
    font = ImageFont.load_default()
    right, bottom = font.getbbox(text)[2:]
    words = Image.new("RGB", (round(right), round(bottom)), "white")
    ImageDraw.Draw(words).text((0, 0), text, fill="black", font=font)
    return words.resize((words.width * LETTERS, words.height * LETTERS))
