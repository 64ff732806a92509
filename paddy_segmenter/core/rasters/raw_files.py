"""Formats that GDAL itself reads more into, or less, than is there: cut files as zeros, signed bytes as unsigned ones."""

from xml.sax.saxutils import escape  # nosec B406 # writes XML and reads none

from osgeo import gdal

from paddy_segmenter.errors import InputError

from .listed_files import listed_files

# Drivers whose file holds nothing but uncompressed pixels, beside a header.
RAW_DRIVERS = "ENVI", "EHdr", "GenBin", "ISCE", "KRO", "PAux", "PCRaster", "ROI_PAC", "SAGA"
CLASSIC_NETCDF = b"CDF"  # how a file begins that knows no compression
SIGNED_FROM_UNSIGNED = "0:0,127:127,128:-128,255:-1"  # a table of GDAL's, linear in between


def check_length(dataset: gdal.Dataset) -> None:
    """Raises InputError where a file of uncompressed pixels is shorter than its header says: GDAL reads zeros where it ends."""
    path = _raw_file(dataset)
    file = gdal.VSIStatL(path) if path else None
    if file is None:
        return
    bits = sum(_bits(dataset.GetRasterBand(number)) for number in range(1, dataset.RasterCount + 1))
    expected = dataset.RasterXSize * dataset.RasterYSize * bits // 8
    if file.size < expected:
        raise InputError(
            f"{path} has {file.size} bytes, but its header tells of {expected} or more: the file is cut off, get it anew"
        )


def _raw_file(dataset: gdal.Dataset) -> str:
    """Returns the file of uncompressed pixels that a dataset is, if it is one."""
    driver, path = dataset.GetDriver().ShortName, str(dataset.GetDescription())
    if driver == "netCDF":
        path = next(iter(listed_files(dataset)), "")
        return path if _starts_with(path, CLASSIC_NETCDF) else ""
    if driver not in RAW_DRIVERS:
        return ""
    is_compressed = dataset.GetMetadataItem("file_compression", "ENVI") == "1"
    return "" if is_compressed else path


def _starts_with(path: str, start: bytes) -> bool:
    file = gdal.VSIFOpenL(path, "rb")
    if file is None:
        return False
    try:
        return bytes(gdal.VSIFReadL(1, len(start), file) or b"") == start
    finally:
        gdal.VSIFCloseL(file)


def with_signed_bytes(dataset: gdal.Dataset) -> gdal.Dataset:
    """Returns the dataset, or a virtual one where it holds signed bytes, which GDAL before 3.7 reads as 0 to 255."""
    numbers = range(1, dataset.RasterCount + 1)
    signed = [number for number in numbers if _is_signed_byte(dataset.GetRasterBand(number))]
    if not signed:
        return dataset
    virtual = gdal.Translate("", dataset, format="VRT", outputType=gdal.GDT_Int16)
    for number in signed:
        name = f"<SourceFilename>{escape(dataset.GetDescription())}</SourceFilename><SourceBand>{number}</SourceBand>"
        source = f"<ComplexSource>{name}<LUT>{SIGNED_FROM_UNSIGNED}</LUT></ComplexSource>"
        virtual.GetRasterBand(number).SetMetadataItem("source_0", source, "vrt_sources")
    return gdal.OpenEx(virtual.GetMetadata("xml:VRT")[0], gdal.OF_RASTER)  # which others can open by its description


def _is_signed_byte(band: gdal.Band) -> bool:
    is_signed = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"
    return bool(is_signed and band.DataType == gdal.GDT_Byte)


def _bits(band: gdal.Band) -> int:
    stored = band.GetMetadataItem("NBITS", "IMAGE_STRUCTURE")
    return int(stored) if stored else int(gdal.GetDataTypeSize(band.DataType))
