"""How a raster's pixels are stored: in blocks, which are read and decoded whole."""

from dataclasses import dataclass

from osgeo import gdal

from .source_files import VIRTUAL_DRIVERS, files_behind


@dataclass(frozen=True)
class Blocks:
    """Height and width of a raster's blocks in pixels, and the bytes that a pixel takes in all bands that come with them."""

    height: int
    width: int
    pixel_size: int


def blocks_of(dataset: gdal.Dataset, bands: tuple[int, ...]) -> Blocks:
    """Returns how these bands are stored; of a virtual raster, how those of its first file are."""
    stored = _file_behind(dataset)
    width, height = stored.GetRasterBand(1).GetBlockSize()
    if stored.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL":
        return Blocks(height, width, _pixel_size(stored, tuple(range(1, stored.RasterCount + 1))))
    return Blocks(height, width, _pixel_size(dataset, bands))


def _file_behind(dataset: gdal.Dataset) -> gdal.Dataset:
    if dataset.GetDriver().ShortName != "VRT":
        return dataset
    # One is opened, not the thousands that a mosaic may have.
    opened = (inner for _, inner in files_behind(dataset) if inner)
    stored = (inner for inner in opened if inner.RasterCount and inner.GetDriver().ShortName not in VIRTUAL_DRIVERS)
    return next(stored, dataset)


def _pixel_size(dataset: gdal.Dataset, bands: tuple[int, ...]) -> int:
    return sum(gdal.GetDataTypeSize(dataset.GetRasterBand(band).DataType) // 8 for band in bands)
