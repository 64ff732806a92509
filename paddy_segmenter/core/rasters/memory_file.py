"""Files in GDAL's own memory, below /vsimem/."""

from osgeo import gdal


def read_memory_file(path: str) -> bytes:
    """Returns the content of a file in memory that is there and closed."""
    file = gdal.VSIFOpenL(path, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    finally:
        gdal.VSIFCloseL(file)
