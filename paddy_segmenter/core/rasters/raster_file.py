"""GeoTIFFs in the making, written strip by strip."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import numpy as np
import numpy.typing as npt
from osgeo import gdal, gdal_array, osr

from paddy_segmenter.errors import InputError
from paddy_segmenter.packages import plugin_version

from ..output import whole_file
from ..tiles import Window
from .gdal_errors import crs_remedy, first_line, told_as_output_error, unheard
from .grid import Grid
from .reprojection import has_same_places, transformation, transformed

gdal.UseExceptions()

MAX_SHIFT = 0.1  # of a pixel: by which a CRS that is kept may put it elsewhere

_numbers = count()

BLOCK = 512
CREATION = (
    "TILED=YES",
    f"BLOCKXSIZE={BLOCK}",
    f"BLOCKYSIZE={BLOCK}",
    "COMPRESS=DEFLATE",
    "BIGTIFF=IF_SAFER",
    "NUM_THREADS=ALL_CPUS",
)
# By itself GDAL takes three bands of bytes for colours and a fourth one for their mask, which would hide pixels of 0 percent.
PLAIN_BANDS = ("PHOTOMETRIC=MINISBLACK", "ALPHA=NO")


class RasterFile:
    """A GeoTIFF in the making, written strip by strip. Raises OutputError where the disk refuses."""

    def __init__(self, path: str, grid: Grid, data_type: npt.DTypeLike, nodata: float, bands: int = 1) -> None:
        self._path = path
        kind = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(data_type).type)
        options = [*CREATION, *PLAIN_BANDS] if bands > 1 else list(CREATION)
        with told_as_output_error(path):
            self.dataset = gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, bands, kind, options)
            self.dataset.SetGeoTransform(grid.transform)
            self.dataset.SetProjection(grid.crs)
            self.dataset.GetRasterBand(1).SetNoDataValue(nodata)  # a GeoTIFF has one for all bands

    @property
    def band(self) -> gdal.Band:
        return self.dataset.GetRasterBand(1)

    def write(self, window: Window, values: npt.NDArray[np.generic]) -> None:
        """Writes values, (H, W) or (bands, H, W), at the window's place."""
        with told_as_output_error(self._path):
            self.dataset.WriteArray(values, window.column, window.row)

    def describe(self, text: str) -> None:
        """Says in the file's own words what it is, and what made it."""
        self.dataset.SetMetadata(
            {"TIFFTAG_IMAGEDESCRIPTION": text, "TIFFTAG_SOFTWARE": f"Paddy Segmenter {plugin_version()}"}
        )

    def name_bands(self, names: Sequence[str]) -> None:
        """Gives each band its description."""
        for number, name in enumerate(names, 1):
            self.dataset.GetRasterBand(number).SetDescription(name)

    def build_overviews(self, resampling: str) -> None:
        """Adds halved, quartered, ... pictures of the raster inside the file, down to one block."""
        with told_as_output_error(self._path):
            with unheard():
                self.dataset = None  # opened anew, GDAL gives the overviews their palette too
            self.dataset = gdal.OpenEx(
                self._path, gdal.OF_RASTER | gdal.OF_UPDATE, open_options=["NUM_THREADS=ALL_CPUS"]
            )
            longest = max(self.dataset.RasterXSize, self.dataset.RasterYSize)
            factors = [2**power for power in range(1, 20) if longest > BLOCK * 2 ** (power - 1)]
            if factors:
                with _all_cores():
                    self.dataset.BuildOverviews(resampling, factors)

    def close(self) -> None:
        """Brings everything to the disk."""
        with told_as_output_error(self._path):
            self.dataset.FlushCache()
            with unheard():
                self.dataset = None


@contextmanager
def create_raster(
    path: str, grid: Grid, data_type: npt.DTypeLike, nodata: float, bands: int = 1
) -> Iterator[RasterFile]:
    """Yields a GeoTIFF (DEFLATE, 512 x 512 blocks) to write to; it appears under `path` when the block ends well."""
    with whole_file(path) as part:
        file = RasterFile(part, grid, data_type, nodata, bands)
        try:
            yield file
            file.close()
        finally:
            with unheard():
                file.dataset = None


def try_georeference(grid: Grid) -> None:
    """Writes a pixel with the grid's CRS to a GeoTIFF in memory. Raises InputError where that has none then, or another one."""
    folder = f"/vsimem/paddy_segmenter_trial_{next(_numbers)}"
    path = f"{folder}/trial.tif"
    reason = "it is not kept"
    gdal.Mkdir(folder, 0o700)
    try:
        dataset = gdal.GetDriverByName("GTiff").Create(path, 1, 1)
        dataset.SetGeoTransform(grid.transform)
        dataset.SetProjection(grid.crs)
        dataset.FlushCache()
    except RuntimeError as error:  # GDAL reports also what does not keep it from writing the CRS
        reason = first_line(error)

    with unheard():
        dataset = None
    is_kept = _holds_places(path, grid)
    # With the file beside it into which GDAL writes what tags cannot hold.
    gdal.RmdirRecursive(folder)
    if not is_kept:
        name = osr.SpatialReference(grid.crs).GetName()
        remedy = crs_remedy(reason, "reproject the raster")
        raise InputError(f"a GeoTIFF cannot hold the CRS {name} of the raster ({reason}): {remedy}")


def _holds_places(path: str, grid: Grid) -> bool:
    """Returns whether a raster's CRS puts x, y where that of the grid does; GDAL writes some in another way than they are defined."""
    here, there = osr.SpatialReference(grid.crs), _crs_of(path)
    if there is None or has_same_places(here, there):
        return there is not None

    shares = [(0.5, 0.5), (0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)]
    pixels = [(share * grid.width, other * grid.height) for share, other in shares]
    places = np.array([gdal.ApplyGeoTransform(grid.transform, *pixel) for pixel in pixels])
    try:
        moved = transformed(transformation(here, there, path), places)
    except (InputError, RuntimeError):
        gdal.ErrorReset()
        return False
    inverse = gdal.InvGeoTransform(grid.transform)
    found = [gdal.ApplyGeoTransform(inverse, *place) for place in moved.tolist()]
    return bool(np.abs(np.subtract(found, pixels)).max() < MAX_SHIFT)


def _crs_of(path: str) -> osr.SpatialReference | None:
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER).GetSpatialRef()
    except RuntimeError:
        return None


@contextmanager
def _all_cores() -> Iterator[None]:
    """Has GDAL compute overviews in as many threads as there are cores; the file is the same."""
    gdal.SetThreadLocalConfigOption("GDAL_NUM_THREADS", "ALL_CPUS")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption("GDAL_NUM_THREADS", None)
