"""Class rasters as labels: which values they hold, and where those are burnt."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.training.labels.conftest import SIZE, burn
from training.labels.legend import gather_legend, open_labels
from training.metrics import UNLABELLED

Write = Callable[..., str]
RANDOM = np.random.default_rng(2)


def test_a_class_raster_of_other_pixels_is_sampled_at_pixel_centres(
    image: str, write_raster: Write, tmp_path: Path
) -> None:
    values = np.kron([[1, 2], [0, 3]], np.ones((20, 20), np.uint8)).astype(np.uint8)  # 5 m pixels, the same extent
    labels = write_raster("classes.tif", values, gsd=5.0, nodata=0)
    indices, legend = burn(image, labels, tmp_path)
    assert [each.value for each in legend.classes] == [1, 2, 3]
    np.testing.assert_array_equal(indices, np.kron([[0, 1], [UNLABELLED, 2]], np.ones((10, 10), int)))


@pytest.mark.parametrize("turn", [-360.0, 0.0, 360.0])
def test_a_class_raster_is_found_however_often_its_degrees_count_around_the_globe(
    write_raster: Write, tmp_path: Path, turn: float
) -> None:
    values = RANDOM.integers(1, 4, (SIZE, SIZE)).astype(np.uint8)
    image = write_raster("image.tif", values, epsg=4326, gsd=0.01, left=179.9, top=10.0)
    labels = write_raster("classes.tif", values, epsg=4326, gsd=0.01, left=179.9 + turn, top=10.0)
    np.testing.assert_array_equal(burn(image, labels, tmp_path)[0], values - 1)


def test_a_class_raster_is_found_on_a_raster_that_reaches_farther_than_its_crs(
    write_raster: Write, tmp_path: Path
) -> None:
    # All around the earth, of which zone 32 of UTM knows no half. The centre of one pixel is 9 E, 45 N.
    world = write_raster("world.tif", np.ones((10, 20), np.uint8), epsg=4326, gsd=18.0, left=-180.0, top=90.0)
    labels = write_raster("classes.tif", np.ones((20, 20), np.uint8), epsg=32632, gsd=1e4, left=4e5, top=5.1e6)
    indices, _ = burn(world, labels, tmp_path)
    assert np.argwhere(indices == 0).tolist() == [[2, 10]]


def test_a_class_raster_elsewhere_and_in_degrees_is_warped(image: str, write_raster: Write, tmp_path: Path) -> None:
    values = np.kron([[1, 2], [4, 3]], np.ones((10, 10), np.uint8)).astype(np.uint8)
    here = write_raster("here.tif", values, gsd=10.0)
    there = str(tmp_path / "there.tif")
    gdal.Warp(there, here, dstSRS="EPSG:4326", xRes=1e-5, yRes=1e-5, dstNodata=0)
    expected, _ = burn(image, here, tmp_path)
    indices, _ = burn(image, there, tmp_path)
    assert (indices == expected).mean() > 0.98  # pixels on the border between classes may fall either way


def test_ignored_values_stay_unlabelled_even_on_a_background(image: str, write_raster: Write, tmp_path: Path) -> None:
    values = np.full((SIZE, SIZE), 5, np.int16)
    values[:4], values[4:8] = -1, 6
    labels = write_raster("classes.tif", values, gsd=10.0)
    indices, legend = burn(image, labels, tmp_path, unlabelled="background", ignored=(-1,))
    assert [each.value for each in legend.classes] == [5, 6, 0]
    assert indices[[0, 5, 10], 0].tolist() == [UNLABELLED, 1, 0]


def test_an_image_is_no_class_raster(write_raster: Write) -> None:
    with pytest.raises(InputError, match=r"holds 0\.7, which is no class value: choose a class raster, not an image"):
        open_labels(write_raster("image.tif", np.full((4, 4), 0.7, np.float32)), "", ()).classes()
    many = open_labels(write_raster("many.tif", np.arange(4900, dtype=np.uint16).reshape(70, 70)), "", ())
    with pytest.raises(InputError, match="hold 4900 classes, but a map takes 255 at the most"):
        gather_legend([many], "ignore")


@pytest.mark.parametrize("kind", [np.uint8, np.int16])
def test_many_values_of_bytes_are_an_image_unless_they_have_names(write_raster: Write, kind: type) -> None:
    values = np.arange(51, dtype=kind).reshape(3, 17)
    plain = open_labels(write_raster("plain.tif", values), "", ())
    if kind is np.int16:  # such as the codes of crops
        assert len(gather_legend([plain], "ignore").classes) == 51
        return
    with pytest.raises(
        InputError, match=r"holds 51 values without a name, so that it looks like an image: .* value map"
    ):
        gather_legend([plain], "ignore")
    assert len(gather_legend([plain], "ignore", ("7=rice",)).classes) == 51

    path = write_raster("named.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames([f"crop {value}" for value in range(51)])
    del dataset
    assert len(gather_legend([open_labels(path, "", ())], "ignore").classes) == 51


def test_nan_is_unlabelled(image: str, write_raster: Write, tmp_path: Path) -> None:
    values = np.full((SIZE, SIZE), np.nan, np.float32)
    values[:5], values[5:10] = 0, 3
    indices, legend = burn(image, write_raster("classes.tif", values, gsd=10.0), tmp_path)
    assert [each.value for each in legend.classes] == [0, 3]
    assert indices[[0, 5, 10], 0].tolist() == [0, 1, UNLABELLED]
    assert not list(tmp_path.glob("*.values.tif"))


def test_a_class_raster_without_names_has_the_colours_of_its_table(write_raster: Write) -> None:
    labels = write_raster("classes.tif", np.array([[1, 2]], np.uint8))
    dataset, table = gdal.Open(labels, gdal.GA_Update), gdal.ColorTable()
    table.SetColorEntry(1, (255, 0, 0))
    table.SetColorEntry(2, (0, 0, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    classes = gather_legend([open_labels(labels, "", ())], "ignore").classes
    assert classes == (LegendClass(1, "class 1", (255, 0, 0)), LegendClass(2, "class 2", (0, 0, 255)))


def test_a_float_that_stands_for_missing_data_is_told_as_it_is(write_raster: Write) -> None:
    values = np.array([[1, 2], [1, 3.4e38]], np.float32)
    with pytest.raises(InputError, match=r"holds 3\.4e\+38, which looks like missing data: make it the file's nodata"):
        open_labels(write_raster("classes.tif", values), "", ()).classes()


@pytest.mark.parametrize("nodata", [None, 0])
@pytest.mark.parametrize(("has_mask", "has_alpha"), [(False, False), (True, False), (False, True)])
def test_what_hides_values_from_the_legend_hides_them_from_the_burning(
    image: str, write_raster: Write, tmp_path: Path, nodata: int | None, has_mask: bool, has_alpha: bool
) -> None:
    bands = np.kron([[0, 1], [1, 2]], np.ones((1, 10, 10))).astype(np.uint8)
    opacity = np.full((1, SIZE, SIZE), 255, np.uint8)
    opacity[:, :4], opacity[:, 4:8] = 0, 100
    labels = write_raster("classes.tif", np.concatenate([bands, opacity] if has_alpha else [bands]), gsd=10.0)
    dataset = gdal.Open(labels, gdal.GA_Update)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    if has_alpha:
        dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    if has_mask:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(opacity[0])
    del dataset
    indices, legend = burn(image, labels, tmp_path)
    values = Raster(labels).read_values(Window(0, 0, SIZE, SIZE), UNLABELLED)
    assert [each.value for each in legend.classes] == sorted(set(values.flat) - {UNLABELLED})
    np.testing.assert_array_equal(
        np.where(indices == UNLABELLED, indices, np.array([each.value for each in legend.classes])[indices]), values
    )


def test_values_that_fp32_takes_for_one_are_two(image: str, write_raster: Write, tmp_path: Path) -> None:
    values = np.full((SIZE, SIZE), 5, np.int32)
    values[:4], values[4:8], values[8:12] = 2**24 + 1, 2**24, -1
    labels = write_raster("classes.tif", values, gsd=10.0, nodata=-1)
    source = open_labels(labels, "", (2**24 + 1,))
    assert source.holds(2**24)
    with pytest.raises(InputError, match=f"holds the class value {2**24}, but values go from 0"):
        source.classes()
    ignored = (2**24, 2**24 + 1)
    indices, legend = burn(image, labels, tmp_path, unlabelled="background", ignored=ignored)
    assert [each.value for each in legend.classes] == [5, 0]
    assert indices[[0, 5, 9, 15], 0].tolist() == [UNLABELLED, UNLABELLED, 1, 0]


@pytest.mark.parametrize(
    ("nodata", "kind"), [(math.nan, np.int16), (256, np.uint8), (0.5, np.uint8), (-9999, np.uint8)]
)
def test_a_nodata_value_that_the_type_cannot_hold_hides_nothing_beside_alpha(
    image: str, write_raster: Write, tmp_path: Path, quiet: None, nodata: float, kind: type
) -> None:
    classes = np.kron([[0, 1], [255, 2]], np.ones((10, 10))).astype(kind)
    labels = write_raster("classes.tif", np.stack([classes, np.full_like(classes, 255)]), gsd=10.0)
    dataset = gdal.Open(labels, gdal.GA_Update)
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    indices, legend = burn(image, labels, tmp_path)
    assert [each.value for each in legend.classes] == [0, 1, 2, 255]
    assert indices[[0, 0, 15, 15], [0, 15, 0, 15]].tolist() == [0, 1, 3, 2]


def test_a_mask_of_several_bands_is_no_class_raster(write_raster: Write) -> None:
    colours = write_raster("rgb.tif", np.zeros((3, 4, 4), np.uint8))
    with pytest.raises(
        InputError, match=r"rgb\.tif has 3 bands, but a class raster has one, which holds class values: take"
    ):
        open_labels(colours, "", ())


def test_a_class_raster_in_mercator_is_found_on_both_sides_of_180_degrees(write_raster: Write, tmp_path: Path) -> None:
    # Half of the raster lies beyond 180 degrees, where Mercator begins anew at the other end.
    image = write_raster("image.tif", np.ones((SIZE, SIZE), np.uint8), epsg=32660, gsd=10.0, left=833_878.0, top=1000.0)
    labels = write_raster(
        "classes.tif", np.full((90, 90), 4, np.uint8), epsg=3857, gsd=10.0, left=20_037_058.0, top=1300.0
    )
    indices, _ = burn(image, labels, tmp_path)
    assert (indices == 0).all()
