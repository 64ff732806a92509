"""Rasters as the network sees them: bands, grid, windows with validity; and rasters written strip by strip."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from osgeo import gdal, gdal_array, osr

from paddy_segmenter.errors import InputError, OutputError

from .output import whole_file
from .tiles import Window

gdal.UseExceptions()
osr.UseExceptions()

Image = npt.NDArray[np.float32]
Validity = npt.NDArray[np.bool_]
METRES_PER_DEGREE = 111_319.5  # at the equator, WGS 84
CREATION = (
    "TILED=YES",
    "BLOCKXSIZE=512",
    "BLOCKYSIZE=512",
    "COMPRESS=DEFLATE",
    "BIGTIFF=IF_SAFER",
    "NUM_THREADS=ALL_CPUS",
)


@dataclass(frozen=True)
class Grid:
    """Size in pixels, geotransform (GDAL's six numbers) and coordinate reference system (WKT) of a raster."""

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs: str

    @property
    def gsd(self) -> float:
        """Ground sample distance in metres; degrees are converted at the raster's centre."""
        _, a, b, top, d, e = self.transform
        crs = osr.SpatialReference(self.crs)
        if not crs.IsGeographic():
            return math.sqrt(abs(a * e - b * d)) * float(crs.GetLinearUnits())
        latitude = top + d * self.width / 2 + e * self.height / 2
        return math.sqrt(abs(a * e - b * d) * math.cos(math.radians(latitude))) * METRES_PER_DEGREE

    def extent(self) -> tuple[float, float, float, float]:
        """Returns left, bottom, right, top of the box around the raster, in units of its CRS."""
        x0, a, b, y0, d, e = self.transform
        corners = [(x0 + a * c + b * r, y0 + d * c + e * r) for c in (0, self.width) for r in (0, self.height)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


class Raster:
    """A georeferenced raster file, opened for reading by one thread.

    Raises InputError where the file is missing, is no raster, or has no coordinate reference system.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._dataset = open_raster(path)
        crs = self._dataset.GetSpatialRef()
        if crs is None:
            raise InputError(
                f"{path} has no coordinate reference system: assign one (Raster > Projections > Assign projection)"
            )
        size = self._dataset.RasterXSize, self._dataset.RasterYSize
        self.grid = Grid(*size, self._dataset.GetGeoTransform(), crs.ExportToWkt())

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def band_names(self) -> tuple[str, ...]:
        """The bands' descriptions, `band N` where there is none; an alpha band is a mask, not a band."""
        bands = [self._dataset.GetRasterBand(i + 1) for i in range(self._dataset.RasterCount)]
        alpha = gdal.GCI_AlphaBand
        return tuple(b.GetDescription() or f"band {b.GetBand()}" for b in bands if b.GetColorInterpretation() != alpha)

    def check_bands(self, bands: tuple[int, ...]) -> None:
        """Raises InputError where a band number, counted from 1, does not exist."""
        for band in bands:
            if band > len(self.band_names):
                raise InputError(f"band {band} does not exist: {self.path} has {len(self.band_names)} bands")

    def read(self, window: Window, bands: tuple[int, ...]) -> tuple[Image, Validity]:
        """Reads a window of the bands (counted from 1) that may reach beyond the raster.

        Returns the image (bands, H, W), NaN where a band has no data, and the validity (H, W): some band has data there.
        """
        image = np.full((len(bands), window.height, window.width), np.nan, np.float32)
        inside, place = self._clip(window)
        if inside.height > 0 and inside.width > 0:
            for layer, band in zip(image, bands, strict=True):
                layer[place] = self._read_band(inside, band)
        return image, np.isfinite(image).any(axis=0)

    def read_values(self, window: Window, outside: int) -> npt.NDArray[np.int64]:
        """Reads the first band as integers (H, W), `outside` where it has no data or the window is beyond the raster."""
        image, valid = self.read(window, (1,))
        return np.where(valid, np.nan_to_num(image[0]), outside).astype(np.int64)

    def _read_band(self, window: Window, number: int) -> Image:
        box = window.column, window.row, window.width, window.height
        band = self._dataset.GetRasterBand(number)
        try:
            values = band.ReadAsArray(*box, buf_type=gdal.GDT_Float32)
            if band.GetMaskFlags() != gdal.GMF_ALL_VALID:
                values[band.GetMaskBand().ReadAsArray(*box) == 0] = np.nan
        except RuntimeError as error:
            raise InputError(
                f"{self.path} cannot be read ({_first_line(error)}): the file is damaged, get it anew"
            ) from error
        return values  # type: ignore[no-any-return]

    def _clip(self, window: Window) -> tuple[Window, tuple[slice, slice]]:
        top, left = max(window.row, 0), max(window.column, 0)
        height, width = min(window.bottom, self.grid.height) - top, min(window.right, self.grid.width) - left
        rows = slice(top - window.row, top - window.row + height)
        columns = slice(left - window.column, left - window.column + width)
        return Window(top, left, height, width), (rows, columns)


def open_raster(path: str) -> gdal.Dataset:
    """Opens a raster for reading. Raises InputError where there is none."""
    if not Path(path).exists() and not path.startswith("/vsi"):
        raise InputError(f"{path} does not exist: check the path")
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError as error:
        raise InputError(
            f"{path} is not a raster that GDAL can open: choose a raster file such as a GeoTIFF"
        ) from error
    if dataset.RasterCount == 0:
        raise InputError(f"{path} has no bands: choose one of its sub-datasets")
    return dataset


class RasterFile:
    """A GeoTIFF in the making, written strip by strip. Raises OutputError where the disk refuses."""

    def __init__(self, path: str, grid: Grid, data_type: npt.DTypeLike, nodata: int, bands: int = 1) -> None:
        self._path = path
        kind = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(data_type).type)
        with _told_as_output_error(path):
            self.dataset = gdal.GetDriverByName("GTiff").Create(
                path, grid.width, grid.height, bands, kind, list(CREATION)
            )
            self.dataset.SetGeoTransform(grid.transform)
            self.dataset.SetProjection(grid.crs)
            self.dataset.GetRasterBand(1).SetNoDataValue(nodata)

    @property
    def band(self) -> gdal.Band:
        return self.dataset.GetRasterBand(1)

    def write(self, window: Window, values: npt.NDArray[np.generic]) -> None:
        """Writes values, (H, W) or (bands, H, W), at the window's place."""
        with _told_as_output_error(self._path):
            self.dataset.WriteArray(values, window.column, window.row)

    def close(self) -> None:
        """Brings everything to the disk."""
        with _told_as_output_error(self._path):
            self.dataset.FlushCache()
            self.dataset = None


@contextmanager
def create_raster(path: str, grid: Grid, data_type: npt.DTypeLike, nodata: int, bands: int = 1) -> Iterator[RasterFile]:
    """Yields a GeoTIFF (DEFLATE, 512 x 512 blocks) to write to; it appears under `path` when the block ends well."""
    with whole_file(path) as part:
        file = RasterFile(part, grid, data_type, nodata, bands)
        try:
            yield file
            file.close()
        finally:
            file.dataset = None


@contextmanager
def _told_as_output_error(path: str) -> Iterator[None]:
    # GDAL reports a full disk late and, before 3.7, without raising: the last error message is the only trace.
    gdal.ErrorReset()
    try:
        yield
    except RuntimeError as error:
        raise _refusal(path, _first_line(error)) from error
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise _refusal(path, gdal.GetLastErrorMsg())


def _refusal(path: str, reason: str) -> OutputError:
    folder = Path(path).resolve().parent
    return OutputError(f"cannot write into {folder} ({reason}): free disk space or choose another folder")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
