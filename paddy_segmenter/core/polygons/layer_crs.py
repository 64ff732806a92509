"""The coordinate reference system of a polygon layer, as a GeoPackage can hold it."""

from itertools import count

from osgeo import gdal, ogr, osr

from paddy_segmenter.errors import InputError

from ..rasters.gdal_errors import crs_remedy, first_line, unheard
from ..rasters.grid import Grid

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

_numbers = count()


def layer_crs(grid: Grid) -> osr.SpatialReference:
    """Returns a grid's CRS, without the height above the ellipsoid where a GeoPackage holds it only so: the ground is the same.

    Raises InputError where a GeoPackage cannot hold it, as far as the GDAL that is installed can tell.
    """
    crs = osr.SpatialReference(grid.crs)
    reason = _reason_against(crs)
    if not reason:
        return crs

    flat = crs.Clone()
    flat.DemoteTo2D()
    if not _reason_against(flat):
        return flat
    remedy = crs_remedy(reason, "reproject the raster, or leave the polygons out")
    raise InputError(f"a GeoPackage cannot hold the CRS {crs.GetName()} of the raster ({reason}): {remedy}")


def _reason_against(crs: osr.SpatialReference) -> str:
    """Returns why an empty layer in this CRS cannot be written to a GeoPackage in memory; empty where it can."""
    path = f"/vsimem/paddy_segmenter_crs_{next(_numbers)}.gpkg"
    try:
        dataset = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
        dataset.CreateLayer("trial", crs, ogr.wkbPolygon)
        dataset.FlushCache()
    except RuntimeError as error:
        return first_line(error)
    finally:
        with unheard():
            dataset = None
        gdal.Unlink(path)
    return ""
