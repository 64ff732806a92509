from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.raster import Grid, Raster, create_raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError, OutputError

Write = Callable[..., str]
UTM = 'PROJCS["UTM 50S",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",117],PARAMETER["scale_factor",0.9996],UNIT["metre",1]]'


def test_a_window_beyond_the_raster_is_not_valid_there(write_raster: Write) -> None:
    path = write_raster("small.tif", np.arange(12, dtype=np.uint8).reshape(3, 4))
    image, valid = Raster(path).read(Window(-1, 2, 5, 4), (1,))
    expected = np.full((5, 4), np.nan, np.float32)
    expected[1:4, :2] = [[2, 3], [6, 7], [10, 11]]
    np.testing.assert_array_equal(image[0], expected)
    np.testing.assert_array_equal(valid, np.isfinite(expected))


def test_a_window_wholly_beside_the_raster_is_empty(write_raster: Write) -> None:
    _, valid = Raster(write_raster("small.tif", np.ones((3, 4), np.uint8))).read(Window(10, 10, 2, 2), (1,))
    assert not valid.any()


def test_bands_come_in_the_order_asked_for(write_raster: Write) -> None:
    path = write_raster("bands.tif", np.stack([np.full((2, 2), n, np.uint16) for n in (100, 200, 300)]))
    image, _ = Raster(path).read(Window(0, 0, 2, 2), (3, 1))
    assert image[:, 0, 0].tolist() == [300, 100]


def test_nodata_and_nan_are_not_valid_where_all_bands_lack_data(write_raster: Write) -> None:
    values = np.array([[[0, 0, 5]], [[0, 7, np.nan]]], np.float32)
    image, valid = Raster(write_raster("holes.tif", values, nodata=0)).read(Window(0, 0, 1, 3), (1, 2))
    assert valid.tolist() == [[False, True, True]]
    assert np.isnan(image[0, 0, 1])
    assert image[1, 0, 1] == 7


def test_an_alpha_band_is_a_mask_and_not_a_band(write_raster: Write, tmp_path: Path) -> None:
    path = write_raster("rgba.tif", np.full((4, 2, 2), 9, np.uint8))
    with_alpha = str(tmp_path / "alpha.tif")
    gdal.Translate(with_alpha, path, options=["-colorinterp", "red,green,blue,alpha"])
    assert len(Raster(with_alpha).band_names) == 3


@pytest.mark.parametrize(
    ("epsg", "pixel", "metres"),
    [(32750, 1.5, 1.5), (4326, 0.0001, 11.13), (2263, 10.0, 3.048)],
    ids=["metres", "degrees at the equator", "feet"],
)
def test_the_gsd_is_in_metres_whatever_the_crs_counts_in(
    write_raster: Write, epsg: int, pixel: float, metres: float
) -> None:
    raster = Raster(write_raster("grid.tif", np.ones((4, 4), np.uint8), epsg=epsg, gsd=pixel, left=0, top=0.0002))
    assert raster.grid.gsd == pytest.approx(metres, rel=1e-3)


def test_a_raster_without_crs_is_refused_with_a_remedy(write_raster: Write) -> None:
    with pytest.raises(InputError, match="no coordinate reference system: assign one"):
        Raster(write_raster("nowhere.tif", np.ones((4, 4), np.uint8), epsg=None))


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


def test_a_raster_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyError),
        create_raster(str(tmp_path / "map.tif"), Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM), np.uint8, 0),
    ):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    grid = Grid(10, 10, (0, 1, 0, 0, 0, -1), UTM)
    with (
        pytest.raises(OutputError, match="does not exist: create it"),
        create_raster(str(tmp_path / "no" / "map.tif"), grid, np.uint8, 0),
    ):
        pass


def test_an_alpha_band_in_front_does_not_shift_the_numbers(write_raster: Write, tmp_path: Path) -> None:
    path = write_raster("argb.tif", np.full((4, 2, 2), 9, np.uint8))
    with_alpha = str(tmp_path / "alpha.tif")
    gdal.Translate(with_alpha, path, options=["-colorinterp", "alpha,red,green,blue"])
    raster = Raster(with_alpha)
    assert (raster.band_numbers, raster.band_names) == ((2, 3, 4), ("band 2", "band 3", "band 4"))
    with pytest.raises(InputError, match="band 1 does not exist"):
        raster.check_bands((1,))


def test_rows_beyond_the_pole_are_refused(write_raster: Write) -> None:
    with pytest.raises(InputError, match=r"latitude 9\.67e\+06, but a CRS in degrees ends at 90"):
        Raster(write_raster("metres.tif", np.ones((4, 4), np.uint8), epsg=4326))
    world = write_raster("world.tif", np.ones((181, 361), np.uint8), epsg=4326, gsd=1.0, left=-180.5, top=90.5)
    assert Raster(world).grid.gsd > 0


def test_names_that_are_no_paths_are_opened(write_raster: Write, tmp_path: Path) -> None:
    table = str(tmp_path / "table.gpkg")
    gdal.Translate(table, write_raster("image.tif", np.full((4, 4), 7, np.uint8)), format="GPKG")
    assert Raster(f"GPKG:{table}:table").grid.width == 4
    with pytest.raises(InputError, match="does not exist: check the path"):
        Raster(str(tmp_path / "none.tif"))
