"""The practice scene: a synthetic SPOT-6 like image of tidal paddy land near Pangkuh, Kapuas, Central Kalimantan, with its labels."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal, osr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.core.rasters.raster_file import RasterFile, create_raster
from paddy_segmenter.core.rasters.style import write_class_style, write_picture_style
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import SceneJob

from .label_layer import create_label_layer
from .landscape import Cover, lay_out
from .sensor import add_haze, blur, digitise
from .surfaces import paint

CLASSES = (
    LegendClass(Cover.PADDY.value, "paddy", (232, 214, 92)),
    LegendClass(Cover.TREES.value, "trees", (24, 110, 50)),
    LegendClass(Cover.VILLAGE.value, "village", (214, 60, 50)),
    LegendClass(Cover.WATER.value, "water", (60, 120, 200)),
    LegendClass(Cover.OTHER.value, "other land", (190, 170, 140)),
)
BANDS = {
    "blue": gdal.GCI_BlueBand,
    "green": gdal.GCI_GreenBand,
    "red": gdal.GCI_RedBand,
    "near infrared": gdal.GCI_Undefined,
}
PICTURE = {"red": (3, 260, 650), "green": (2, 350, 640), "blue": (1, 300, 550)}  # what the sensor sees of most ground
WEST, NORTH, EPSG = 199_860.0, 9_668_040.0, 32750  # upper left corner in UTM zone 50 south
NODATA, UNLABELLED = 0, 255
SHEET = 1024  # side of the squares that are computed, polygonised and written together, a whole number of blocks
ROWS = 32  # rows of a sheet that are computed at once, within about a second at any GSD, so that cancelling is quick
COARSE = 2.5  # metres; larger pixels are averaged from samples

Image = npt.NDArray[np.uint16]
Classes = npt.NDArray[np.uint8]


def create_scene(job: SceneJob, report: Reporter) -> dict[str, Any]:
    """Writes the image and the labels that the job asks for and returns their paths by the job's field names.

    The files are written sheet by sheet: memory does not grow with the scene. Raises OutputError where a file cannot be
    written and Cancelled where the user stops the job; then none of the files exists.
    """
    with ExitStack() as files:
        image_file = files.enter_context(_open_image(job))
        class_file = files.enter_context(_open_classes(job)) if job.label_raster else None
        layer = files.enter_context(create_label_layer(job.labels, _grid(job), CLASSES)) if job.labels else None
        for sheet in _sheets(job):
            image, classes = _render_sheet(job, sheet, report)
            image_file.write(sheet, image)
            if class_file:
                class_file.write(sheet, classes)
            if layer:
                layer.add(sheet, classes)
        report.progress(1.0, "closing the files")
    write_picture_style(job.output, PICTURE)
    if job.label_raster:
        write_class_style(job.label_raster, CLASSES)
    return {name: getattr(job, name) for name in job.outputs if getattr(job, name)}


def render(job: SceneJob, window: Window) -> tuple[Image, Classes]:
    """Returns the image (4, H, W) and the classes (H, W) in a window of the scene; they do not depend on the window."""
    samples = 3 if job.gsd > COARSE else 1
    x = WEST + _sample_positions(window.column, window.width, samples) * job.gsd
    y = NORTH - _sample_positions(window.row, window.height, samples)[:, np.newaxis] * job.gsd
    terrain = lay_out(x, y, job.seed)
    colours = add_haze(paint(terrain, job.seed), x, y, job.seed)
    colours = colours.reshape(4, window.height + 2, samples, window.width + 2, samples).mean(axis=(2, 4))
    image = digitise(blur(colours), window.row, window.column, job.seed)
    middle = slice(samples + samples // 2, -samples, samples)
    classes = terrain.cover[middle, middle].copy()
    beyond = _is_beyond_swath(job, window)
    image[:, beyond], classes[beyond] = NODATA, UNLABELLED
    return image, classes


def _sample_positions(first: int, count: int, samples: int) -> npt.NDArray[np.float64]:
    """Returns where samples lie on an axis, in pixels, for `count` pixels and one more on each side for the blur."""
    steps = np.arange((first - 1) * samples, (first + count + 1) * samples)
    return (steps + 0.5) / samples


def _is_beyond_swath(job: SceneJob, window: Window) -> npt.NDArray[np.bool_]:
    """The swath's western edge leans, as a descending orbit's does, and leaves a wedge of the upper left without data."""
    rows = np.arange(window.row, window.bottom)[:, np.newaxis] / job.height
    columns = np.arange(window.column, window.right) / job.width
    return columns < 0.09 * (1 - rows / 0.8)


def _render_sheet(job: SceneJob, sheet: Window, report: Reporter) -> tuple[Image, Classes]:
    image = np.empty((len(BANDS), sheet.height, sheet.width), np.uint16)
    classes = np.empty((sheet.height, sheet.width), np.uint8)
    for row in range(0, sheet.height, ROWS):
        report.progress(_share_before(job, sheet, row), "growing the landscape")
        part = slice(row, min(row + ROWS, sheet.height))
        image[:, part], classes[part] = render(job, Window(sheet.row + row, sheet.column, part.stop - row, sheet.width))
    return image, classes


def _share_before(job: SceneJob, sheet: Window, row: int) -> float:
    """Returns the share of the scene's pixels that come before a row of a sheet, counted from the sheet's upper edge."""
    return (sheet.row * job.width + sheet.column * sheet.height + row * sheet.width) / (job.width * job.height)


def _sheets(job: SceneJob) -> Iterator[Window]:
    for row in range(0, job.height, SHEET):
        for column in range(0, job.width, SHEET):
            yield Window(row, column, min(SHEET, job.height - row), min(SHEET, job.width - column))


def _grid(job: SceneJob) -> Grid:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(EPSG)
    return Grid(job.width, job.height, (WEST, job.gsd, 0.0, NORTH, 0.0, -job.gsd), crs.ExportToWkt())


@contextmanager
def _open_image(job: SceneJob) -> Iterator[RasterFile]:
    with create_raster(job.output, _grid(job), np.uint16, NODATA, len(BANDS)) as file:
        for number, (name, colour) in enumerate(BANDS.items(), 1):
            band = file.dataset.GetRasterBand(number)
            band.SetDescription(name)
            band.SetColorInterpretation(colour)
        yield file


@contextmanager
def _open_classes(job: SceneJob) -> Iterator[RasterFile]:
    with create_raster(job.label_raster, _grid(job), np.uint8, UNLABELLED) as file:
        write_legend(file.band, CLASSES)
        yield file
