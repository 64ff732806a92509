import math

import pytest
from osgeo import osr

from paddy_segmenter.core.rasters.ellipsoid import Stretch, degrees_at, stretch_at, transformed

SINUSOIDAL = "+proj=sinu +R=6371007.181 +units=m"
ROTATED_POLE = "+proj=ob_tran +o_proj=longlat +o_lon_p=-162 +o_lat_p=39.25 +lon_0=180 +to_meter=0.0174532925199433"
ARC_SECONDS = 'GEOGCRS["seconds",DATUM["WGS 84",ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],AXIS["latitude",north],AXIS["longitude",east],ANGLEUNIT["arc-second",4.84813681109536E-06]]'
LOCAL_FEET = 'LOCAL_CS["survey",UNIT["foot",0.3048]]'
DEGREES = osr.SpatialReference()
DEGREES.ImportFromEPSG(4326)


def crs_of(name: str) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.SetFromUserInput(name)
    return crs


def stretch(name: str, longitude: float, latitude: float) -> Stretch:
    """The stretch of a CRS at a place given in degrees."""
    crs = crs_of(name)
    [place] = transformed([(longitude, latitude)], DEGREES, crs)
    return stretch_at(crs.ExportToWkt(["FORMAT=WKT2"]), tuple(place))


def lengths(found: Stretch) -> tuple[float, float]:
    return abs(found.on_the_ground(1, 0)), abs(found.on_the_ground(0, 1))


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "width", "height"),
    [
        ("EPSG:4087", 25, 60, 0.5013, 1.0009),
        ("EPSG:32662", 25, 60, 0.5013, 1.0009),
        ("EPSG:6933", 25, 60, 0.578, 1.729),
        ("ESRI:54034", 25, 60, 0.501, 1.995),
        ("ESRI:54009", 110, 60, 0.860, 1.701),
        (SINUSOIDAL, 140, -35, 1.002, 1.723),
        ("EPSG:3857", 25, 60, 0.5013, 0.5004),
        ("EPSG:3395", 25, 60, 0.5013, 0.5013),
        ("+proj=merc +k=0.5 +ellps=WGS84", 25, 0, 2.0, 2.0),
        ("EPSG:3413", 20, 40, 0.847, 0.847),
    ],
)  # measured by pyproj's geodesics
def test_a_unit_is_as_long_as_the_geodesic_says(
    name: str, longitude: float, latitude: float, width: float, height: float
) -> None:
    assert lengths(stretch(name, longitude, latitude)) == pytest.approx((width, height), rel=2e-3)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [("EPSG:32650", 114.1, -2), ("EPSG:3035", 25, 60), ("EPSG:5070", -75, 45), ("EPSG:3978", -60, 70),
     ("EPSG:3031", 100, -70), ("EPSG:25832", 12, 55)],
)  # fmt: skip
def test_a_metre_of_a_projection_for_maps_of_a_country_is_a_metre(name: str, longitude: float, latitude: float) -> None:
    assert stretch(name, longitude, latitude) == Stretch(1.0, 1.0)


@pytest.mark.parametrize(
    ("name", "place", "width", "height"),
    [
        ("EPSG:4326", (114.0, 0.0), 111_319.5, 110_574.3),
        ("EPSG:4326", (-20.0, 60.0), 55_800.0, 111_412.0),
        (ARC_SECONDS, (0.0, 60 * 3600.0), 55_800.0 / 3600, 111_412.0 / 3600),
        ("EPSG:4807", (2.0, 50.0), 78_847.0 * 0.9, 111_132.0 * 0.9),
        ("IAU_2015:30100", (10.0, 60.0), 30_323.4 / 2, 30_323.4),
        (ROTATED_POLE, (0.0, 0.0), 111_000.0, 111_000.0),
    ],
    ids=["degrees at the equator", "degrees in the north", "arc seconds", "grads", "moon", "rotated pole"],
)
def test_angles_are_measured_on_their_own_ellipsoid(
    name: str, place: tuple[float, float], width: float, height: float
) -> None:
    found = stretch_at(crs_of(name).ExportToWkt(["FORMAT=WKT2"]), place)
    assert lengths(found) == pytest.approx((width, height), rel=5e-3)


@pytest.mark.parametrize(("crs", "unit"), [(LOCAL_FEET, 0.3048), (crs_of("EPSG:2263").ExportToWkt(), 0.3048006)])
def test_feet_are_feet_where_nothing_is_to_be_measured(crs: str, unit: float) -> None:
    assert lengths(stretch_at(crs, (300_000.0, 60_000.0))) == pytest.approx((unit, unit))


def test_axes_that_meet_askew_are_turned_alike_and_those_of_a_conic_projection_are_not() -> None:
    sheared = stretch(SINUSOIDAL, 140, -35)
    assert sheared.turn == pytest.approx(35.0, abs=0.3)
    assert stretch("EPSG:5070", -75, 45).turn == 0
    assert stretch("EPSG:4087", 25, 60).turn == pytest.approx(0, abs=1e-6)


def test_a_place_that_a_crs_does_not_show_is_taken_for_a_plane_and_is_at_no_degrees() -> None:
    crs = crs_of("ESRI:54009")
    beyond = 1.8e7, 9e6
    assert stretch_at(crs.ExportToWkt(), beyond) == Stretch(1.0, 1.0)
    inside, outside = degrees_at(crs, [(0.0, 0.0), beyond])
    assert inside == pytest.approx((0, 0), abs=1e-9)
    assert not math.isfinite(outside[0])
