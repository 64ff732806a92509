"""A raster as a model wants to see it, computed as it is read, and the map's way back to the raster's own grid."""

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import numpy.typing as npt
from osgeo import gdal, gdal_array, osr

from ..tiles import Window, panel_strips
from .gdal_settings import AS_THEY_ARE
from .grid import Grid, grid_of
from .memory_file import read_memory_file
from .nearest_data import fill_from_nearest
from .opening import open_raster
from .picked_bands import pick_bands
from .raster import LeftOut, Raster, Validity
from .raster_file import create_raster
from .view_grid import TURN_TOLERANCE, turn_of, view_grid

BLOCK = 512, 128  # GDAL's pixels of a warped block, width and height
BLOCK_MEMORY = 64 * 2**20  # bytes of source pixels that may be held for one block: GDAL takes them all at once
PANEL = 8192  # columns that are brought back at once, whole blocks of a GeoTIFF

Transform = tuple[float, float, float, float, float, float]


@contextmanager
def view_at(
    path: str,
    gsd: float,
    bands: tuple[int, ...] = (),
    aspect: float = 1.0,
    left_out: LeftOut | None = None,
    block: int = 0,
) -> Iterator[str]:
    """Yields the path of a view of the raster on `view_grid`; nothing is computed before it is read, it vanishes with the block.

    The view is float32 with NaN where the raster has no data: by nodata value, NaN, mask or alpha, and beyond it. Coarser pixels
    are means of the pixels with data in them, finer ones are bilinear. Its pixels do not depend on the windows that are read.

    Args:
        path: a raster with a CRS.
        gsd: the ground sample distance in metres.
        bands: numbers of the raster's bands that become the view's, counted from 1; empty: all but alpha. Names are kept.
        aspect: the height of the pixels over their width, on the ground.
        left_out: values that are no data, by the raster's band, beside those that it declares.
        block: side of the squares in pixels that are computed at once, a power of two; 0: larger ones, which suit a whole map.

    Raises:
        InputError: a band does not exist, or a raster in degrees is too wide for one UTM zone.
    """
    raster = Raster(path)
    raster.check_bands(bands)

    folder = f"/vsimem/view_{uuid4().hex}"
    view = f"{folder}/{raster.name}"
    gdal.Mkdir(folder, 0o700)
    try:
        grid = view_grid(raster.grid, gsd, aspect)
        chosen = pick_bands(raster, bands or raster.band_numbers, left_out or {}, f"{folder}/bands")
        _write_view(view, chosen, raster.grid, grid)
        _fit_blocks(view, chosen.RasterCount * (gsd / raster.grid.gsd) ** 2, block)
        yield view
    finally:
        gdal.RmdirRecursive(folder)


def back_on_grid(
    source: str,
    target: str,
    grid: Grid,
    resampling: str,
    overviews: str,
    valid: Callable[[Window], Validity],
    seen: Callable[[Window], Validity],
    told: Callable[[float], None],
) -> bool:
    """Writes a map that was made on a view onto the grid of the raster itself, strip by strip, with its names and colours.

    Returns whether any pixel has data.

    Args:
        source: a raster whose bands have one type and one nodata value, as those of a GeoTIFF.
        target: the GeoTIFF to create.
        grid: the raster's grid, in any CRS.
        resampling: GDAL's name of the method, see `way_back`.
        overviews: GDAL's name of the method for overviews.
        valid: returns where a window of the raster has data, (H, W); elsewhere the map gets nodata.
        seen: returns where a window of the view has data and was to be mapped, (H, W): pixels of the raster beyond get what
            the nearest ones hold.
        told: hears again and again which share (0..1) is done.
    """
    dataset = open_raster(source)  # kept: a band dies with its dataset
    band = dataset.GetRasterBand(1)
    is_any = False
    data_type, nodata = gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType), band.GetNoDataValue()

    with create_raster(target, grid, data_type, nodata, dataset.RasterCount) as file:
        _copy_legend(dataset, file.dataset)
        windows = [window for panel in panel_strips(grid.height, grid.width, PANEL) for window in panel]
        for number, window in enumerate(windows, 1):
            values = _warp_window(dataset, grid, window, resampling)
            has_data = valid(window)
            values[:, ~has_data] = nodata
            gaps = has_data & (values[0] == nodata)
            if gaps.any():
                fill_from_nearest(values, gaps, grid.part(window), dataset, seen)
            is_any = is_any or bool((values != nodata).any())
            file.write(window, values)
            told(number / len(windows))
        file.build_overviews(overviews)
    return is_any


def way_back(view: Grid, grid: Grid, classes: bool) -> str:
    """Returns the resampling that brings classes, or else amounts such as a confidence, from the view to the raster's grid."""
    # Where one grid is turned, GDAL's mode and average would look at the corners of a pixel and miss its middle.
    if grid.gsd > view.gsd and turn_of(grid) <= TURN_TOLERANCE:
        return "mode" if classes else "average"
    return "near" if classes else "bilinear"


def _write_view(path: str, chosen: gdal.Dataset, source: Grid, target: Grid) -> None:
    origin = _origin(source, target)
    chosen.SetGeoTransform(_seen_from(origin, source.transform))
    chosen.FlushCache()
    left, width, _, top, _, height = _seen_from(origin, target.transform)

    is_mean = target.gsd > source.gsd and turn_of(source) <= TURN_TOLERANCE
    box = left, top + height * target.height, left + width * target.width, top
    view = gdal.Warp(
        path,
        chosen,
        format="VRT",
        dstSRS=target.crs,
        outputBounds=box,
        width=target.width,
        height=target.height,
        outputType=gdal.GDT_Float32,
        dstNodata=math.nan,
        **_how("average" if is_mean else "bilinear", source, target),
    )

    view.SetGeoTransform(target.transform)
    view.FlushCache()


def _fit_blocks(view: str, samples: float, wanted: int) -> None:
    """Makes the blocks of a view smaller where that is wanted, or one pixel takes more samples of the raster than memory allows."""
    pixels = BLOCK_MEMORY / (4 * max(samples, 1e-9))
    pixels = min(pixels, wanted**2) if wanted else pixels
    if pixels >= math.prod(BLOCK):
        return
    side = 2 ** max(math.floor(math.log2(pixels) / 2), 0)
    gdal.FileFromMemBuffer(view, re.sub(rb"(<Block[XY]Size>)\d+", rb"\g<1>%d" % side, read_memory_file(view)))


def _warp_window(dataset: gdal.Dataset, grid: Grid, window: Window, resampling: str) -> npt.NDArray[Any]:
    """Returns the values (bands, H, W) of the dataset on a window of the grid, its nodata value where it has none."""
    here = grid_of(dataset)
    origin = _origin(here, grid)
    source = gdal.Translate("", dataset, format="VRT")
    source.SetGeoTransform(_seen_from(origin, here.transform))

    band = dataset.GetRasterBand(1)
    part = gdal.GetDriverByName("MEM").Create("", window.width, window.height, dataset.RasterCount, band.DataType)
    part.SetGeoTransform(_seen_from(origin, grid.part(window).transform))
    part.SetProjection(here.crs if _is_same_crs(here, grid) else grid.crs)  # two texts may tell of one CRS
    for number in range(1, dataset.RasterCount + 1):
        part.GetRasterBand(number).SetNoDataValue(band.GetNoDataValue())
        part.GetRasterBand(number).Fill(band.GetNoDataValue())

    gdal.Warp(part, source, **_how(resampling, here, grid))
    values = part.ReadAsArray()
    return values[None] if values.ndim == 2 else values  # type: ignore[no-any-return]


def _how(resampling: str, source: Grid, target: Grid) -> dict[str, Any]:
    """Returns the settings of gdal.Warp with which a pixel does not depend on the window that it is computed in."""
    # By itself GDAL measures the scale of each window anew, and takes overviews, which may be of nearest neighbours.
    scale = min(1.0, source.gsd / target.gsd)
    options = ["UNIFIED_SRC_NODATA=NO", f"XSCALE={scale}", f"YSCALE={scale}"]
    return {
        "resampleAlg": resampling,
        "errorThreshold": 0,
        "warpOptions": options,
        "overviewLevel": "NONE",
        "options": [AS_THEY_ARE],
    }


def _origin(first: Grid, second: Grid) -> tuple[float, float]:
    """Returns the point from which both grids are seen: the first one's corner, or 0, 0 where they differ in CRS."""
    # Coordinates of millions of metres leave rounding errors, for which GDAL takes a pixel's neighbour into its mean.
    if not _is_same_crs(first, second):
        return 0.0, 0.0
    return first.transform[0], first.transform[3]


def _is_same_crs(first: Grid, second: Grid) -> bool:
    return bool(osr.SpatialReference(first.crs).IsSame(osr.SpatialReference(second.crs)))


def _seen_from(origin: tuple[float, float], transform: Transform) -> Transform:
    x0, a, b, y0, d, e = transform
    return x0 - origin[0], a, b, y0 - origin[1], d, e


def _copy_legend(source: gdal.Dataset, target: gdal.Dataset) -> None:
    target.SetMetadata(source.GetMetadata())
    for number in range(1, source.RasterCount + 1):
        band, copy = source.GetRasterBand(number), target.GetRasterBand(number)
        copy.SetDescription(band.GetDescription())
        if band.GetColorTable():
            copy.SetColorTable(band.GetColorTable())
            copy.SetCategoryNames(band.GetCategoryNames() or [])
            copy.SetDefaultRAT(band.GetDefaultRAT())
