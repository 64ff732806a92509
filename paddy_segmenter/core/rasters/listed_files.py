"""The files that belong to a dataset, as GDAL lists them."""

from osgeo import gdal

from paddy_segmenter.errors import InputError

from .gdal_errors import first_line


def listed_files(dataset: gdal.Dataset) -> list[str]:
    """Returns the files of a dataset, its own first. Raises InputError where one beside it, which GDAL opens now, is damaged."""
    try:
        return list(dataset.GetFileList() or ())
    except RuntimeError as error:
        gdal.ErrorReset()
        raise damaged_beside(dataset, error) from error


def damaged_beside(dataset: gdal.Dataset, error: RuntimeError) -> InputError:
    """Returns what to tell where a file beside a dataset, which GDAL opens only when it is asked for, is damaged."""
    return InputError(
        f"a file beside {dataset.GetDescription()} is damaged ({first_line(error)}): remove it if it is an overview (.ovr), get it"
        " anew if it is a mask (.msk) or holds what the raster declares (.aux.xml)"
    )
