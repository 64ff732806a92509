"""The bands of a raster that a view is made of: what hides their pixels is said in the ways that gdal.Warp heeds."""

import math
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape  # nosec B406 # writes XML and reads none

from osgeo import gdal

from .masks import FLOATS, KEPT_BY_FP32, has_own_mask, has_simple_nodata
from .opening import open_raster
from .raster import LeftOut, Raster

INFINITE = math.inf, -math.inf
HIDDEN = "<UseMaskBand>true</UseMaskBand>"


def pick_bands(raster: Raster, bands: tuple[int, ...], left_out: LeftOut, place: str) -> gdal.Dataset:
    """Returns a virtual raster, written to `place`, of these bands: nodata values of theirs or one mask hide its pixels, never both.

    gdal.Warp may heed only one of these. Values that are left out become NaN before they can spread, as what is infinite does.
    """
    source = open_raster(raster.path)
    alpha = next(iter(raster.alpha_numbers), None)
    own = {index: source.GetRasterBand(number) for index, number in enumerate(bands, 1)}
    masked = [index for index, band in own.items() if has_own_mask(band)]
    by_values = [index for index in masked if not own[index].GetMaskFlags() & gdal.GMF_PER_DATASET]

    masks = (alpha is not None) + (len(by_values) < len(masked))  # of all bands
    has_values = bool(by_values) or any(left_out.values()) or any(band.DataType in FLOATS for band in own.values())
    if masks == 1 and not has_values:
        return _translated(source, bands, place, maskBand=alpha or "auto")

    if not masks and not any(left_out.values()) and all(has_simple_nodata(own[index]) for index in masked):
        chosen = _translated(source, bands, place)
        for index in masked:
            chosen.GetRasterBand(index).SetNoDataValue(own[index].GetNoDataValue())
    else:
        chosen = _with_nan(source, bands, alpha, place)
    return _without(chosen, {index: left_out.get(number, ()) for index, number in enumerate(bands, 1)}, place)


def _with_nan(source: gdal.Dataset, bands: tuple[int, ...], alpha: int | None, place: str) -> gdal.Dataset:
    """Returns the virtual raster of these bands that is NaN wherever anything hides a pixel."""
    own = {index: source.GetRasterBand(number) for index, number in enumerate(bands, 1)}
    is_narrow = all(band.DataType in KEPT_BY_FP32 for band in own.values())
    with_nan = gdal.GDT_Float32 if is_narrow else gdal.GDT_Float64
    chosen = _translated(source, bands, place, maskBand=alpha or "none", outputType=with_nan)

    masked = [index for index, band in own.items() if has_own_mask(band)]
    chosen = _with_sources(
        chosen, {index: _source(source, bands[index - 1], HIDDEN) for index in masked}, f"{place}_own"
    )
    if alpha is None:
        return chosen
    chosen.FlushCache()
    return _with_sources(chosen, {index: _source(chosen, index, HIDDEN) for index in own}, f"{place}_alpha")


def _translated(source: gdal.Dataset, bands: tuple[int, ...], place: str, **options: Any) -> gdal.Dataset:
    """Returns the virtual raster of these bands, without their nodata values and, unless the options say so, without a mask."""
    rules = {"maskBand": "none"} | options
    return gdal.Translate(place, source, format="VRT", bandList=list(bands), noData="none", **rules)


def _without(dataset: gdal.Dataset, values: LeftOut, place: str) -> gdal.Dataset:
    """Returns the virtual raster with these values of its bands, and what fp32 cannot tell from infinity, made NaN."""
    dataset = _leave_out(dataset, values, place)
    types = {dataset.GetRasterBand(index).DataType for index in values}
    if gdal.GDT_Float64 in types:
        dataset.FlushCache()
        dataset = gdal.Translate(f"{place}_narrow", dataset, format="VRT", outputType=gdal.GDT_Float32)
    return _leave_out(dataset, dict.fromkeys(values, INFINITE), f"{place}_finite")


def _leave_out(dataset: gdal.Dataset, values: LeftOut, place: str) -> gdal.Dataset:
    """Returns the virtual raster with these values of its bands of floating point made NaN."""
    floats = [index for index in values if dataset.GetRasterBand(index).DataType in FLOATS]
    columns = [values[index] for index in floats]
    for step, each in enumerate(zip_longest(*columns)):
        dataset.FlushCache()
        pairs = zip(floats, each, strict=True)
        rules = {index: f"<NODATA>{float(value)!r}</NODATA>" for index, value in pairs if value is not None}
        sources = {index: _source(dataset, index, rule) for index, rule in rules.items()}
        dataset = _with_sources(dataset, sources, f"{place}_{step}")
    return dataset


def _source(dataset: gdal.Dataset, band: int, rule: str) -> str:
    """Returns the text of a virtual band's source that leaves out what the rule says."""
    name = f"<SourceFilename>{escape(dataset.GetDescription())}</SourceFilename>"
    return f"<ComplexSource>{name}<SourceBand>{band}</SourceBand>{rule}</ComplexSource>"


def _with_sources(dataset: gdal.Dataset, sources: dict[int, str], place: str) -> gdal.Dataset:
    """Returns the virtual raster with other sources for these bands, which are NaN, as nodata, where those leave out a pixel."""
    dataset.FlushCache()
    result = gdal.GetDriverByName("VRT").CreateCopy(place, dataset)
    for number, source in sources.items():
        band = result.GetRasterBand(number)
        band.SetMetadataItem("source_0", source, "vrt_sources")
        band.SetNoDataValue(math.nan)
    return result
