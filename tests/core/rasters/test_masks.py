"""What hides a pixel on the raster's own grid hides it in a view, whatever says so."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from osgeo import gdal

from paddy_segmenter.core.rasters.masks import is_unstored
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.tiles import Window

from ...conftest import LEFT, TOP, UTM_50S, wkt

SIDE = 12
WHOLE = Window(0, 0, SIDE, SIDE)

# The values on the ground are whole numbers from 0 to 5, but for the lowest and the highest of the type.
TYPES = {
    "Byte": (0, 255),
    "UInt16": (0, 65535),
    "Int16": (-32768, 32767),
    "UInt32": (0, 2**32 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "Float32": (-1e30, 1e30),
    "Float64": (-1e30, 1e30),
}
NODATA = {
    "none": None,
    "zero": 0,
    "NaN": math.nan,
    "a fraction": 0.5,
    "256": 256,
    "-9999": -9999,
    "lowest of Int32": -(2**31),
    "lowest of fp32": float(np.finfo(np.float32).min),
}
SHARED_MASKS = "alpha", "mask", "alpha and mask"
OTHER_MASKS = "none", *SHARED_MASKS, "a mask for each band"


def draw(kind: str) -> np.ndarray:
    values = np.random.default_rng(3).integers(0, 6, (2, SIDE, SIDE)).astype(np.float64)
    values[:, 5, 5], values[:, 7, 7] = TYPES[kind]
    return values


def hidden_by(mask: str) -> np.ndarray:
    """Returns which pixels of both bands a mask hides."""
    hidden = np.zeros((2, SIDE, SIDE), np.bool_)
    if mask in SHARED_MASKS:
        hidden[:, :3, :3] = True
        hidden[:, 9:, 9:] = mask == "alpha and mask"
    elif mask != "none":
        hidden[0, :3, 1:4] = hidden[1, 4, :] = True
    return hidden


def write(path: Path, kind: str, nodata: float | None, mask: str) -> str:
    driver, count = gdal.GetDriverByName("GTiff"), 3 if "alpha" in mask else 2
    dataset = driver.Create(str(path), SIDE, SIDE, count, gdal.GetDataTypeByName(kind))
    dataset.SetProjection(wkt(UTM_50S))
    dataset.SetGeoTransform((LEFT, 1.0, 0.0, TOP, 0.0, -1.0))
    shown = np.where(hidden_by(mask), 0, 255)

    for number, values in enumerate(draw(kind), 1):
        band = dataset.GetRasterBand(number)
        band.WriteArray(values)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if mask == "a mask for each band":
            band.CreateMaskBand(0)
            band.GetMaskBand().WriteArray(shown[number - 1])

    if "alpha" in mask:
        opacity = shown[0].copy()
        opacity[9:, 9:] = 255
        dataset.GetRasterBand(3).WriteArray(opacity)
        dataset.GetRasterBand(3).SetColorInterpretation(gdal.GCI_AlphaBand)
    if mask in ("mask", "alpha and mask"):
        drawn = shown[0].copy()
        drawn[:3, :3] = drawn[:3, :3] if mask == "mask" else 255
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(drawn)
    return str(path)


def expected(kind: str, nodata: float | None, mask: str) -> np.ndarray:
    """Returns the values (2, H, W), NaN where there are none: a mask band outdoes a nodata value (RFC 15), alpha does not."""
    values = draw(kind)
    hidden = hidden_by(mask)
    if nodata is not None and mask in ("none", "alpha"):
        hidden |= values == nodata
    return np.where(hidden, np.nan, values)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(("nodata", "mask"), list(itertools.product(NODATA, OTHER_MASKS)))
def test_the_same_pixels_have_data_on_the_own_grid_and_in_a_view(
    tmp_path: Path, kind: str, nodata: str, mask: str, quiet: None
) -> None:
    path = write(tmp_path / "scene.tif", kind, NODATA[nodata], mask)
    known = expected(kind, NODATA[nodata], mask)
    own, _ = Raster(path).read(WHOLE, (1, 2))
    np.testing.assert_allclose(own, known, rtol=1e-6)

    with view_at(path, 1.0) as view:  # the same ground: each pixel lies where it lay
        np.testing.assert_allclose(Raster(view).read(WHOLE, (1, 2))[0], known, rtol=1e-6)
    with view_at(path, 1.0, bands=(2,)) as view:
        np.testing.assert_allclose(Raster(view).read(WHOLE, (1,))[0], known[1:], rtol=1e-6)
    with view_at(path, 0.5) as view:
        fine, _ = Raster(view).read(Window(0, 0, 2 * SIDE, 2 * SIDE), (1, 2))
    has_data = np.isfinite(known).repeat(2, axis=1).repeat(2, axis=2)
    assert np.isfinite(fine[has_data]).all()
    around = sliding_window_view(np.pad(has_data, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    assert not np.isfinite(fine[~around.any(axis=(3, 4))]).any()


def test_each_band_of_a_view_has_its_own_rule(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.tif", "UInt16", 0, "none")
    real = write(tmp_path / "real.tif", "Float32", 3, "none")
    path = str(tmp_path / "both.vrt")
    gdal.BuildVRT(path, [whole, real], separate=True)
    known = np.stack([expected("UInt16", 0, "none")[0], expected("Float32", 3, "none")[0]])
    np.testing.assert_allclose(Raster(path).read(WHOLE, (1, 2))[0], known, rtol=1e-6)

    with view_at(path, 1.0) as view:
        np.testing.assert_allclose(Raster(view).read(WHOLE, (1, 2))[0], known, rtol=1e-6)


def test_what_a_damaged_file_stores_is_told_where_it_is_read() -> None:
    class DamagedBand:
        def GetDataCoverageStatus(self, *window: int) -> tuple[int, float]:  # noqa: N802
            raise RuntimeError('TIFFFetchStripThing:Incompatible type for "StripOffsets"')

    assert not is_unstored(DamagedBand(), Window(0, 0, 8, 8))


def test_a_number_beyond_fp32_hides_its_own_pixel_alone_whatever_a_virtual_raster_says_of_it(tmp_path: Path) -> None:
    values = np.full((SIDE, SIDE), 5.0)
    values[2, 1] = np.finfo(np.float64).min
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "scene.tif"), SIDE, SIDE, 1, gdal.GDT_Float64)
    dataset.SetProjection(wkt(UTM_50S))
    dataset.SetGeoTransform((LEFT, 1, 0, TOP, 0, -1))
    dataset.WriteArray(values)
    # The text of a virtual raster does not hold all digits of it.
    dataset.GetRasterBand(1).SetNoDataValue(float(np.finfo(np.float64).min))
    virtual = str(tmp_path / "scene.vrt")
    gdal.Translate(virtual, dataset, format="VRT")
    del dataset

    has_data = values == 5.0
    own, _ = Raster(virtual).read(WHOLE, (1,))
    np.testing.assert_array_equal(np.isfinite(own[0]), has_data)
    with view_at(virtual, 0.5) as view:
        fine, _ = Raster(view).read(Window(0, 0, 2 * SIDE, 2 * SIDE), (1,))
    np.testing.assert_allclose(fine[0][has_data.repeat(2, axis=0).repeat(2, axis=1)], 5.0)
