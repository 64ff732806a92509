"""The CRS of a view of a raster whose own CRS shows shapes stretched or sheared: metres on the same datum."""

import math

import numpy as np
import numpy.typing as npt
from osgeo import osr

from paddy_segmenter.errors import InputError

from .ellipsoid import degrees_at, transformed
from .grid import Extent, Grid

FULL_CIRCLE = 360.0  # degrees
POLE = 90.0  # degrees
UTM_LATITUDES = -80.0, 84.0  # degrees between which UTM is made for
UTM_ZONE = 6.0  # degrees of longitude
UTM_ZONES = 60
UTM_WIDEST = 60.0  # degrees of longitude: 30 from its meridian, a UTM zone is stretched by up to 15 percent
AZIMUTHAL_FARTHEST = 45.0  # degrees from its centre, where an azimuthal projection is stretched by 17 percent
POINTS_ALONG = 501  # each side that is transformed: a parallel is bent between fewer of them
REMEDY = "cut it into parts, or bring it to the model's ground sample distance yourself"

Places = npt.NDArray[np.float64]  # x and y, or longitude and latitude (n, 2)


def metric_crs_of(grid: Grid) -> str:
    """Returns a CRS (WKT) in metres on the grid's datum: the UTM zone of its centre, or an azimuthal one around it.

    The latter serves where there is no UTM: near the poles, and on bodies that are spheres.

    Raises:
        InputError: the grid is too wide for it.
    """
    own = osr.SpatialReference(grid.crs)
    longitude, latitude = degrees_at(own, [grid.centre])[0]
    longitude = math.remainder(longitude, FULL_CIRCLE)
    outline = _finite(degrees_at(own, _outline(grid, own)))
    if _is_made_for_utm(outline) and own.GetInvFlattening() > 0:
        _check_width(outline, longitude)
        return _utm(own, longitude, latitude)

    _check_reach(outline, longitude, latitude)
    return _azimuthal(own, longitude, latitude)


def extent_in_metres(grid: Grid, crs: str) -> Extent:
    """Returns the box around the grid in the CRS, as far as that has such places."""
    own = osr.SpatialReference(grid.crs)
    places = _finite(transformed(_outline(grid, own), own, osr.SpatialReference(crs)))
    left, bottom = places.min(axis=0)
    right, top = places.max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def _finite(places: Places) -> Places:
    return places[np.isfinite(places).all(axis=1)]  # type: ignore[no-any-return]


def _outline(grid: Grid, crs: osr.SpatialReference) -> list[tuple[float, float]]:
    """Returns places along the sides of the grid in its own CRS, none beyond a pole."""
    steps, first, last = np.linspace(0, 1, POINTS_ALONG), np.zeros(POINTS_ALONG), np.ones(POINTS_ALONG)
    columns = grid.width * np.concatenate([steps, steps, first, last])
    rows = grid.height * np.concatenate([first, last, steps, steps])
    left, a, b, top, d, e = grid.transform
    x, y = left + a * columns + b * rows, top + d * columns + e * rows
    if crs.IsGeographic():
        pole = math.radians(POLE) / crs.GetAngularUnits()
        y = y.clip(-pole, pole)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _is_made_for_utm(outline: Places) -> bool:
    latitudes = outline[:, 1]
    return bool(UTM_LATITUDES[0] <= latitudes.min() and latitudes.max() <= UTM_LATITUDES[1])


def _check_width(outline: Places, longitude: float) -> None:
    offsets = outline[:, 0] - longitude
    width = np.ptp(offsets - FULL_CIRCLE * np.round(offsets / FULL_CIRCLE))
    if width > UTM_WIDEST:
        raise InputError(f"the raster is {width:.0f} degrees wide, but one UTM zone serves {UTM_WIDEST:.0f}: {REMEDY}")


def _check_reach(outline: Places, longitude: float, latitude: float) -> None:
    offsets, latitudes, centre = (
        np.radians(outline[:, 0] - longitude),
        np.radians(outline[:, 1]),
        math.radians(latitude),
    )
    cosines = np.sin(latitudes) * np.sin(centre) + np.cos(latitudes) * np.cos(centre) * np.cos(offsets)
    reach = math.degrees(math.acos(min(1.0, cosines.min())))
    if reach > AZIMUTHAL_FARTHEST:
        raise InputError(
            f"the raster reaches {reach:.0f} degrees from its centre, but one projection serves"
            f" {AZIMUTHAL_FARTHEST:.0f}: {REMEDY}"
        )


def _utm(own: osr.SpatialReference, longitude: float, latitude: float) -> str:
    zone = int((longitude + FULL_CIRCLE / 2) // UTM_ZONE) % UTM_ZONES + 1
    is_north = bool(latitude >= 0)
    known = osr.SpatialReference()
    known.ImportFromEPSG((32600 if is_north else 32700) + zone)
    if own.IsSameGeogCS(known):
        return _text(known)

    crs = osr.SpatialReference()
    crs.CopyGeogCSFrom(own)
    crs.SetProjCS(f"{crs.GetName()} / UTM zone {zone}{'N' if is_north else 'S'}")
    crs.SetUTM(zone, is_north)
    return _text(crs)


def _azimuthal(own: osr.SpatialReference, longitude: float, latitude: float) -> str:
    crs = osr.SpatialReference()
    crs.CopyGeogCSFrom(own)
    crs.SetProjCS(f"{crs.GetName()} / Lambert azimuthal equal area around {latitude:.4g}, {longitude:.4g}")
    crs.SetLAEA(latitude, longitude, 0, 0)
    return _text(crs)


def _text(crs: osr.SpatialReference) -> str:
    return str(crs.ExportToWkt(["FORMAT=WKT2"]))
