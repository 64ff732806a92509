from collections.abc import Callable

import numpy as np
import pytest

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.sample import take_sample
from paddy_segmenter.core.rasters.undeclared import find_undeclared, leave_out_undeclared
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Event, Message, Reporter

Write = Callable[..., str]
RANDOM = np.random.default_rng(7)
LOWEST = float(np.finfo(np.float32).min)


def ground(mean: float = 500.0, deviation: float = 80.0, bands: int = 3, side: int = 160) -> np.ndarray:
    """Ground whose neighbouring pixels differ, with a field that is brighter than the rest."""
    values = mean + deviation * RANDOM.normal(size=(bands, side, side))
    values[:, :50, :70] += 2 * deviation
    return values.astype(np.float32)


def with_holes(values: np.ndarray, missing: float, bands: slice = slice(None)) -> np.ndarray:
    holed = values.copy()
    holed[bands, 20:60, 30:90] = missing
    holed[bands, 120:130, 5:15] = missing
    return holed


def found_in(values: np.ndarray) -> list[list[float]]:
    return [[outlier.value for outlier in each] for each in find_undeclared([values.astype(np.float32)])]


MISSING = {
    "nines below": (ground(), -9999),
    "nines below reflectances": (ground(0.1, 0.02), -9999),
    "nines below cloudy digital numbers": (ground(4000, 1500).clip(1, 15_000).round(), -9999),
    "nines scaled to reflectance": (ground(0.2, 0.05), -0.9999),
    "the least of 16 bits": (ground().round(), -32_768),
    "the least of 32 bits below heights": (ground(1500, 600), -(2.0**31)),
    "the greatest of 16 bits": (ground(3000, 900).clip(1, 12_000).round(), 65_535),
    "the greatest of 8 bits on dark ground": (ground(40, 8).round(), 255),
    "a power of ten": (ground(), -100_000),
    "an absurd number": (ground(), 1e20),
    "the least number of fp32": (ground(), LOWEST),
    "zero among temperatures": (ground(290, 4), 0),
    "minus one among small fractions": (ground(0.05, 0.01), -1),
    "minus 999 in decibels": (ground(-12, 3), -999),
}


@pytest.mark.parametrize(("values", "missing"), MISSING.values(), ids=MISSING)
def test_a_value_that_stands_for_missing_data_is_found_in_each_band(values: np.ndarray, missing: float) -> None:
    assert found_in(values) == [[]] * 3
    assert found_in(with_holes(values, missing)) == [[float(np.float32(missing))]] * 3


def test_two_such_values_are_found_at_both_ends_and_on_one_side() -> None:
    values = with_holes(ground(), -9999)
    values[:, 100:110, 100:150] = 65_535
    values[:, 140:150, 100:150] = LOWEST
    assert [sorted(each) for each in found_in(values)] == [[LOWEST, -9999, 65_535]] * 3


def test_a_value_is_found_where_only_one_band_has_it() -> None:
    assert found_in(with_holes(ground(), -9999, bands=slice(1, 2))) == [[], [-9999.0], []]


def test_a_band_that_holds_nothing_else_is_known_by_the_others() -> None:
    values = with_holes(ground(), -9999)
    values[2] = -9999
    assert found_in(values) == [[-9999.0]] * 3


def stretched() -> np.ndarray:
    return ((ground() - 300) * 0.5).clip(0, 255).round()


def bright_roof() -> np.ndarray:
    """A roof that saturates, with the mixed pixels that a sensor sees at its border."""
    values = ground(3000, 900).clip(1, 12_000).round()
    distance = np.hypot(*(np.mgrid[:160, :160] - 80))
    return np.maximum(values, (120_000 * np.exp(-((distance / 25) ** 2))).clip(0, 65_535).round())


def scattered(missing: float) -> np.ndarray:
    values = ground()
    values[:, ::5, ::7] = missing
    return values


DATA = {
    "8 bits that are saturated at both ends": stretched(),
    "a white cloud in 8 bits": with_holes(ground(110, 20).clip(0, 254).round(), 255),
    "a cloud that is saturated in 16 bits": with_holes(ground(9000, 9000).clip(1, 65_535).round(), 65_535),
    "a roof with a border in 16 bits": bright_roof(),
    "water that is zero": with_holes(ground(300, 80).clip(1, 2000).round(), 0),
    "water that is zero in the infrared alone": with_holes(ground(3000, 400), 0, bands=slice(2, 3)),
    "a collar of zeros": with_holes(ground(2000, 700).clip(300, 4000).round(), 0),
    "saturation in one band alone": with_holes(ground(3000, 900).clip(1, 12_000).round(), 65_535, bands=slice(1)),
    "dead pixels here and there": scattered(-9999),
    "classes": with_holes(RANDOM.integers(1, 9, (3, 160, 160)), 255),
    "a mask": np.kron(RANDOM.integers(0, 2, (1, 16, 16)), np.ones((10, 10))) * 255,
    "one value everywhere": np.full((2, 50, 50), 7.0),
    "nothing": np.full((2, 50, 50), np.nan),
    "heights of a land below and above the sea": ground(0, 4000),
    "a sea whose depth is cut off": ground(-6000, 3000).clip(-9999, 0),
}


@pytest.mark.parametrize("values", DATA.values(), ids=DATA)
def test_what_is_measured_stays(values: np.ndarray) -> None:
    assert found_in(values) == [[]] * len(values)


def test_what_is_found_is_told_once_with_a_remedy_and_left_out(
    write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    values = with_holes(ground(bands=6).clip(250, 900).round().astype(np.int16), -9999, bands=slice(1, 6))
    raster = Raster(write_raster("scene.tif", values, bands=tuple("abcdef")))
    sample = take_sample(raster, (2, 3, 4, 5, 6))
    left = leave_out_undeclared(raster, sample, report)

    assert left.left_out == dict.fromkeys((2, 3, 4, 5, 6), (-9999.0,))
    image, _ = left.read(Window(0, 0, 160, 160), (2, 1))
    assert np.array_equal(np.isnan(image[0]), values[1] == -9999)
    assert np.isfinite(image[1]).all()
    assert not any((part == -9999).any() for part in sample.images)
    assert events == [
        Message(
            "scene.tif holds -9999 in b, c, d, e, 1 more, far from all other values (250 to 900): that is taken for missing data and"
            " left out; make it the nodata value of the raster, or have undeclared missing values kept where they are data",
            "warning",
        )
    ]


def test_a_raster_without_such_values_is_itself_and_nothing_is_told(
    write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    raster = Raster(write_raster("scene.tif", ground()))
    assert leave_out_undeclared(raster, take_sample(raster, (1, 2)), report) is raster
    assert events == []


def test_a_collar_around_a_large_raster_is_found(write_raster: Write, report: Reporter) -> None:
    values = np.full((1, 1500, 1400), -32_768, np.int16)
    values[0, 30:-30, 40:-40] = RANDOM.normal(800, 100, (1440, 1320))
    raster = Raster(write_raster("collar.tif", values))
    assert leave_out_undeclared(raster, take_sample(raster, (1,)), report).left_out == {1: (-32_768.0,)}
