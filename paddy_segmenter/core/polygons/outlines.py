"""The patches of a class raster as outlines in pixel coordinates, which are whole numbers and so stay exact."""

import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr

from ..rasters.gdal_errors import told_as_output_error, unheard
from ..rasters.grid import Grid

gdal.UseExceptions()
ogr.UseExceptions()

Told = Callable[[float], None]
# Each (N, 2), x and y, the last point again the first; the first ring is the outer one.
Rings = list[npt.NDArray[np.float64]]

# One thread: with several, GDAL 3.6 hangs where blocks are read again that it has not yet compressed.
CREATION = ("TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER")
CONNECTEDNESS = 4  # patches that touch at a corner only are two
LARGEST_THRESHOLD = 2**31 - 1  # pixels, as GDAL's sieve counts them
POLYGON, LITTLE_ENDIAN = 3, 1  # in well-known binary


@dataclass(frozen=True)
class Outline:
    """A patch: its class value and its rings as columns and rows, counted from the raster's upper left corner."""

    value: int
    rings: Rings

    @property
    def points(self) -> int:
        return sum(map(len, self.rings))


class Outlines:
    """The outlines that `trace_outlines` found, read from their file anew each time."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Outline]:
        dataset = gdal.OpenEx(self._path, gdal.OF_VECTOR)  # kept: a layer dies with its dataset
        for feature in dataset.GetLayer(0):
            yield Outline(feature.GetField(0), rings_of(bytes(feature.GetGeometryRef().ExportToWkb(ogr.wkbNDR))))

    def __len__(self) -> int:
        dataset = gdal.OpenEx(self._path, gdal.OF_VECTOR)
        return int(dataset.GetLayer(0).GetFeatureCount())

    def batches(self, points: int = 1_000_000) -> Iterator[list[Outline]]:
        """Yields all outlines in their order, in lists of `points` points or little more than that."""
        batch, held = list[Outline](), 0
        for outline in self:
            batch.append(outline)
            held += outline.points
            if held >= points:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch


def trace_outlines(class_map: str, minimum_pixels: int, folder: Path, told: Told) -> Outlines:
    """Outlines the patches of a class GeoTIFF, its nodata left out, after merging those of fewer than `minimum_pixels`.

    Files that are needed on the way lie in `folder`. Raises OutputError where these cannot be written, and what `told` raises.
    """
    pixels = gdal.OpenEx(class_map, gdal.OF_RASTER, open_options=["GEOREF_SOURCES=NONE"])
    patches, path = pixels, str(folder / "outlines.gpkg")
    with told_as_output_error(path):
        if minimum_pixels > 1:
            patches = _merge_small(pixels, minimum_pixels, str(folder / "patches.tif"), lambda share: told(share / 2))
        try:
            with _stoppable(lambda share: told((1 + share) / 2)) as progress:
                _polygonize(patches, pixels, path, progress)
        finally:
            with unheard():
                patches = None
    return Outlines(path)


def _merge_small(pixels: gdal.Dataset, minimum: int, path: str, told: Told) -> gdal.Dataset:
    size = pixels.RasterXSize, pixels.RasterYSize
    source = pixels.GetRasterBand(1)
    merged = gdal.GetDriverByName("GTiff").Create(path, *size, 1, source.DataType, list(CREATION))
    target, levels = merged.GetRasterBand(1), sieve_levels(min(minimum, size[0] * size[1], LARGEST_THRESHOLD))
    mask = pixels.GetRasterBand(1).GetMaskBand()
    for index, threshold in enumerate(levels):
        with _stoppable(lambda share, done=index: told((done + share) / len(levels))) as progress:  # type: ignore[misc]
            gdal.SieveFilter(source, mask, target, threshold, CONNECTEDNESS, callback=progress)
        source = target
    return merged


def sieve_levels(minimum: int) -> list[int]:
    """Returns the thresholds 2, 4, 8 ... `minimum`.

    The sieve merges a patch only into a neighbour that reaches the threshold itself. Speckle has no such neighbour, unless it has
    been merged with a lower threshold before.
    """
    return [*(2**power for power in range(1, (minimum - 1).bit_length())), minimum]


def _polygonize(patches: gdal.Dataset, pixels: gdal.Dataset, path: str, progress: Callable[..., int]) -> None:
    target = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    layer = target.CreateLayer("outlines", None, ogr.wkbPolygon, ["SPATIAL_INDEX=NO"])
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    target.StartTransaction()
    # The map's own mask: a merged patch never becomes nodata, but GDAL promises nothing for the pixels that were.
    mask = pixels.GetRasterBand(1).GetMaskBand()
    try:
        gdal.Polygonize(patches.GetRasterBand(1), mask, layer, 0, callback=progress)
        target.CommitTransaction()
    finally:
        with unheard():  # an error would keep the file open, while its folder vanishes
            layer = None
            target = None


@contextmanager
def _stoppable(told: Told) -> Iterator[Callable[..., int]]:
    """Yields a progress callback for GDAL; what `told` raises, or a signal, stops GDAL and is raised when the block ends."""
    raised: list[BaseException] = []

    def progress(share: float, _text: str, _data: object) -> int:
        try:
            told(share)
        except BaseException as error:  # noqa: BLE001  raised again when GDAL has stopped
            raised.append(error)
        return not raised

    def keep(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        raised.append(error)

    # Ctrl-C may be raised before the callback's first line: GDAL stops then, and prints what the callback raised.
    hook, sys.excepthook = sys.excepthook, keep
    try:
        yield progress
    except RuntimeError:
        if not raised:
            raise
    finally:
        sys.excepthook = hook
    if raised:
        raise raised[0]


def on_the_ground(rings: Rings, grid: Grid) -> Rings:
    """Returns rings in pixel coordinates as ones in the grid's CRS; the same corner always gets the same coordinates."""
    left, a, b, top, d, e = grid.transform
    return [np.array([left, top]) + ring[:, :1] * np.array([a, d]) + ring[:, 1:] * np.array([b, e]) for ring in rings]


def rings_of(polygon: bytes) -> Rings:
    """Returns the rings of a polygon in little-endian well-known binary."""
    rings, place = [], 9
    for _ in range(struct.unpack_from("<I", polygon, 5)[0]):
        (count,) = struct.unpack_from("<I", polygon, place)
        rings.append(np.frombuffer(polygon, "<f8", 2 * count, place + 4).reshape(count, 2))
        place += 4 + 16 * count
    return rings


def binary_of(rings: Rings) -> bytes:
    """Returns a polygon in well-known binary."""
    head = struct.pack("<BII", LITTLE_ENDIAN, POLYGON, len(rings))
    return head + b"".join(struct.pack("<I", len(ring)) + ring.astype("<f8").tobytes() for ring in rings)
