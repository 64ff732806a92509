from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import read_legend, write_legend
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

WEST, NORTH, GSD = 600_000.0, 9_700_000.0, 10.0
SIZE = 60


def placed_by_points(
    folder: Path, *, turn: float = 0.0, nodata: float | None = None, bands: int = 1, epsg: int = 32750
) -> str:
    """A raster of which four points in its corners say where it lies; its rows go up eastwards by `turn` metres a pixel."""
    path = str(folder / "scan.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIZE, SIZE, bands, gdal.GDT_Byte)
    corners = [(column, row) for column in (0, SIZE) for row in (0, SIZE)]
    points = [
        gdal.GCP(WEST + GSD * column + turn * row, NORTH - GSD * row + turn * column, 0, column, row)
        for column, row in corners
    ]
    dataset.SetGCPs(points, wkt(epsg))
    for number in range(1, bands + 1):
        values = np.add.outer(np.arange(SIZE), 2 * np.arange(SIZE)) + number
        dataset.GetRasterBand(number).WriteArray(values.astype(np.uint8))
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    return path


def all_of(raster: Raster, bands: tuple[int, ...] = (1,)) -> tuple[np.ndarray, np.ndarray]:
    return raster.read(Window(0, 0, raster.grid.height, raster.grid.width), bands)


def test_points_in_the_corners_place_a_raster_without_changing_it(tmp_path: Path) -> None:
    path = placed_by_points(tmp_path, bands=3)
    raster = Raster(path)
    assert raster.grid.transform == pytest.approx((WEST, GSD, 0, NORTH, 0, -GSD))
    assert raster.band_numbers == (1, 2, 3)
    image, valid = all_of(raster, (1, 2, 3))
    assert valid.all()
    np.testing.assert_array_equal(image, gdal.Open(path).ReadAsArray())


def test_bands_keep_their_names_and_scales(tmp_path: Path) -> None:
    path = placed_by_points(tmp_path, bands=2)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, name in enumerate(("red", "nir"), 1):
        dataset.GetRasterBand(number).SetDescription(name)
        dataset.GetRasterBand(number).SetScale(number / 100)
    dataset = None

    raster = Raster(path)
    assert raster.band_names == ("red", "nir")
    assert [raster.scale_of(band).factor for band in (1, 2)] == [0.01, 0.02]


@pytest.mark.parametrize("by", ["category names", "attribute table"])
def test_classes_keep_their_names_and_colours(tmp_path: Path, by: str) -> None:
    path = placed_by_points(tmp_path)
    classes = LegendClass(0, "water", (1, 2, 3)), LegendClass(1, "rice", (4, 5, 6))
    dataset = gdal.Open(path, gdal.GA_Update)
    band = dataset.GetRasterBand(1)
    write_legend(band, classes)
    if by == "category names":
        band.SetDefaultRAT(None)
    else:
        band.SetCategoryNames([])
    band = dataset = None

    assert list(read_legend(path).values()) == list(classes)


@pytest.mark.parametrize("nodata", [None, 255])
def test_a_turned_raster_lies_as_qgis_shows_it_and_beyond_it_is_no_data(tmp_path: Path, nodata: float | None) -> None:
    path = placed_by_points(tmp_path, turn=4.0, nodata=nodata)
    raster = Raster(path)
    shown = gdal.AutoCreateWarpedVRT(gdal.Open(path), None, None, gdal.GRA_NearestNeighbour, 0.0)
    assert raster.grid.transform == shown.GetGeoTransform()
    assert (raster.grid.width, raster.grid.height) == (shown.RasterXSize, shown.RasterYSize)
    image, valid = all_of(raster)
    np.testing.assert_array_equal(image[0][valid], shown.ReadAsArray()[valid])
    assert valid.mean() == pytest.approx(SIZE**2 / valid.size, rel=0.2)
    assert not valid[0, 0]


def test_a_raster_that_is_warped_says_so_and_is_that_of_its_own_file(
    tmp_path: Path, write_raster: Callable[..., str]
) -> None:
    path = placed_by_points(tmp_path)
    raster = Raster(path)
    assert raster.placement == (
        "scan.tif is placed by 4 ground control points: it is warped by GDAL's polynomial through them, nearest"
        " neighbour, as QGIS shows it"
    )
    assert (raster.name, raster.files) == ("scan.tif", [path])
    assert Raster(write_raster("image.tif", np.ones((4, 4), np.uint8))).placement == ""


def test_another_handle_and_a_view_see_the_same(tmp_path: Path) -> None:
    path = placed_by_points(tmp_path, turn=4.0)
    raster = Raster(path)
    for first, second in zip(all_of(raster), all_of(raster.reopened()), strict=True):
        np.testing.assert_array_equal(first, second)
    with view_at(path, 20.0) as view:
        image, valid = all_of(Raster(view))
    known = all_of(raster)
    assert image[0][valid].mean() == pytest.approx(known[0][0][known[1]].mean(), rel=0.05)


def test_points_in_no_crs_and_points_on_one_line_are_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "scan.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIZE, SIZE)
    dataset.SetGCPs([gdal.GCP(WEST + 10 * n, NORTH, 0, n, 0) for n in range(4)], wkt(32750))
    del dataset
    with pytest.raises(InputError, match=r"cannot be placed by its ground control points \(.*\): warp it"):
        Raster(path)

    gdal.GetDriverByName("GTiff").Create(path, SIZE, SIZE).SetGCPs([gdal.GCP(0, 0, 0, 0, 0)] * 4, "")
    with pytest.raises(InputError, match="ground control points in no coordinate reference system: georeference it"):
        Raster(path)
