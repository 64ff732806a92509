"""Rasters as the network sees them: bands, grid, windows with validity."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from paddy_segmenter.credentials import without_credentials
from paddy_segmenter.errors import InputError

from ..names import shown_name
from ..tiles import Window
from .blocks import Blocks, blocks_of
from .declared_scale import PLAIN, Scale, scale_of
from .georeference import place_of
from .ground_control import points_of
from .masks import KEPT_BY_FP32, WHOLE_NUMBERS, is_alpha, is_unstored, mask_kinds, masks_of
from .opening import open_raster, unreadable
from .source_files import place_within, source_files, sources_of, stamps_of

gdal.UseExceptions()

Image = npt.NDArray[np.float32]
Validity = npt.NDArray[np.bool_]
LeftOut = Mapping[int, tuple[float, ...]]  # by band number: values that count as no data beside those that are declared
BITS_OF_A_BYTE = 8
HAS_DATA = {"all": np.any, "any": np.all}  # by which bands must lack data for the pixel to lack it

ALPHA_REMEDY = "where it holds values, such as near infrared, set its colour interpretation to undefined (gdal_edit.py -colorinterp_4 undefined)"


class Raster:
    """A georeferenced raster file, opened for reading by one thread at a time: another thread takes it `reopened()`.

    A pixel has no data where all of the bands that are read have none there or, with `missing_where="any"`, where one has.
    Its values are as they are stored (`raw`) or `scaled` by what its bands declare; what counts as no data is stored so.
    Raises InputError where the file is missing, is no raster, or does not say where it lies in a way that can be used.
    """

    def __init__(
        self, path: str, missing_where: str = "all", left_out: LeftOut | None = None, values: str = "raw"
    ) -> None:
        self.path = path
        self.missing_where = missing_where
        self.left_out: LeftOut = left_out or {}
        self.values = values
        self._dataset = open_raster(path)
        self.grid = place_of(self._dataset, path)
        self.crs = self._dataset.GetSpatialRef()

    def reopened(self) -> "Raster":
        """Returns the same raster with a handle of its own, for another thread."""
        return Raster(self.path, self.missing_where, self.left_out, self.values)

    def leaving_out(self, values: LeftOut) -> "Raster":
        """Returns the same raster, where a band has no data where it holds one of these values of its own."""
        return Raster(self.path, self.missing_where, values, self.values)

    def with_values(self, values: str) -> "Raster":
        """Returns the same raster with its values `raw` or `scaled`."""
        return Raster(self.path, self.missing_where, self.left_out, values)

    @property
    def files(self) -> list[str]:
        """The files that its pixels come from: several for a virtual raster; its name where they are unknown."""
        return source_files(self._dataset) or [self.path]

    @property
    def placement(self) -> str:
        """A sentence on what places it where that is no geotransform of its own; else empty."""
        points = points_of(self._dataset)
        if not points:
            return ""
        return (
            f"{self.name} is placed by {points} ground control points: it is warped by GDAL's polynomial through them, nearest"
            " neighbour, as QGIS shows it"
        )

    @property
    def mask_kinds(self) -> list[str]:
        """What decides where each band has no data, and its scale. It may stand beside the raster's files and change without them."""
        return mask_kinds(self._dataset)

    @property
    def identity(self) -> dict[str, Any]:
        """What its pixels depend on, as JSON values: where they lie, what decides which of them count, and its files as they are now."""
        grid = self.grid
        sources = sources_of(self._dataset)
        return {
            "size, place and CRS": [grid.width, grid.height, *grid.transform, grid.crs],
            "nodata and masks": [*self.mask_kinds, *sources.declared],
            "values left out": [[band, list(values)] for band, values in sorted(self.left_out.items())],
            "page, sub-dataset or member": place_within(self.path, sources.files),
            "raster files": [list(stamp) for stamp in stamps_of(sources.files or [self.path])],
        }

    @property
    def name(self) -> str:
        return without_credentials(Path(self.path).name)

    @cached_property
    def band_numbers(self) -> tuple[int, ...]:
        """GDAL's numbers of the bands, counted from 1; an alpha band is a mask, not a band."""
        numbers = range(1, self._dataset.RasterCount + 1)
        return tuple(n for n in numbers if n not in self.alpha_numbers)

    @cached_property
    def alpha_numbers(self) -> tuple[int, ...]:
        """GDAL's numbers of the bands that are a mask."""
        numbers = range(1, self._dataset.RasterCount + 1)
        return tuple(n for n in numbers if is_alpha(self._dataset.GetRasterBand(n)))

    @property
    def band_names(self) -> tuple[str, ...]:
        """The bands' descriptions, `band N` where there is none."""
        return self.names_of(self.band_numbers)

    def names_of(self, bands: tuple[int, ...]) -> tuple[str, ...]:
        """Returns the names of the bands with these numbers."""
        return tuple(shown_name(self._dataset.GetRasterBand(band).GetDescription()) or f"band {band}" for band in bands)

    def scale_of(self, band: int) -> Scale:
        """Returns the scale and the offset that a band declares."""
        return scale_of(self._dataset.GetRasterBand(band))

    def declares_scale(self, bands: tuple[int, ...]) -> bool:
        """Returns whether the stored numbers of one of these bands stand for others."""
        return any(self.scale_of(band) != PLAIN for band in bands)

    def has_palette(self, bands: tuple[int, ...]) -> bool:
        """Returns whether the numbers of one of these bands are those of colours in a table."""
        found = [self._dataset.GetRasterBand(band) for band in bands]
        return any(band.GetColorInterpretation() == gdal.GCI_PaletteIndex and band.GetColorTable() for band in found)

    def is_of_bytes(self, bands: tuple[int, ...]) -> bool:
        """Returns whether the numbers of these bands are of 8 bits."""
        return all(gdal.GetDataTypeSize(self._dataset.GetRasterBand(band).DataType) == BITS_OF_A_BYTE for band in bands)

    def is_kept_by_fp32(self, band: int) -> bool:
        """Returns whether all values that the band's type can hold stay what they are in fp32, in which they are read."""
        return self._dataset.GetRasterBand(band).DataType in KEPT_BY_FP32

    def never_lacks_data(self, bands: tuple[int, ...]) -> bool:
        """Returns whether each pixel of the raster is known to have data in these bands; False says nothing."""
        kinds = {self._dataset.GetRasterBand(band).DataType for band in bands}
        return not self.left_out and kinds <= WHOLE_NUMBERS and not masks_of(self._dataset, bands)

    def blocks(self, bands: tuple[int, ...]) -> Blocks:
        """Returns how the pixels of these bands are stored."""
        return blocks_of(self._dataset, bands)

    @property
    def origin(self) -> "Raster":
        """The raster whose pixels these are: itself, unless it is a view of another one."""
        return self

    def bands_of(self, origins: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the numbers that bands of the origin have here."""
        return origins

    def check_bands(self, bands: tuple[int, ...]) -> None:
        """Raises InputError where a band number, counted from 1, does not exist."""
        for band in bands:
            if band in self.alpha_numbers:
                raise InputError(f"band {band} of {self.path} is an alpha band, which is a mask: {ALPHA_REMEDY}")
            if band not in self.band_numbers:
                raise InputError(f"band {band} does not exist: {self.path} has {len(self.band_numbers)} bands")

    def read(self, window: Window, bands: tuple[int, ...]) -> tuple[Image, Validity]:
        """Reads a window of the bands (counted from 1) that may reach beyond the raster.

        Returns the image (bands, H, W), NaN where a band has no data, and the validity (H, W), true where the pixel has data.
        """
        image = np.full((len(bands), window.height, window.width), np.nan, np.float32)
        inside, (rows, columns) = self._clip(window)
        if inside.height > 0 and inside.width > 0:
            self._read_into(image[:, rows, columns], inside, bands)
        return image, has_data(image, self.missing_where)

    def is_known_empty(self, window: Window, bands: tuple[int, ...]) -> bool:
        """Returns whether no pixel of the window can have data, as the driver knows without reading: nothing is stored there.

        Only what would read as nodata counts: unstored parts of a file without nodata value or mask are zeros, and those are
        data. False says nothing.
        """
        inside, _ = self._clip(window)
        if inside.height <= 0 or inside.width <= 0:
            return True
        may_hold = np.ones(len(bands), np.bool_)
        for mask in masks_of(self._dataset, bands):
            if is_unstored(mask.stored, inside):
                may_hold[mask.hides] = False
        return not HAS_DATA[self.missing_where](may_hold)

    def read_stored(self, window: Window, band: int = 0) -> tuple[npt.NDArray[Any], Validity]:
        """Reads a window inside the raster of a band, else the first one, in its own type, and where it has data, both (H, W)."""
        band = band or self.band_numbers[0]
        box = window.column, window.row, window.width, window.height
        try:
            stored = self._dataset.GetRasterBand(band).ReadAsArray(*box)
            valid = np.isfinite(stored)
            for mask in masks_of(self._dataset, (band,)):
                valid &= mask.band.ReadAsArray(*box) != 0
        except RuntimeError as error:
            raise unreadable(self.path, error) from error
        return stored, valid

    def read_values(self, window: Window, outside: int) -> npt.NDArray[np.int64]:
        """Reads the first band as integers (H, W), `outside` where it has no data or the window is beyond the raster."""
        values = np.full((window.height, window.width), outside, np.int64)
        inside, (rows, columns) = self._clip(window)
        if inside.height > 0 and inside.width > 0:
            stored, valid = self.read_stored(inside)
            values[rows, columns][valid] = stored[valid]
        return values

    def _read_into(self, image: Image, window: Window, bands: tuple[int, ...]) -> None:
        box = window.column, window.row, window.width, window.height
        try:
            for layer, band in zip(image, bands, strict=True):
                self._dataset.GetRasterBand(band).ReadAsArray(*box, buf_obj=layer)
                leave_out(layer, self.left_out.get(band, ()))

            for mask in masks_of(self._dataset, bands):
                image[mask.hides, mask.band.ReadAsArray(*box) == 0] = np.nan

            if self.values == "scaled":
                for layer, band in zip(image, bands, strict=True):
                    factor, offset = self.scale_of(band)
                    layer *= factor
                    layer += offset
        except RuntimeError as error:
            raise unreadable(self.path, error) from error

    def _clip(self, window: Window) -> tuple[Window, tuple[slice, slice]]:
        top, left = max(window.row, 0), max(window.column, 0)
        height, width = min(window.bottom, self.grid.height) - top, min(window.right, self.grid.width) - left
        rows = slice(top - window.row, top - window.row + height)
        columns = slice(left - window.column, left - window.column + width)
        return Window(top, left, height, width), (rows, columns)


def has_data(image: Image, missing_where: str) -> Validity:
    """Returns which pixels (H, W) of an image (bands, H, W) have data, by the rule of a raster."""
    return HAS_DATA[missing_where](np.isfinite(image), axis=0)  # type: ignore[no-any-return]


def leave_out(layer: Image, values: Iterable[float]) -> None:
    """Makes the pixels of a band (H, W) NaN that hold one of the values."""
    for value in values:
        layer[layer == np.float32(value)] = np.nan
