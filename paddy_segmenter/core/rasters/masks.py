"""Where the bands of a raster have no data, by all the ways in which GDAL's formats say so."""

from typing import NamedTuple

from osgeo import gdal

from ..tiles import Window

FLOATS = gdal.GDT_Float32, gdal.GDT_Float64
SHORT_INTEGERS = gdal.GDT_Byte, gdal.GDT_Int16, gdal.GDT_UInt16
WHOLE_NUMBERS = {*SHORT_INTEGERS, gdal.GDT_Int32, gdal.GDT_UInt32}
KEPT_BY_FP32 = *SHORT_INTEGERS, gdal.GDT_Float32


class Mask(NamedTuple):
    """A band that is 0 where other bands have no data."""

    hides: slice  # of the bands asked about
    band: gdal.Band
    stored: gdal.Band  # where nothing is stored for this one, `band` is 0


def masks_of(dataset: gdal.Dataset, bands: tuple[int, ...]) -> list[Mask]:
    """Returns the masks of these bands: nodata values, mask bands inside and beside the file, alpha. NaN needs none.

    Where a file has several kinds, GDAL lets a mask band outdo a nodata value (RFC 15); alpha counts in any case.
    """
    masks = []
    for place, number in enumerate(bands):
        band = dataset.GetRasterBand(number)
        if has_own_mask(band) and not band.GetMaskFlags() & gdal.GMF_PER_DATASET:
            # What a driver has not stored reads as the nodata value.
            stored = band if band.GetMaskFlags() == gdal.GMF_NODATA else band.GetMaskBand()
            masks.append(Mask(slice(place, place + 1), band.GetMaskBand(), stored))
    return masks + [Mask(slice(None), band, band) for band in _shared(dataset, bands[0])]


def has_own_mask(band: gdal.Band) -> bool:
    """Returns whether a mask band or a nodata value hides pixels of a band. A value that its type cannot hold hides none."""
    if band.GetMaskFlags() == gdal.GMF_NODATA:
        return band.DataType in FLOATS or float(band.GetNoDataValue()).is_integer()
    return not band.GetMaskFlags() & (gdal.GMF_ALL_VALID | gdal.GMF_ALPHA)


def has_simple_nodata(band: gdal.Band) -> bool:
    """Returns whether nothing but a nodata value hides pixels of a band, and one that fp32 keeps exactly."""
    is_short = band.DataType in SHORT_INTEGERS
    return is_short and band.GetMaskFlags() == gdal.GMF_NODATA and has_own_mask(band)


def mask_kinds(dataset: gdal.Dataset) -> list[str]:
    """Returns what decides where each band, alpha too, has no data: nodata value, GDAL's flags of its mask, colour interpretation.

    And the scale and offset by which its values may be read.
    """
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    # Drivers tell the same of values that are what they are: no scale, or one of 1.
    scales = [(band.GetScale() or 1.0, band.GetOffset() or 0.0) for band in bands]
    hides = [(band.GetNoDataValue(), band.GetMaskFlags(), band.GetColorInterpretation()) for band in bands]
    return [", ".join(map(str, (*said, *scale))) for said, scale in zip(hides, scales, strict=True)]


def is_alpha(band: gdal.Band) -> bool:
    """Returns whether a band is a mask for the others."""
    return bool(band.GetColorInterpretation() == gdal.GCI_AlphaBand)


def is_unstored(band: gdal.Band, window: Window) -> bool:
    """Returns whether the driver says that it has stored nothing of the band in a window inside the raster."""
    try:
        status, _ = band.GetDataCoverageStatus(window.column, window.row, window.width, window.height)
    except RuntimeError:
        gdal.ErrorReset()  # a damaged file is told where it is read
        return False
    return bool(status == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY)


def _shared(dataset: gdal.Dataset, number: int) -> list[gdal.Band]:
    """Returns the masks that all bands have in common."""
    band = dataset.GetRasterBand(number)
    shared = [band.GetMaskBand()] if band.GetMaskFlags() & gdal.GMF_PER_DATASET else []
    if not band.GetMaskFlags() & gdal.GMF_ALPHA:
        others = (dataset.GetRasterBand(n) for n in range(1, dataset.RasterCount + 1))
        shared += [other for other in others if is_alpha(other)]
    return shared
