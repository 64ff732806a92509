"""Rasters that ground control points alone place, such as scanned maps and radar scenes: warped as QGIS shows them."""

from osgeo import gdal

from paddy_segmenter.errors import InputError

from .gdal_errors import first_line
from .gdal_settings import AS_THEY_ARE

POINTS = "PADDY_SEGMENTER_GROUND_CONTROL_POINTS"  # metadata: how many there are
WARP = "warp it (Raster > Projections > Warp)"
# What drivers say that know no geotransform.
NOWHERE = (
    (0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
    (0.0, 1.0, 0.0, 0.0, 0.0, -1.0),
)
OTHER_WAYS = {"RPC": "rational polynomial coefficients", "GEOLOCATION": "geolocation arrays"}  # metadata domains


def has_geotransform(dataset: gdal.Dataset) -> bool:
    """Returns whether a dataset says by six numbers where its pixels lie; those of a mere count of pixels are none beside other ways."""
    transform = dataset.GetGeoTransform(can_return_null=True)
    knows_other_ways = dataset.GetGCPCount() > 0 or any(dataset.GetMetadata(domain) for domain in OTHER_WAYS)
    return transform is not None and not (knows_other_ways and tuple(transform) in NOWHERE)


def is_placed_by_points(dataset: gdal.Dataset) -> bool:
    """Returns whether ground control points, and nothing better, say where the pixels lie."""
    return dataset.GetGCPCount() > 0 and not has_geotransform(dataset) and not other_way_of(dataset)


def other_way_of(dataset: gdal.Dataset) -> str | None:
    """Returns by what a dataset without geotransform says where its pixels lie that needs more than this raster to be used."""
    if has_geotransform(dataset):
        return None
    return next((name for domain, name in OTHER_WAYS.items() if dataset.GetMetadata(domain)), None)


def points_of(dataset: gdal.Dataset) -> int:
    """Returns how many ground control points a dataset was warped by, 0 for one that was not."""
    return int(dataset.GetMetadataItem(POINTS) or 0)


def warped_by_points(dataset: gdal.Dataset, path: str) -> gdal.Dataset:
    """Returns the dataset warped by GDAL's polynomial through its points, nearest neighbour; beyond it there is no data.

    Raises InputError where the points do not say where it lies.
    """
    if dataset.GetGCPSpatialRef() is None:
        raise InputError(
            f"{path} has ground control points in no coordinate reference system: georeference it (Raster > Georeferencer)"
        )

    has_nodata = dataset.GetRasterBand(1).GetNoDataValue() is not None
    try:
        warped = gdal.Warp(
            "", dataset, format="VRT", resampleAlg="near", errorThreshold=0, overviewLevel="NONE", dstAlpha=not has_nodata,
            warpOptions=["UNIFIED_SRC_NODATA=NO"], options=[AS_THEY_ARE],
        )  # fmt: skip
    except RuntimeError as error:
        raise InputError(
            f"{path} cannot be placed by its ground control points ({first_line(error)}): {WARP}"
        ) from error

    warped.SetMetadataItem(POINTS, str(dataset.GetGCPCount()))
    for number in range(1, dataset.RasterCount + 1):
        _copy_names(dataset.GetRasterBand(number), warped.GetRasterBand(number))
    return gdal.OpenEx(warped.GetMetadata("xml:VRT")[0], gdal.OF_RASTER)  # which others can open by its description


def _copy_names(band: gdal.Band, warped: gdal.Band) -> None:
    """Gives a warped band the names of itself and of its classes, which gdal.Warp leaves behind."""
    warped.SetDescription(band.GetDescription())
    if band.GetCategoryNames():
        warped.SetCategoryNames(band.GetCategoryNames())
