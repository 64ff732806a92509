"""What GDAL reads otherwise than it is meant: cut raw files as zeros, signed bytes as unsigned ones."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP, UTM_50S, wkt

Write = Callable[..., str]


@pytest.mark.parametrize(("driver", "suffix"), [("ENVI", "dat"), ("EHdr", "bil"), ("SAGA", "sdat")])
def test_a_raw_file_that_is_cut_is_refused(tmp_path: Path, write_raster: Write, driver: str, suffix: str) -> None:
    values = np.arange(1, 1201, dtype=np.int16).reshape(30, 40)
    path = str(tmp_path / f"scene.{suffix}")
    gdal.Translate(path, write_raster("scene.tif", values), format=driver, outputSRS="EPSG:32750")
    window = Window(0, 0, 30, 40)
    np.testing.assert_array_equal(Raster(path).read(window, (1,))[0][0], values)

    os.truncate(path, 2399)
    with pytest.raises(InputError, match=r"has 2399 bytes, but its header tells of 2400 or more: the file is cut off"):
        Raster(path)


@pytest.mark.skipif(gdal.GetDriverByName("netCDF") is None, reason="this GDAL reads no netCDF")
def test_a_netcdf_file_that_is_cut_is_refused(tmp_path: Path, write_raster: Write) -> None:
    path = str(tmp_path / "scene.nc")
    gdal.Translate(path, write_raster("scene.tif", np.ones((200, 200), np.float32)), format="netCDF")
    Raster(path)
    os.truncate(path, 100_000)
    with pytest.raises(InputError, match="has 100000 bytes, but its header tells of 160000 or more"):
        Raster(path)


def test_a_raw_file_of_single_bits_is_whole(tmp_path: Path, write_raster: Write) -> None:
    path = str(tmp_path / "bits.bil")
    values = np.eye(16, dtype=np.uint8)
    gdal.Translate(path, write_raster("bits.tif", values), format="EHdr", creationOptions=["NBITS=1"])
    np.testing.assert_array_equal(Raster(path).read(Window(0, 0, 16, 16), (1,))[0][0], values)


def write_signed(path: Path) -> str:
    """Writes two bands of bytes that the TIFF calls signed."""
    options = ["PIXELTYPE=SIGNEDBYTE"] if int(gdal.VersionInfo()) < 3070000 else []
    kind = gdal.GDT_Byte if options else gdal.GDT_Int8
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 1, 2, kind, options)
    dataset.SetProjection(wkt(UTM_50S))
    dataset.SetGeoTransform((LEFT, 1.0, 0.0, TOP, 0.0, -1.0))
    for number in (1, 2):
        band = dataset.GetRasterBand(number)
        band.WriteRaster(0, 0, 4, 1, np.array([-128, -1, 0, 127], np.int8).tobytes(), buf_type=kind)
        band.SetNoDataValue(-128)
        band.SetDescription(f"slope {number}")
    return str(path)


def test_signed_bytes_are_negative_and_their_nodata_value_hides_them(tmp_path: Path) -> None:
    path = write_signed(tmp_path / "signed & old.tif")
    raster = Raster(path)
    assert raster.band_names == ("slope 1", "slope 2")
    assert raster.files == [path]
    window = Window(0, 0, 1, 4)
    known = [[[np.nan, -1, 0, 127]]]
    np.testing.assert_array_equal(raster.reopened().read(window, (2,))[0], known)
    assert raster.read_values(window, 7).tolist() == [[7, -1, 0, 127]]
    with view_at(path, 1.0) as view:
        np.testing.assert_array_equal(Raster(view).read(window, (1,))[0], known)
