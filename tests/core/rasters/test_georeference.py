import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

UNUSABLE = 'PROJCS["no method",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Unknown_method"],UNIT["metre",1]]'
ARC_SECONDS = 'GEOGCS["seconds",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["arc-second",4.84813681109536E-06]]'
RPC = {
    "LINE_OFF": "48", "SAMP_OFF": "48", "LAT_OFF": "-2", "LONG_OFF": "114", "HEIGHT_OFF": "0", "LINE_SCALE": "48",
    "SAMP_SCALE": "48", "LAT_SCALE": ".01", "LONG_SCALE": ".01", "HEIGHT_SCALE": "100",
    "LINE_NUM_COEFF": "0 0 -1" + " 0" * 17, "LINE_DEN_COEFF": "1" + " 0" * 19, "SAMP_NUM_COEFF": "0 1" + " 0" * 18,
    "SAMP_DEN_COEFF": "1" + " 0" * 19,
}  # fmt: skip


def virtual(folder: Path, *, crs: str = "EPSG:32750", transform: str = "200000,1,0,9670000,0,-1", size: int = 4) -> str:
    """A raster without any pixel, that lies where it says."""
    path = folder / "placed.vrt"
    escaped = crs.replace('"', "&quot;")
    path.write_text(
        f'<VRTDataset rasterXSize="{size}" rasterYSize="4"><SRS>{escaped}</SRS><GeoTransform>{transform}</GeoTransform>'
        '<VRTRasterBand dataType="Byte" band="1"/></VRTDataset>',
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize("crs", ["", "EPSG:9999999"])
def test_an_empty_crs_is_none(tmp_path: Path, crs: str) -> None:
    with pytest.raises(InputError, match="has no coordinate reference system: assign one"):
        Raster(virtual(tmp_path, crs=crs))


def test_a_crs_that_proj_does_not_know_is_told(write_raster: Callable[..., str]) -> None:
    path = write_raster("image.tif", np.ones((4, 4), np.uint8))
    Path(f"{path}.aux.xml").write_text("<PAMDataset><SRS>EPSG:9999999</SRS></PAMDataset>", encoding="utf-8")
    with pytest.raises(InputError, match=r"(PROJ does not know \(.*\)|has no coordinate reference system): assign one"):
        Raster(path)


def test_a_crs_without_a_way_to_degrees_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"\(no method\) from which PROJ knows no way to degrees: assign the one it is in"
    ):
        Raster(virtual(tmp_path, crs=UNUSABLE))


def test_a_crs_with_text_that_is_none_is_refused(tmp_path: Path) -> None:
    path = Path(virtual(tmp_path, crs=wkt(32750)))
    path.write_bytes(path.read_bytes().replace(b"EPSG", b"EP\xffG"))
    with pytest.raises(InputError, match=r"has a coordinate reference system|has no coordinate reference system"):
        Raster(str(path))


@pytest.mark.parametrize("transform", ["100,1,0,200,0,0", "100,1,2,200,2,4", "nan,1,0,200,0,-1", "0,inf,0,0,0,-1"])
def test_a_geotransform_that_leads_nowhere_is_refused(tmp_path: Path, transform: str) -> None:
    with pytest.raises(InputError, match=r"a geotransform that leads nowhere \(.*\): georeference it"):
        Raster(virtual(tmp_path, transform=transform))


def test_a_raster_larger_than_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is 2000000000 x 4 pixels, but a side has 100000000 at most: check the file"):
        Raster(virtual(tmp_path, size=2_000_000_000))


@pytest.mark.parametrize("transform", ["0,10,0,0,0,-5e-324", "0,1e300,0,0,0,-1e-300", "0,1e9,0,0,0,-1e9"])
def test_pixels_of_no_size_and_of_more_than_the_earth_are_refused(tmp_path: Path, transform: str) -> None:
    with pytest.raises(InputError, match=r"has pixels of \S+ x \S+ m on the ground: assign the CRS it is in"):
        Raster(virtual(tmp_path, crs='LOCAL_CS["survey",UNIT["metre",1]]', transform=transform))


def test_a_geocentric_crs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has a geocentric CRS \(WGS 84\), on which no map is drawn: assign one"):
        Raster(virtual(tmp_path, crs=wkt(4978), transform="10,1,0,20,0,-1"))


def test_arc_seconds_are_no_degrees(tmp_path: Path) -> None:
    assert Raster(virtual(tmp_path, crs=ARC_SECONDS, transform="410400,1,0,200000,0,-1")).grid.gsd == pytest.approx(
        23.28, abs=0.01
    )
    with pytest.raises(InputError, match=r"reaches latitude 111\.111, but a CRS in degrees ends at 90"):
        Raster(virtual(tmp_path, crs=ARC_SECONDS, transform="410400,1,0,400000,0,-1"))


@pytest.mark.parametrize(
    ("crs", "gsd"), [("IAU_2015:30100", 30.3), ("IAU_2015:49900", 59.2), ('LOCAL_CS["survey",UNIT["metre",1]]', 1e-3)]
)
def test_other_bodies_and_local_systems_have_a_place(tmp_path: Path, crs: str, gsd: float) -> None:
    raster = Raster(virtual(tmp_path, crs=crs, transform="10,0.001,0,0.002,0,-0.001"))
    assert raster.grid.gsd == pytest.approx(gsd, rel=0.01)


def test_what_needs_more_than_the_raster_to_be_placed_is_to_be_warped(tmp_path: Path) -> None:
    path = str(tmp_path / "satellite.tif")
    gdal.GetDriverByName("GTiff").Create(path, 96, 96).SetMetadata(RPC, "RPC")
    with pytest.raises(
        InputError, match=r"by rational polynomial coefficients where .*: warp it \(Raster > Projections"
    ):
        Raster(path)


@pytest.mark.parametrize("variable", ["PROJ_LIB", "PROJ_DATA"])
@pytest.mark.parametrize("kind", ["of another version", "empty"])
def test_data_of_another_proj_is_told_with_the_variable_that_leads_there(
    write_raster: Callable[..., str], tmp_path: Path, kind: str, variable: str
) -> None:
    path = write_raster("image.tif", np.ones((4, 4), np.uint8))
    foreign = tmp_path / "proj"
    foreign.mkdir()
    if kind == "of another version":
        _copy_of_another_version(foreign)
    read = "import sys\nfrom paddy_segmenter.core.rasters.raster import Raster\nRaster(sys.argv[1])"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PROJ_")}
    ended = subprocess.run(
        [sys.executable, "-c", read, path],
        env=clean | {variable: str(foreign)},
        capture_output=True,
        text=True,
        check=False,
    )
    last = ended.stderr.strip().splitlines()[-1]
    assert "EnvironmentMissing: PROJ's own data cannot be read" in last
    assert last.endswith(f"take {variable}={foreign} out of the environment")


def _copy_of_another_version(folder: Path) -> None:
    places = [Path(place) / "proj.db" for place in osr.GetPROJSearchPaths()]
    database = next((place for place in places if place.exists()), None)
    if database is None:
        pytest.skip("this PROJ keeps its data inside itself")
    shutil.copy(database, folder)
    with sqlite3.connect(folder / "proj.db") as connection:
        connection.execute("UPDATE metadata SET value = '0' WHERE key = 'DATABASE.LAYOUT.VERSION.MINOR'")
    connection.close()
