from collections.abc import Callable

import numpy as np
import pytest

from paddy_segmenter.events import Event, Message, Reporter
from training.ground.units import Level, level_of, warn_of_other_units

BANDS = ("blue", "green", "red", "nir")
MEANS, STDS = np.array([500.0, 700.0, 800.0, 2500.0]), np.array([120.0, 150.0, 250.0, 700.0])


def scene(seed: int = 1) -> np.ndarray:
    """Digital numbers of a rural landscape, (bands, H, W)."""
    noise = np.random.default_rng(seed).normal(size=(4, 90, 90))
    return (MEANS[:, None, None] + STDS[:, None, None] * noise).clip(50, 10_000)


def level(name: str, values: np.ndarray) -> Level:
    found = level_of(name, [values.astype(np.float32)])
    assert found is not None
    return found


OTHER_UNITS = {
    "reflectances of 0 to 1": lambda v: v / 10_000,
    "reflectances in percent": lambda v: v / 100,
    "eight bits": lambda v: (v / 10_000 * 255).round(),
    "eight bits, stretched": lambda v: (v / 3000 * 255).clip(0, 255).round(),
    "decibels": lambda v: 10 * np.log10(v / 10_000),
}
ONE_UNIT = {
    "another place": lambda v: v * np.array([0.7, 0.8, 1.5, 0.5])[:, None, None],
    "open water": lambda v: v * np.array([0.5, 0.4, 0.15, 0.05])[:, None, None],
    "snow": lambda v: v * 0 + 9000 + v / 50,
    "haze": lambda v: v + 1500,
    "a collar of undeclared zeros": lambda v: np.where(np.arange(90) < 60, 0, v),
    "an offset of a thousand": lambda v: v + 1000,
}


@pytest.mark.parametrize("change", OTHER_UNITS.values(), ids=OTHER_UNITS)
def test_a_raster_in_other_units_is_named_with_both_ranges(
    report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    levels = [level("a.tif", scene()), level("b.tif", change(scene(2))), level("c.tif", scene(3))]
    warn_of_other_units(levels, BANDS, report)
    [warning] = [event for event in events if isinstance(event, Message)]
    assert warning.level == "warning"
    assert warning.text.startswith("the values of b.tif and of ")
    assert "in different units (blue runs from " in warning.text


def test_the_sentence_says_how_far_the_values_reach(report: Reporter, events: list[Event]) -> None:
    numbers = np.linspace(100, 200, 90 * 90).reshape(1, 90, 90).repeat(2, axis=0)
    warn_of_other_units([level("dn.tif", numbers), level("share.tif", numbers / 1e4)], ("red", "nir"), report)
    assert events == [
        Message(
            "the values of share.tif and of dn.tif seem to be in different units (red runs from 0.0101 to 0.0199 and from 101 to 199):"
            " bring the rasters to one, or expect a poor model",
            "warning",
        )
    ]


@pytest.mark.parametrize("change", ONE_UNIT.values(), ids=ONE_UNIT)
def test_rasters_of_one_unit_are_not_mentioned(
    report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    warn_of_other_units([level("a.tif", scene()), level("b.tif", change(scene(2)))], BANDS, report)
    assert events == []


def test_heights_of_a_coast_and_of_its_hills_are_not_mentioned(report: Reporter, events: list[Event]) -> None:
    generator = np.random.default_rng(0)
    coast, hills = generator.normal(15, 3, (1, 80, 80)), generator.normal(900, 200, (1, 80, 80))
    warn_of_other_units([level("coast.tif", coast), level("hills.tif", hills)], ("height",), report)
    assert events == []


def test_a_band_without_values_and_numbers_beyond_all_measure_are_left_to_others() -> None:
    values = scene()
    values[0, :9] = np.finfo(np.float32).max
    assert level("a.tif", values).medians[0] == pytest.approx(500, abs=20)
    values[3] = np.nan
    assert level_of("a.tif", [values.astype(np.float32)]) is None
