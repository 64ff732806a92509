from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.mapping.blank_bands import check_blank_bands
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.sample import take_sample
from paddy_segmenter.core.rasters.undeclared import look_at
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from tests.conftest import wkt

Write = Callable[..., str]
NAMES = ("red", "nir", "swir")


def ground(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(300, 3000, (3, height, width)).astype(np.uint16)


def check(path: str, report: Reporter, refuse: bool = True) -> None:
    raster = Raster(path)
    check_blank_bands(raster, take_sample(raster, (1, 2, 3)), report, refuse)


def test_a_band_without_any_value_is_refused_and_named(
    write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    values = ground(700, 200)
    values[1] = 0
    path = write_raster("image.tif", values, nodata=0, bands=NAMES)
    with pytest.raises(InputError, match=r"image.tif has values, but none in nir: choose other bands"):
        check(path, report)
    check(path, report, refuse=False)
    [warning] = [event for event in events if isinstance(event, Message)]
    assert (warning.level, "none in nir, as far as was looked" in warning.text) == ("warning", True)


def test_a_band_that_holds_nothing_but_undeclared_missing_data_is_refused(
    write_raster: Write, report: Reporter
) -> None:
    values = ground(160, 200).astype(np.int16)
    values[2] = values[:, :40, :40] = -9999
    raster, sample = look_at(Raster(write_raster("image.tif", values, bands=NAMES)), (1, 2, 3), "leave-out", report)
    with pytest.raises(InputError, match="none in swir"):
        check_blank_bands(raster, sample, report)


def test_a_band_with_a_few_values_between_the_first_windows_is_not_blank(
    write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    values = ground(1400, 1500)
    values[1] = 0
    values[1, 300:303, 400] = 7
    path = write_raster("sparse.tif", values, nodata=0)
    assert not np.isfinite(
        np.concatenate([image[1].ravel() for image in take_sample(Raster(path), (1, 2, 3)).images])
    ).any()
    check(path, report)
    assert events == []


@pytest.mark.parametrize("rows", [slice(0, 100), slice(0, 12_000)], ids=["little", "all"])
def test_of_a_large_raster_only_what_was_seen_to_be_blank_is_refused(
    tmp_path: Path, report: Reporter, events: list[Event], rows: slice
) -> None:
    path = str(tmp_path / "large.tif")
    options = ["SPARSE_OK=TRUE", "COMPRESS=DEFLATE", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, 3000, 12_000, 3, gdal.GDT_Byte, options)
    dataset.SetProjection(wkt(32_750))
    dataset.SetGeoTransform((200_000.0, 1.5, 0, 9_670_000.0, 0, -1.5))
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).SetNoDataValue(0)
    for number in (1, 3):
        dataset.GetRasterBand(number).WriteArray(np.full((rows.stop, 3000), 9, np.uint8), 0, 0)
    dataset = None
    if rows.stop == 12_000:
        with pytest.raises(InputError, match="none in band 2"):
            check(path, report)
    else:
        check(path, report)
        assert "none in band 2, as far as was looked" in next(e.text for e in events if isinstance(e, Message))


def test_a_raster_without_any_value_is_not_judged(write_raster: Write, report: Reporter, events: list[Event]) -> None:
    check(write_raster("empty.tif", np.zeros((3, 90, 90), np.uint8), nodata=0), report)
    assert events == []
