"""The bands of a raster that a view is made of: what hides their pixels is said in the ways that gdal.Warp heeds."""

import math
from itertools import zip_longest
from xml.sax.saxutils import escape

from osgeo import gdal

from .masks import FLOATS, has_own_mask, has_simple_nodata
from .raster import LeftOut, Raster, open_raster

INFINITE = math.inf, -math.inf
HIDDEN = "<UseMaskBand>true</UseMaskBand>"


def pick_bands(raster: Raster, bands: tuple[int, ...], left_out: LeftOut, place: str) -> gdal.Dataset:
    """Returns a virtual raster, written to `place`, of these bands: a nodata value for each of them and one mask hide its pixels.

    Values that are left out become NaN before they can spread, as what is infinite does.
    """
    source = open_raster(raster.path)
    alpha = next(iter(raster.alpha_numbers), None)
    own = {index: source.GetRasterBand(number) for index, number in enumerate(bands, 1)}
    masked = [index for index, band in own.items() if has_own_mask(band)]
    if alpha is None:  # a mask of all bands is the one mask
        masked = [index for index in masked if not own[index].GetMaskFlags() & gdal.GMF_PER_DATASET]
    is_simple = not any(left_out.values()) and all(has_simple_nodata(own[index]) for index in masked)

    one_type = gdal.GDT_Unknown if is_simple else gdal.GDT_Float32  # which can be NaN
    chosen = gdal.Translate(
        place, source, format="VRT", bandList=list(bands), noData="none", maskBand=alpha or "auto", outputType=one_type
    )
    if is_simple:
        for index in masked:
            chosen.GetRasterBand(index).SetNoDataValue(own[index].GetNoDataValue())
    else:
        chosen = _with_sources(
            chosen, {index: _source(source, bands[index - 1], HIDDEN) for index in masked}, f"{place}_masked"
        )
    return _without(chosen, {index: left_out.get(number, ()) for index, number in enumerate(bands, 1)}, place)


def _without(dataset: gdal.Dataset, values: LeftOut, place: str) -> gdal.Dataset:
    """Returns the virtual raster with these values of its bands, and what is infinite, made NaN."""
    floats = [index for index in values if dataset.GetRasterBand(index).DataType in FLOATS]
    columns = [(*values[index], *INFINITE) for index in floats]
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
