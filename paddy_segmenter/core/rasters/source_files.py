"""The files that the pixels of a raster, or the shapes of a layer, come from."""

import os

from osgeo import gdal

from .listed_files import listed_files

MADE_BY_LOOKING = (".aux.xml", ".ovr")  # files beside a raster on which no pixel depends
VIRTUAL = ".vrt"


def source_files(dataset: gdal.Dataset) -> list[str]:
    """Returns the files that GDAL reads for a dataset: several for a virtual one, with those behind the virtual ones among them."""
    found = dict[str, str]()  # by their real paths: virtual rasters may name each other in a circle
    _collect(dataset, found)
    return list(found.values())


def _collect(dataset: gdal.Dataset, found: dict[str, str]) -> None:
    for path in listed_files(dataset):
        place = os.path.realpath(path)
        if path.endswith(MADE_BY_LOOKING) or place in found:
            continue
        found[place] = path
        if path.lower().endswith(VIRTUAL) and (inner := _opened(path)):
            _collect(inner, found)


def _opened(path: str) -> gdal.Dataset | None:
    try:
        return gdal.OpenEx(path)
    except RuntimeError:  # it is damaged, which is told where its pixels are read
        return None
