from contextlib import nullcontext, suppress
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.rasters import raster_file
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster_file import create_raster, try_georeference
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError, OutputError
from tests.conftest import wkt

UTM = wkt(32750)


def test_a_written_raster_is_tiled_compressed_and_takes_its_name_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "map.tif"
    grid = Grid(1000, 600, (5.0, 2.0, 0.0, 9.0, 0.0, -2.0), UTM)
    with create_raster(str(path), grid, np.uint8, 255) as file:
        file.write(Window(0, 0, 512, 1000), np.full((512, 1000), 3, np.uint8))
        assert not path.exists()
        file.write(Window(512, 0, 88, 1000), np.full((88, 1000), 4, np.uint8))
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetBlockSize() == [512, 512]
    assert dataset.GetGeoTransform() == grid.transform
    assert dataset.GetRasterBand(1).GetNoDataValue() == 255
    assert dataset.ReadAsArray()[[511, 512], 0].tolist() == [3, 4]
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.tif"]


@pytest.mark.parametrize("bands", [2, 3, 4, 5])
def test_no_band_of_several_is_taken_for_a_mask_of_the_others(tmp_path: Path, bands: int) -> None:
    path = str(tmp_path / "probabilities.tif")
    with create_raster(path, Grid(20, 10, (5.0, 2.0, 0.0, 9.0, 0.0, -2.0), UTM), np.uint8, 255, bands) as file:
        file.write(Window(0, 0, 10, 20), np.zeros((bands, 10, 20), np.uint8))
    dataset = gdal.Open(path)
    meanings = {dataset.GetRasterBand(number + 1).GetColorInterpretation() for number in range(bands)}
    assert meanings <= {gdal.GCI_GrayIndex, gdal.GCI_Undefined}


def test_a_raster_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyError),
        create_raster(str(tmp_path / "map.tif"), Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM), np.uint8, 0),
    ):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("resampling", ["MODE", "AVERAGE"])
def test_overviews_are_computed_on_all_cores_and_are_those_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resampling: str
) -> None:
    values = np.random.default_rng(2).integers(1, 5, (40, 50), np.uint8).repeat(48, axis=0).repeat(48, axis=1)
    build, threads = gdal.Dataset.BuildOverviews, []

    def watched(*arguments: object) -> int:
        threads.append(gdal.GetConfigOption("GDAL_NUM_THREADS"))
        return build(*arguments)

    def written(name: str) -> bytes:
        path = tmp_path / name
        with create_raster(str(path), Grid(2400, 1920, (5, 2, 0, 9, 0, -2), UTM), np.uint8, 255) as file:
            file.write(Window(0, 0, 1920, 2400), values)
            file.build_overviews(resampling)
        return path.read_bytes()

    monkeypatch.setattr(gdal.Dataset, "BuildOverviews", watched)
    with_all = written("all.tif")
    monkeypatch.setattr(raster_file, "_all_cores", nullcontext)
    assert written("one.tif") == with_all
    assert threads == ["ALL_CPUS", None]


def test_a_missing_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    grid = Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM)
    with (
        pytest.raises(OutputError, match="does not exist: create it"),
        create_raster(str(tmp_path / "no" / "map.tif"), grid, np.uint8, 0),
    ):
        pass


def test_a_crs_that_a_geotiff_would_hold_as_another_one_is_refused() -> None:
    contradicts_its_code = UTM.replace("298.257223563", "65536")  # GDAL would write the code alone
    grid = Grid(1000, 600, (200_000.0, 10.0, 0.0, 9_670_000.0, 0.0, -10.0), contradicts_its_code)
    with pytest.raises(InputError, match="a GeoTIFF cannot hold the CRS WGS 84 / UTM zone 50S of the raster"):
        try_georeference(grid)


@pytest.mark.parametrize("code", [32750, 3857, 2056, 28992, 31467, 27700, 3413, 5514, 2263, 23700])
def test_crs_that_a_geotiff_holds_in_its_own_words_are_taken(code: int) -> None:
    try_georeference(Grid(100, 100, (500_000.0, 10.0, 0.0, 1_000_000.0, 0.0, -10.0), wkt(code)))


def test_a_trial_leaves_nothing_in_memory() -> None:
    left = gdal.ReadDirRecursive("/vsimem/") or []
    # Of a rotated pole GDAL writes a file beside the GeoTIFF.
    turned = osr.SpatialReference()
    turned.SetFromUserInput("+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=40 +lon_0=10 +datum=WGS84")
    with suppress(InputError):
        try_georeference(Grid(2, 2, (0.0, 1.0, 0.0, 2.0, 0.0, -1.0), turned.ExportToWkt(["FORMAT=WKT2_2019"])))
    assert (gdal.ReadDirRecursive("/vsimem/") or []) == left
