"""Rasters as the network sees them: bands, grid, windows with validity; and rasters written strip by strip."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from osgeo import gdal, gdal_array, osr

from paddy_segmenter.errors import InputError

from .gdal_errors import first_line, told_as_output_error
from .output import whole_file
from .tiles import Window

gdal.UseExceptions()
osr.UseExceptions()

Image = npt.NDArray[np.float32]
Validity = npt.NDArray[np.bool_]
Extent = tuple[float, float, float, float]  # left, bottom, right, top
GSD_TOLERANCE = 1.25  # ratio of ground sample distances beyond which objects look too large or too small to the network
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

    def extent(self) -> Extent:
        """Returns left, bottom, right, top of the box around the raster, in units of its CRS."""
        x0, a, b, y0, d, e = self.transform
        corners = [(x0 + a * c + b * r, y0 + d * c + e * r) for c in (0, self.width) for r in (0, self.height)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def grid_of(dataset: gdal.Dataset) -> Grid:
    """Returns the grid of a dataset that has a CRS."""
    size = dataset.RasterXSize, dataset.RasterYSize
    return Grid(*size, dataset.GetGeoTransform(), dataset.GetSpatialRef().ExportToWkt())


class Raster:
    """A georeferenced raster file, opened for reading by one thread.

    Raises InputError where the file is missing, is no raster, or has no coordinate reference system or a wrong one.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._dataset = open_raster(path)
        self.crs = self._dataset.GetSpatialRef()
        if self.crs is None:
            raise InputError(
                f"{path} has no coordinate reference system: assign one (Raster > Projections > Assign projection)"
            )
        self.grid = grid_of(self._dataset)
        if self.crs.IsGeographic():
            self._check_latitudes()

    @property
    def name(self) -> str:
        return Path(self.path).name

    @cached_property
    def band_numbers(self) -> tuple[int, ...]:
        """GDAL's numbers of the bands, counted from 1; an alpha band is a mask, not a band."""
        numbers = range(1, self._dataset.RasterCount + 1)
        alpha = gdal.GCI_AlphaBand
        return tuple(n for n in numbers if self._dataset.GetRasterBand(n).GetColorInterpretation() != alpha)

    @property
    def band_names(self) -> tuple[str, ...]:
        """The bands' descriptions, `band N` where there is none."""
        return self.names_of(self.band_numbers)

    def names_of(self, bands: tuple[int, ...]) -> tuple[str, ...]:
        """Returns the names of the bands with these numbers."""
        return tuple(self._dataset.GetRasterBand(band).GetDescription() or f"band {band}" for band in bands)

    def check_bands(self, bands: tuple[int, ...]) -> None:
        """Raises InputError where a band number, counted from 1, does not exist."""
        for band in bands:
            if band not in self.band_numbers:
                raise InputError(f"band {band} does not exist: {self.path} has {len(self.band_numbers)} bands")

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

    def _check_latitudes(self) -> None:
        """Raises InputError where rows lie beyond the poles by more than a pixel, as some global rasters' do by half of one."""
        _, bottom, _, top = self.grid.extent()
        pixel = (top - bottom) / self.grid.height
        farthest = max(top, -bottom)
        if farthest > 90 + pixel:
            raise InputError(
                f"{self.path} reaches latitude {farthest:g}, but a CRS in degrees ends at 90: assign the CRS it is in"
            )

    def _read_band(self, window: Window, number: int) -> Image:
        box = window.column, window.row, window.width, window.height
        band = self._dataset.GetRasterBand(number)
        try:
            values = band.ReadAsArray(*box, buf_type=gdal.GDT_Float32)
            if band.GetMaskFlags() != gdal.GMF_ALL_VALID:
                values[band.GetMaskBand().ReadAsArray(*box) == 0] = np.nan
        except RuntimeError as error:
            raise InputError(
                f"{self.path} cannot be read ({first_line(error)}): the file is damaged, get it anew"
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
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError as error:
        if not Path(path).exists():  # asked only now: names such as NETCDF:file.nc:band are no paths
            raise InputError(f"{path} does not exist: check the path") from error
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
        with told_as_output_error(path):
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
        with told_as_output_error(self._path):
            self.dataset.WriteArray(values, window.column, window.row)

    def close(self) -> None:
        """Brings everything to the disk."""
        with told_as_output_error(self._path):
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
