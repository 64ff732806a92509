import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.legend import read_legend, write_legend
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.raster_file import create_raster
from paddy_segmenter.core.rasters.resample import back_on_grid, view_at, way_back
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError

Write = Callable[..., str]
RANDOM = np.random.default_rng(1)


def read_all(path: str, bands: tuple[int, ...] = ()) -> np.ndarray:
    raster = Raster(path)
    grid = raster.grid
    return raster.read(Window(0, 0, grid.height, grid.width), bands or raster.band_numbers)[0]


def means_of_four(values: np.ndarray) -> np.ndarray:
    bands, height, width = values.shape
    blocks = values.reshape(bands, height // 2, 2, width // 2, 2).swapaxes(2, 3).reshape(bands, height // 2, -1, 4)
    sums, counts = np.nansum(blocks, axis=-1), np.isfinite(blocks).sum(axis=-1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def everywhere(window: Window) -> np.ndarray:
    return np.ones((window.height, window.width), np.bool_)


def carry_back(source: str, target: Path, grid: Grid, resampling: str, valid=everywhere, seen=everywhere) -> np.ndarray:
    shares: list[float] = []
    back_on_grid(source, str(target), grid, resampling, "NEAREST", valid, seen, shares.append)
    assert shares[-1] == 1.0
    dataset = gdal.Open(str(target))
    return dataset.ReadAsArray()


def turned(path: str, degrees: float, gsd: float = 1.0) -> str:
    """Gives a raster a geotransform whose rows run that many degrees north of east."""
    dataset = gdal.Open(path, gdal.GA_Update)
    c, s = gsd * math.cos(math.radians(degrees)), gsd * math.sin(math.radians(degrees))
    dataset.SetGeoTransform((200_000.0, c, s, 9_670_000.0, s, -c))
    return path


def test_coarser_pixels_are_the_means_of_what_has_data_in_them(write_raster: Write) -> None:
    values = RANDOM.integers(1, 4000, (3, 40, 60)).astype(np.uint16)
    values[0, 10:20, 10:21] = 0
    values[:, :3, :3] = 0
    path = write_raster("scene of père & co.tif", values, nodata=0, bands=("red", "green", "nir"))
    with view_at(path, 3.0) as view:
        raster = Raster(view)
        assert (raster.name, raster.band_names) == ("scene of père & co.tif", ("red", "green", "nir"))
        assert (raster.grid.width, raster.grid.height, raster.grid.gsd) == (30, 20, 3.0)
        assert raster.grid.extent() == Raster(path).grid.extent()
        expected = means_of_four(np.where(values == 0, np.nan, values.astype(float)))
        np.testing.assert_allclose(read_all(view), expected, rtol=1e-6)


def test_a_band_that_lacks_data_does_not_take_it_from_the_others(write_raster: Write) -> None:
    values = np.full((2, 8, 8), 50, np.uint16)
    values[0, :4] = 0
    with view_at(write_raster("half.tif", values, nodata=0), 3.0) as view:
        image = read_all(view)
    assert np.isfinite(image).mean(axis=(1, 2)).tolist() == [0.5, 1.0]


@pytest.mark.parametrize("down", [-1.0, 1.0], ids=["north-up", "south-up"])
def test_a_view_of_pixels_one_metre_wide_is_a_view_like_any_other(write_raster: Write, down: float) -> None:
    values = RANDOM.integers(1, 4000, (1, 20, 20)).astype(np.uint16)
    path = write_raster("metre.tif", values, gsd=1.0)
    gdal.Open(path, gdal.GA_Update).SetGeoTransform((200_000.0, 1.0, 0.0, 9_670_000.0, 0.0, down))
    with view_at(path, 2.0) as view:
        seen = values if down < 0 else values[:, ::-1]
        np.testing.assert_allclose(read_all(view), means_of_four(seen.astype(float)), rtol=1e-6)


def test_a_turned_raster_is_not_blurred_by_more_than_the_turn(write_raster: Write) -> None:
    noise = RANDOM.normal(size=(200, 200)).astype(np.float32)
    with view_at(turned(write_raster("noise.tif", noise), 45.0), 1.0) as view:
        assert np.nanstd(read_all(view)) == pytest.approx(2 / 3, abs=0.03)  # what bilinear weights leave of it


def test_finer_pixels_are_bilinear_and_lie_where_they_lay(write_raster: Write) -> None:
    row, column = np.mgrid[:20, :30] + 0.5
    path = write_raster("slope.tif", (7 * column + 3 * row).astype(np.float32), gsd=3.0)
    with view_at(path, 1.5) as view:
        image = read_all(view)[0]
    row, column = (np.mgrid[:40, :60] + 0.5) / 2
    assert np.isfinite(image).all()
    inner = slice(1, -1), slice(1, -1)
    np.testing.assert_allclose(image[inner], (7 * column + 3 * row)[inner], atol=1e-3)


HIDING = {
    "alpha": "-colorinterp alpha,gray,undefined",
    "alpha and nodata": "-colorinterp alpha,gray,undefined -a_nodata 77",
    "mask": "-b 2 -b 3 -mask 1",
    "mask that outdoes nodata": "-b 2 -b 3 -mask 1 -a_nodata 77",
}


@pytest.mark.parametrize("options", HIDING.values(), ids=HIDING)
def test_whatever_hides_a_pixel_hides_it_in_the_view(write_raster: Write, tmp_path: Path, options: str) -> None:
    values = RANDOM.integers(80, 200, (2, 8, 8)).astype(np.float32)
    shown = np.ones((8, 8), np.bool_)
    shown[:4, :4] = shown[6, 7] = False
    values[:, 4, 0] = 77
    path = str(tmp_path / "hidden.tif")
    gdal.Translate(
        path, write_raster("three.tif", np.concatenate([shown[None] * np.float32(255), values])), options=options
    )
    with view_at(path, 3.0) as view:
        np.testing.assert_allclose(read_all(view), means_of_four(read_all(path)), rtol=1e-6)
        assert np.isnan(read_all(view)[0, :2, :2]).all()


def test_a_hole_of_nan_does_not_grow(write_raster: Write) -> None:
    values = RANDOM.random((1, 8, 8)).astype(np.float32)
    values[0, 1:4, 1:4] = np.nan
    with view_at(write_raster("nan.tif", values), 3.0) as view:
        np.testing.assert_allclose(read_all(view), means_of_four(values), rtol=1e-6)


@pytest.mark.parametrize(
    ("nodata", "options"),
    [*((value, "-b 2 -b 3") for value in (None, -9999.0, math.nan, -3.4028234663852886e38)),
     *((value, "-b 2 -b 3 -mask 1") for value in (None, -9999.0))],
)  # fmt: skip
def test_what_is_no_number_is_left_out_of_a_mean_whatever_the_nodata_value(
    write_raster: Write, tmp_path: Path, nodata: float | None, options: str
) -> None:
    values = RANDOM.random((3, 12, 12)).astype(np.float32)
    for each in (math.nan, math.inf, -math.inf, nodata or 0.5):
        values[RANDOM.random(values.shape) < 0.1] = each
    values[0] = 255
    path = str(tmp_path / "holes.tif")
    gdal.Translate(path, write_raster("three.tif", values, nodata=nodata), options=options)
    with view_at(path, 3.0) as view:
        known = read_all(path)
        np.testing.assert_allclose(read_all(view), means_of_four(np.where(np.isinf(known), np.nan, known)), rtol=1e-6)


@pytest.mark.parametrize("missing", [-9999, -32768, -3.4028234663852886e38, -1e20])
@pytest.mark.parametrize("options", ["-b 2 -b 3", *HIDING.values()], ids=["nothing", *HIDING])
def test_a_value_that_is_left_out_does_not_spread_in_a_view(
    write_raster: Write, tmp_path: Path, missing: float, options: str
) -> None:
    is_whole = abs(missing) < 40_000
    values = RANDOM.integers(80, 200, (2, 8, 8)).astype(np.int16 if is_whole else np.float32)
    values[0, 1:4, 1:6] = missing
    values[1, 2, 7] = missing  # there it is not left out
    shown = np.full((1, 8, 8), 255, values.dtype)
    shown[0, 5, 5] = 0
    path = str(tmp_path / "holes.tif")
    gdal.Translate(path, write_raster("three.tif", np.concatenate([shown, values])), options=options)

    raster = Raster(path).leaving_out({Raster(path).band_numbers[0]: (missing, -1.0)})
    with view_at(path, 3.0, left_out=raster.left_out) as view:
        image, _ = raster.read(Window(0, 0, 8, 8), raster.band_numbers)
        assert np.isnan(image[0, 1:4, 1:6]).all()
        assert image[1, 2, 7] == np.float32(missing)
        np.testing.assert_allclose(read_all(view), means_of_four(image), rtol=1e-6)


def test_the_view_has_the_bands_asked_for_in_their_order(write_raster: Write) -> None:
    path = write_raster(
        "bands.tif", np.stack([np.full((4, 4), n, np.uint16) for n in (1, 2, 3)]), bands=("a", "b", "c")
    )
    with view_at(path, 3.0, bands=(3, 1)) as view:
        assert Raster(view).band_names == ("c", "a")
        assert read_all(view)[:, 0, 0].tolist() == [3, 1]
    with pytest.raises(InputError, match="band 4 does not exist"), view_at(path, 3.0, bands=(4,)):
        pass


def test_a_pixel_of_a_view_does_not_depend_on_the_window_that_is_read(write_raster: Write) -> None:
    path = turned(write_raster("turned.tif", RANDOM.integers(1, 4000, (1, 300, 400)).astype(np.uint16)), 20.0)
    with view_at(path, 1.7) as view:
        raster = Raster(view)
        whole = read_all(view)[0]
        for row, column in ((0, 0), (37, 90), (150, 111)):
            part, _ = Raster(view).read(Window(row, column, 64, 64), (1,))
            np.testing.assert_array_equal(part[0], whole[row : row + 64, column : column + 64])
        assert raster.grid.height > 128


@pytest.mark.parametrize("degrees", [2.0, 30.0, 45.0, 80.0, 90.0, 180.0])
@pytest.mark.parametrize("gsd", [0.6, 1.0, 3.0])
def test_a_turned_raster_becomes_north_up_and_stays_in_place(write_raster: Write, degrees: float, gsd: float) -> None:
    row, column = np.mgrid[:120, :120] + 0.5
    angle = math.radians(degrees)
    east = column * math.cos(angle) + row * math.sin(angle)
    path = turned(write_raster("turned.tif", east.astype(np.float32)), degrees)
    with view_at(path, gsd) as view:
        grid, image = Raster(view).grid, read_all(view)[0]
    assert grid.transform[2] == grid.transform[4] == 0
    assert grid.transform[5] < 0 < grid.transform[1]
    there = grid.transform[0] - 200_000.0 + gsd * (np.arange(grid.width) + 0.5)
    error = (image - there)[3:-3]
    inside = np.isfinite(error)
    assert inside.mean() > 0.4
    assert abs(error[inside].mean()) < 0.02
    assert np.quantile(np.abs(error[inside]), 0.9) < 0.1
    assert np.isfinite(image).sum() * gsd**2 == pytest.approx(120 * 120, rel=0.1)


def test_a_raster_in_degrees_is_seen_in_metres_and_in_place(write_raster: Write) -> None:
    gsd = 0.0001
    column = np.mgrid[:400, :300][1] + 0.5
    path = write_raster(
        "degrees.tif", (10 * column).astype(np.float32), epsg=4326, gsd=gsd, left=114.0, top=50.0, bands=("red",)
    )
    with view_at(path, 10.0) as view:
        raster = Raster(view)
        assert "UTM zone 50N" in raster.grid.crs
        assert raster.grid.gsd == 10.0
        assert raster.band_names == ("red",)
        back = gdal.Warp("", view, format="MEM", dstSRS="EPSG:4326", outputBounds=Raster(path).grid.extent(), width=300,
                         height=400, resampleAlg="bilinear", errorThreshold=0).ReadAsArray()  # fmt: skip
    error = (back / 10 - column)[10:-10, 10:-10]
    assert np.abs(error).max() < 0.1
    assert abs(error.mean()) < 0.01
    assert np.isnan(back).mean() < 0.02


def test_a_raster_in_degrees_that_is_too_wide_for_a_utm_zone_is_refused(write_raster: Write) -> None:
    path = write_raster("wide.tif", np.ones((10, 70), np.uint8), epsg=4326, gsd=1.0, left=80.0, top=10.0)
    with pytest.raises(InputError, match="70 degrees wide, but one UTM zone serves 60: cut it"), view_at(path, 5e4):
        pass


def with_heights(path: str) -> str:
    """Gives a raster in degrees a CRS that counts heights above the geoid EGM96 too."""
    crs = osr.SpatialReference()
    crs.SetFromUserInput("EPSG:4326+5773")
    gdal.Open(path, gdal.GA_Update).SetSpatialRef(crs)
    return path


def test_the_geoid_is_not_added_to_values_nor_to_classes(write_raster: Write, tmp_path: Path) -> None:
    values = np.repeat(np.array([[1.0, 2.0, 3.0]], np.float32), 32, axis=1).repeat(96, axis=0)
    place = {"epsg": 4326, "gsd": 1e-4, "left": 114.0, "top": -2.0}
    path = with_heights(write_raster("heights.tif", values, **place))
    grid = Raster(path).grid
    with view_at(path, 20.0) as view:
        seen, image = Raster(view).grid, read_all(view)[0]
    assert (np.nanmin(image), np.nanmax(image)) == (1.0, 3.0)

    truth = np.where(np.isnan(image), 255, np.round(image)).astype(np.uint8)
    back = carry_back(write_map(tmp_path / "seen.tif", seen, truth), tmp_path / "back.tif", grid, "near")
    assert set(np.unique(back)) <= {1, 2, 3, 255}
    assert (back == values).mean() > 0.95


CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(7, "other", (230, 159, 0)))


def fields(size: int, cells: int) -> np.ndarray:
    """Classes 1 and 7 in random squares of `cells` pixels."""
    squares = RANDOM.choice(np.array([1, 7], np.uint8), (size // cells + 1, size // cells + 1))
    return np.kron(squares, np.ones((cells, cells), np.uint8))[:size, :size]


def write_map(path: Path, grid: Grid, values: np.ndarray, nodata: int = 255) -> str:
    with create_raster(str(path), grid, np.uint8, nodata) as file:
        write_legend(file.band, CLASSES)
        file.write(Window(0, 0, grid.height, grid.width), values)
    return str(path)


@pytest.mark.parametrize(
    ("epsg", "gsd", "degrees", "seen_at", "agreement"),
    [
        (32750, 1.5, 0.0, 3.0, 1.0),
        (32750, 3.0, 0.0, 1.5, 1.0),
        (32750, 1.5, 0.0, 2.0, 0.94),
        (32750, 1.5, 30.0, 1.5, 0.95),
        (32750, 1.5, 45.0, 3.0, 0.9),
        (32750, 3.0, 45.0, 1.5, 0.95),
        (4326, 1.5 / 111_320, 0.0, 1.5, 0.95),
        (4326, 3.0 / 111_320, 0.0, 1.5, 0.97),
    ],
)
def test_classes_come_back_to_where_they_were(
    write_raster: Write, tmp_path: Path, epsg: int, gsd: float, degrees: float, seen_at: float, agreement: float
) -> None:
    truth = fields(240, 12)
    left, top = (114.0, -3.0) if epsg == 4326 else (200_000.0, 9_670_000.0)
    path = write_raster("fields.tif", truth, epsg=epsg, gsd=gsd, left=left, top=top)
    if degrees:
        turned(path, degrees, gsd)
    grid = Raster(path).grid
    with view_at(path, seen_at) as view:
        seen, image = Raster(view).grid, read_all(view)[0]
        seen_map = np.where(np.isnan(image), 255, np.where(image < 4, 1, 7)).astype(np.uint8)
        map_path = write_map(tmp_path / "seen.tif", seen, seen_map)
    back = carry_back(map_path, tmp_path / "back.tif", grid, way_back(seen, grid, classes=True))
    assert (back != 255).mean() > 0.995
    same = {(r, c): (np.roll(back, (r, c), (0, 1)) == truth)[2:-2, 2:-2].mean() for r in (-1, 0, 1) for c in (-1, 0, 1)}
    assert same[0, 0] >= agreement
    # Half a pixel of shift would make one neighbour as good as the place itself, and its opposite much worse.
    assert same[0, 1] == pytest.approx(same[0, -1], abs=0.012)
    assert same[1, 0] == pytest.approx(same[-1, 0], abs=0.012)
    assert read_legend(str(tmp_path / "back.tif")) == {each.value: each for each in CLASSES}


def test_what_is_not_valid_on_the_raster_has_no_class_on_its_map(
    write_raster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paddy_segmenter.core.rasters.resample.PANEL", 4)
    path = write_raster("scene.tif", np.ones((700, 8), np.uint8))
    grid = Raster(path).grid
    coarse = Grid(4, 350, (200_000.0, 3.0, 0.0, 9_670_000.0, 0.0, -3.0), grid.crs)
    coarse_map = RANDOM.choice(np.array([1, 7], np.uint8), (350, 4))
    map_path = write_map(tmp_path / "coarse.tif", coarse, coarse_map)

    def valid(window: Window) -> np.ndarray:
        return np.add.outer(np.arange(window.row, window.bottom), np.arange(window.column, window.right)) % 3 > 0

    back = carry_back(map_path, tmp_path / "back.tif", grid, "near", valid)
    np.testing.assert_array_equal(
        back, np.where(valid(Window(0, 0, 700, 8)), np.kron(coarse_map, np.ones((2, 2))), 255)
    )


def test_beyond_the_map_there_is_nodata(write_raster: Write, tmp_path: Path) -> None:
    grid = Raster(write_raster("scene.tif", np.ones((20, 20), np.uint8))).grid
    small = Grid(5, 5, (200_000.0, 3.0, 0.0, 9_670_000.0, 0.0, -3.0), grid.crs)
    map_path = write_map(tmp_path / "small.tif", small, np.full((5, 5), 1, np.uint8))
    back = carry_back(map_path, tmp_path / "back.tif", grid, "near")
    expected = np.full((20, 20), 255)
    expected[:10, :10] = 1
    np.testing.assert_array_equal(back, expected)


def test_a_confidence_is_smooth_where_it_becomes_finer_and_a_mean_where_it_becomes_coarser(
    tmp_path: Path, write_raster: Write
) -> None:
    crs = Raster(write_raster("scene.tif", np.ones((2, 2), np.uint8))).grid.crs
    coarse = Grid(2, 2, (0.0, 4.0, 0.0, 8.0, 0.0, -4.0), crs)
    fine = Grid(8, 8, (0.0, 1.0, 0.0, 8.0, 0.0, -1.0), crs)
    assert (way_back(coarse, fine, classes=False), way_back(fine, coarse, classes=False)) == ("bilinear", "average")
    assert (way_back(coarse, fine, classes=True), way_back(fine, coarse, classes=True)) == ("near", "mode")
    path = write_map(tmp_path / "coarse.tif", coarse, np.array([[20, 100]] * 2, np.uint8))
    up = carry_back(path, tmp_path / "up.tif", fine, "bilinear")
    assert up[0].tolist() == [20, 20, 30, 50, 70, 90, 100, 100]
    assert carry_back(str(tmp_path / "up.tif"), tmp_path / "down.tif", coarse, "average").tolist() == [[30, 90]] * 2


def test_a_much_coarser_view_takes_little_memory(write_raster: Write) -> None:
    values = np.repeat(np.arange(600, dtype=np.uint16)[:, None] // 100, 6000, axis=1)
    with view_at(write_raster("drone.tif", values, gsd=0.05), 5.0) as view:
        assert gdal.Open(view).GetRasterBand(1).GetBlockSize() == [32, 32]
        np.testing.assert_allclose(read_all(view)[0], np.repeat(np.arange(6.0)[:, None], 60, axis=1))
    assert gdal.ReadDirRecursive("/vsimem/") in (None, [])
