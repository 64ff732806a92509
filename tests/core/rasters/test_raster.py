from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP, declare_scale, wkt

Write = Callable[..., str]


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


def test_values_that_are_left_out_are_no_data_in_their_own_band_and_in_a_copy_too(write_raster: Write) -> None:
    values = np.array([[[-9999, 0, 5]], [[-9999, -9999, 7]], [[4, -9999, 0]]], np.int16)
    raster = Raster(write_raster("holes.tif", values)).leaving_out({1: (-9999.0,), 3: (-9999.0, 0.0)})
    for each in (raster, raster.reopened()):
        image, valid = each.read(Window(0, 0, 1, 3), (3, 1, 2))
        expected = [[[4, np.nan, np.nan]], [[np.nan, 0, 5]], [[-9999, -9999, 7]]]
        np.testing.assert_array_equal(image, np.array(expected, np.float32))
        assert valid.all()


def test_an_alpha_band_is_a_mask_and_not_a_band(write_raster: Write, tmp_path: Path) -> None:
    path = write_raster("rgba.tif", np.full((4, 2, 2), 9, np.uint8))
    with_alpha = str(tmp_path / "alpha.tif")
    gdal.Translate(with_alpha, path, options=["-colorinterp", "red,green,blue,alpha"])
    assert len(Raster(with_alpha).band_names) == 3


def test_a_raster_without_crs_is_refused_with_a_remedy(write_raster: Write) -> None:
    with pytest.raises(InputError, match="no coordinate reference system: assign one"):
        Raster(write_raster("nowhere.tif", np.ones((4, 4), np.uint8), epsg=None))


def test_an_alpha_band_in_front_does_not_shift_the_numbers(write_raster: Write, tmp_path: Path) -> None:
    path = write_raster("argb.tif", np.full((4, 2, 2), 9, np.uint8))
    with_alpha = str(tmp_path / "alpha.tif")
    gdal.Translate(with_alpha, path, options=["-colorinterp", "alpha,red,green,blue"])
    raster = Raster(with_alpha)
    assert (raster.band_numbers, raster.band_names) == ((2, 3, 4), ("band 2", "band 3", "band 4"))
    with pytest.raises(InputError, match=r"band 1 of .* is an alpha band"):
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


ROW = Window(0, 0, 1, 3)  # of the files below: data in both bands; none in the first; none in both
GAPS = np.array([[[5, 0, 0]], [[6, 7, 0]]], np.float32)


def with_nodata(write_raster: Write, folder: Path) -> str:
    return write_raster("nodata.tif", GAPS.astype(np.uint8), nodata=0)


def with_nan(write_raster: Write, folder: Path) -> str:
    return write_raster("nan.tif", np.where(GAPS == 0, np.nan, GAPS))


def with_a_mask_per_band(write_raster: Write, folder: Path) -> str:
    mask, path = write_raster("flags.tif", np.where(GAPS == 0, 0, 255).astype(np.uint8)), str(folder / "masked.vrt")
    gdal.Translate(path, write_raster("image.tif", np.full((2, 1, 3), 9, np.uint8)), format="VRT")
    text = Path(path).read_text(encoding="utf-8")
    for band in (1, 2):
        source = f"<SimpleSource><SourceFilename>{mask}</SourceFilename><SourceBand>{band}</SourceBand></SimpleSource>"
        start = text.index("</VRTRasterBand>", text.index(f'band="{band}"'))
        mask_band = f'<MaskBand><VRTRasterBand dataType="Byte">{source}</VRTRasterBand></MaskBand>'
        text = text[:start] + mask_band + text[start:]
    Path(path).write_text(text, encoding="utf-8")
    return path


def with_alpha(write_raster: Write, folder: Path) -> str:
    values = np.full((4, 1, 3), 9, np.uint8)
    values[3] = 255, 1, 0
    return translated(write_raster("rgba.tif", values), folder, "-colorinterp", "red,green,blue,alpha")


def with_alpha_of_16_bits(write_raster: Write, folder: Path) -> str:
    values = np.full((4, 1, 3), 9, np.uint16)
    values[3] = 65535, 1, 0
    return translated(write_raster("rgba.tif", values), folder, "-colorinterp", "red,green,blue,alpha")


def with_alpha_beside_nodata(write_raster: Write, folder: Path) -> str:
    values = np.full((4, 1, 3), 9, np.uint8)
    values[3] = 255, 255, 0
    path = write_raster("rgba.tif", values, nodata=77)
    return translated(path, folder, "-colorinterp", "red,green,blue,alpha")


def with_a_mask_inside(write_raster: Write, folder: Path) -> str:
    return masked(write_raster("inside.tif", np.full((2, 1, 3), 9, np.uint8)), "YES")


def with_a_mask_beside(write_raster: Write, folder: Path) -> str:
    path = masked(write_raster("beside.tif", np.full((2, 1, 3), 9, np.uint8)), "NO")
    assert Path(f"{path}.msk").exists()
    return path


def with_one_nodata_value_for_all_bands_together(write_raster: Write, folder: Path) -> str:
    path = write_raster("together.tif", GAPS.astype(np.uint8))
    gdal.Open(path, gdal.GA_Update).SetMetadataItem("NODATA_VALUES", "0 0")
    return path


@contextmanager
def masks_inside(answer: str) -> Iterator[None]:
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", answer)
    yield
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)


def masked(path: str, inside: str) -> str:
    with masks_inside(inside):
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 255, 0]], np.uint8))
        del dataset
    return path


def translated(path: str, folder: Path, *options: str) -> str:
    gdal.Translate(str(folder / "translated.tif"), path, options=list(options))
    return str(folder / "translated.tif")


@pytest.mark.parametrize("write", [with_nodata, with_nan, with_a_mask_per_band])
def test_a_pixel_lacks_data_where_all_bands_do_or_where_any_does(
    write: Write, write_raster: Write, tmp_path: Path
) -> None:
    path = write(write_raster, tmp_path)
    image, valid = Raster(path).read(ROW, (1, 2))
    assert valid.tolist() == [[True, True, False]]
    assert np.isnan(image[:, 0]).tolist() == [[False, True, True], [False, False, True]]
    assert Raster(path, missing_where="any").read(ROW, (1, 2))[1].tolist() == [[True, False, False]]
    assert Raster(path, missing_where="any").read(ROW, (2,))[1].tolist() == [[True, True, False]]


@pytest.mark.parametrize("rule", ["all", "any"])
@pytest.mark.parametrize(
    "write",
    [
        with_alpha,
        with_alpha_of_16_bits,
        with_alpha_beside_nodata,
        with_a_mask_inside,
        with_a_mask_beside,
        with_one_nodata_value_for_all_bands_together,
    ],
)
def test_what_hides_all_bands_hides_the_pixel(write: Write, rule: str, write_raster: Write, tmp_path: Path) -> None:
    image, valid = Raster(write(write_raster, tmp_path), missing_where=rule).read(ROW, (2, 1))
    assert valid.tolist() == [[True, True, False]]
    assert np.isnan(image[:, 0, 2]).all()


def write_sparse(folder: Path, *, nodata: float | None, bands: int = 2, options: tuple[str, ...] = ()) -> gdal.Dataset:
    """Creates 64 x 64 pixels in blocks of 16, of which only those that are written are stored."""
    creation = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "SPARSE_OK=TRUE", *options]
    dataset = gdal.GetDriverByName("GTiff").Create(str(folder / "sparse.tif"), 64, 64, bands, gdal.GDT_Byte, creation)
    dataset.SetProjection(wkt(32750))
    dataset.SetGeoTransform((LEFT, 1, 0, TOP, 0, -1))
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return dataset


STORED, EMPTY, BORDER = Window(0, 0, 16, 16), Window(20, 20, 40, 60), Window(8, 8, 16, 16)


@pytest.mark.parametrize("nodata", [0, 7])
def test_where_nothing_is_stored_a_raster_with_nodata_is_known_to_be_empty(tmp_path: Path, nodata: int) -> None:
    write_sparse(tmp_path, nodata=nodata).WriteArray(np.full((2, 16, 16), 9, np.uint8))
    raster = Raster(str(tmp_path / "sparse.tif"))
    assert [raster.is_known_empty(window, (1, 2)) for window in (STORED, BORDER, EMPTY)] == [False, False, True]
    assert not raster.read(EMPTY, (1, 2))[1].any()
    assert raster.is_known_empty(Window(70, 70, 8, 8), (1, 2))


def test_unstored_zeros_are_data_where_there_is_no_nodata_value(tmp_path: Path) -> None:
    write_sparse(tmp_path, nodata=None).WriteArray(np.full((2, 16, 16), 9, np.uint8))
    raster = Raster(str(tmp_path / "sparse.tif"))
    assert not raster.is_known_empty(EMPTY, (1, 2))
    assert raster.read(Window(20, 20, 8, 8), (1, 2))[1].all()


def test_the_rule_decides_whether_one_stored_band_is_enough(tmp_path: Path) -> None:
    written = write_sparse(tmp_path, nodata=0, options=("INTERLEAVE=BAND",))
    written.GetRasterBand(2).WriteArray(np.full((64, 64), 9, np.uint8))
    del written
    path = str(tmp_path / "sparse.tif")
    assert not Raster(path).is_known_empty(EMPTY, (1, 2))
    assert Raster(path, missing_where="any").is_known_empty(EMPTY, (1, 2))
    assert not Raster(path, missing_where="any").is_known_empty(EMPTY, (2,))


@pytest.mark.parametrize("kind", ["alpha", "mask inside"])
def test_where_no_mask_is_stored_a_raster_is_known_to_be_empty(tmp_path: Path, kind: str) -> None:
    options = ("PHOTOMETRIC=RGB", "ALPHA=YES") if kind == "alpha" else ()
    with masks_inside("YES"):
        written = write_sparse(tmp_path, nodata=None, bands=4, options=options)
        if kind == "mask inside":
            written.CreateMaskBand(gdal.GMF_PER_DATASET)
            written.GetRasterBand(1).GetMaskBand().WriteArray(np.full((16, 16), 255, np.uint8))
        written.WriteArray(np.full((4, 16, 16), 9, np.uint8))
        del written
    raster = Raster(str(tmp_path / "sparse.tif"))
    assert [raster.is_known_empty(window, (1, 2)) for window in (STORED, EMPTY)] == [False, True]
    assert raster.read(STORED, (1, 2))[1].all()
    assert not raster.read(EMPTY, (1, 2))[1].any()


def test_a_raster_that_stores_everything_is_never_known_to_be_empty(write_raster: Write) -> None:
    raster = Raster(write_raster("zeros.tif", np.zeros((16, 16), np.uint8), nodata=0))
    assert not raster.is_known_empty(Window(0, 0, 16, 16), (1,))


def test_a_reopened_raster_is_read_by_another_thread_by_the_same_rule(write_raster: Write) -> None:
    values = np.random.default_rng(0).integers(0, 3, (2, 200, 200)).astype(np.uint8)
    raster = Raster(write_raster("image.tif", values, nodata=0), missing_where="any")
    windows = [Window(row, 0, 10, 200) for row in range(0, 200, 10)]
    handles = [raster, raster.reopened()]
    with ThreadPoolExecutor(2) as threads:
        halves = threads.map(lambda handle: [handle.read(window, (1, 2))[1] for window in windows], handles)
    for half in halves:
        np.testing.assert_array_equal(np.concatenate(half), (values > 0).all(axis=0))


def test_a_raster_without_a_place_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "nowhere.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 4, 4)
    dataset.SetProjection(wkt(32750))
    del dataset
    with pytest.raises(InputError, match=r"nowhere.tif does not say where its pixels lie: georeference it"):
        Raster(path)


def test_a_virtual_raster_names_the_files_that_its_pixels_come_from(write_raster: Write, tmp_path: Path) -> None:
    source = write_raster("source.tif", np.ones((4, 4), np.uint8))
    virtual = str(tmp_path / "virtual.vrt")
    gdal.BuildVRT(virtual, [source]).FlushCache()
    assert {Path(file).name for file in Raster(virtual).files} == {"source.tif", "virtual.vrt"}


def test_complex_numbers_are_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "radar.tif")
    gdal.GetDriverByName("GTiff").Create(path, 8, 8, 1, gdal.GDT_CFloat32)
    with pytest.raises(InputError, match="holds complex numbers: write their amplitude or intensity to a raster first"):
        Raster(path)


def test_a_virtual_raster_of_virtual_ones_names_the_innermost_files_too(write_raster: Write, tmp_path: Path) -> None:
    path = write_raster("source.tif", np.ones((4, 4), np.uint8))
    for name in ("inner.vrt", "middle.VRT", "outer.vrt"):
        gdal.BuildVRT(str(tmp_path / name), [path]).FlushCache()
        path = str(tmp_path / name)
    assert sorted(Path(file).name for file in Raster(path).files) == [
        "inner.vrt",
        "middle.VRT",
        "outer.vrt",
        "source.tif",
    ]


def test_virtual_rasters_in_a_circle_and_damaged_ones_name_each_file_once(write_raster: Write, tmp_path: Path) -> None:
    source = write_raster("source.tif", np.ones((4, 4), np.uint8))
    (tmp_path / "folder").mkdir()
    first, second, damaged = tmp_path / "first.vrt", tmp_path / "folder" / "second.vrt", tmp_path / "damaged.vrt"
    for path in (first, second, damaged):
        gdal.BuildVRT(str(path), [source]).FlushCache()
    gdal.BuildVRT(str(first), [str(second), str(damaged)]).FlushCache()
    second.write_text(second.read_text().replace("source.tif", "folder/../first.vrt"))
    damaged.write_text("damaged")
    names = sorted(Path(file).name for file in Raster(str(first)).files)
    assert names == ["damaged.vrt", "first.vrt", "second.vrt"]


def test_declared_scales_are_applied_where_wanted_and_what_hides_a_pixel_is_stored_unscaled(
    write_raster: Write,
) -> None:
    values = np.array([[[0, 10, 250]], [[0, 20, 7]]], np.int16)
    path = declare_scale(write_raster("scaled.tif", values, nodata=0), (0.1, -1.0), (1.0, 0.0))
    raster = Raster(path)
    window = Window(0, 0, 1, 3)
    np.testing.assert_array_equal(raster.read(window, (1,))[0][0, 0, 1:], [10, 250])

    scaled = raster.leaving_out({2: (7.0,)}).with_values("scaled")
    for each in (scaled, scaled.reopened()):
        image, valid = each.read(window, (2, 1))
        np.testing.assert_allclose(image, [[[np.nan, 20, np.nan]], [[np.nan, 0.0, 24.0]]], atol=1e-6)
        assert valid.tolist() == [[False, True, True]]
    assert raster.declares_scale((2, 1))
    assert not raster.declares_scale((2,))


@pytest.mark.parametrize("scale", [(1.0, 0.0), (0.0, 5.0), (float("nan"), 0.0)])
def test_a_scale_that_changes_nothing_or_makes_no_sense_is_none(
    write_raster: Write, scale: tuple[float, float]
) -> None:
    assert not Raster(declare_scale(write_raster("plain.tif", np.ones((2, 2), np.uint8)), scale)).declares_scale((1,))


def test_another_scale_is_another_input(write_raster: Write) -> None:
    path = write_raster("scaled.tif", np.ones((2, 2), np.uint8))
    before = Raster(path).mask_kinds
    assert Raster(declare_scale(path, (0.1, 0.0))).mask_kinds != before


def test_names_of_bands_that_cannot_be_shown_are_replaced(tmp_path: Path, write_raster: Write) -> None:
    path = str(tmp_path / "scene.dat")
    gdal.Translate(path, write_raster("scene.tif", np.ones((3, 2, 2), np.uint8)), format="ENVI")
    header = tmp_path / "scene.hdr"
    text = header.read_bytes()
    names = text[text.index(b"band names") :]
    header.write_bytes(text.replace(names, b"band names = {R\xe9flectance bleu, near\tinfrared, red}\n"))
    assert Raster(path).band_names == ("R\ufffdflectance bleu", "near infrared", "red")


def test_whole_numbers_are_read_exactly(write_raster: Write) -> None:
    values = np.array([[2**24, 2**24 + 1, 2**31 - 1, -(2**31) + 1]], np.int32)
    raster = Raster(write_raster("identifiers.tif", values, nodata=2**24))
    assert raster.read_values(Window(-1, 0, 2, 5), 7).tolist() == [[7] * 5, [7, *values[0, 1:].tolist(), 7]]
