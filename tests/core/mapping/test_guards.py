from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping import guards
from paddy_segmenter.core.mapping.guards import check_view, measure_drift, share_with_data, values_with_data
from paddy_segmenter.core.network.normalise import measure_normalisation
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.sample import read_spread
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter

Write = Callable[..., str]
NAMES = ("blue", "green", "red", "nir")
MEANS, STDS = np.array([500.0, 700.0, 800.0, 2500.0]), np.array([120.0, 150.0, 250.0, 700.0])


def reflectances(size: int = 200, seed: int = 1) -> np.ndarray:
    """Four bands of a rural landscape in Sentinel-2's units."""
    noise = np.random.default_rng(seed).normal(size=(4, size, size))
    return (MEANS[:, None, None] + STDS[:, None, None] * noise).clip(50, 10_000)


@pytest.fixture(scope="module")
def card() -> ModelCard:
    classes = (LegendClass(0, "other", (0, 0, 0)), LegendClass(1, "paddy", (0, 158, 115)))
    figures = measure_normalisation(reflectances(seed=2).reshape(4, -1))
    return ModelCard("resnet34", NAMES, figures, 10.0, 256, 8, (6, 12, 18), classes)


def warnings_of(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and event.level == "warning"]


def check_values(
    raster: Raster, bands: tuple[int, ...], card: ModelCard, report: Reporter, refuse: bool = True
) -> None:
    values = values_with_data(read_spread(raster, bands), raster.missing_where)
    guards.check_values(raster, bands, values, card, report, refuse)


def one_band(values: np.ndarray, band: int, other: float) -> np.ndarray:
    values = values.copy()
    values[band] = other
    return values


REFUSED = {
    "eight bits for a model of sixteen": lambda v: (v / 10_000 * 255).round().astype(np.uint8),
    "stretched to eight bits": lambda v: (v / v.max(axis=(1, 2), keepdims=True) * 255).round().astype(np.uint8),
    "reflectances of 0 to 1": lambda v: (v / 10_000).astype(np.float32),
    "radiances twenty times as large": lambda v: (v * 20).round().astype(np.int32),
    "an opaque band for the near infrared": lambda v: one_band(v, 3, 2500.0).round().astype(np.uint16),
}
ACCEPTED = {
    "another scene of the same kind": lambda v: v.round().astype(np.uint16),
    "haze that adds one deviation": lambda v: (v + STDS[:, None, None]).round().astype(np.uint16),
    "floats of the same units": lambda v: v.astype(np.float32),
    "a collar of undeclared zeros": lambda v: np.where(np.arange(200) < 150, 0, v).round().astype(np.uint16),
}
WARNED = {
    "one band nearly all beyond": lambda v: one_band(v, 3, 0.0) + np.where(np.arange(4) == 3, 1, 0)[:, None, None] * v / 20,
    "haze that adds four deviations": lambda v: (v + 4 * STDS[:, None, None] * (np.arange(4) < 2)[:, None, None]),
    "open water": lambda v: v * np.array([0.9, 0.8, 0.3, 0.1])[:, None, None],
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_values_in_other_units_are_refused_with_a_remedy(
    write_raster: Write, card: ModelCard, report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    raster = Raster(write_raster("scene.tif", change(reflectances()), bands=NAMES))
    with pytest.raises(InputError, match=r"values of scene.tif .* learnt .*: bring the raster to the units"):
        check_values(raster, (1, 2, 3, 4), card, report)
    check_values(raster, (1, 2, 3, 4), card, report, refuse=False)
    assert len(warnings_of(events)) == 1


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED)
def test_values_of_the_same_kind_are_not_mentioned(
    write_raster: Write, card: ModelCard, report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    check_values(Raster(write_raster("scene.tif", change(reflectances()))), (1, 2, 3, 4), card, report)
    assert events == []


@pytest.mark.parametrize("change", WARNED.values(), ids=WARNED)
def test_values_that_are_far_off_and_still_of_use_are_a_warning(
    write_raster: Write, card: ModelCard, report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    values = change(reflectances()).round().astype(np.uint16)
    check_values(Raster(write_raster("scene.tif", values, bands=NAMES)), (1, 2, 3, 4), card, report)
    (warning,) = warnings_of(events)
    assert "far from those that the model learnt from" in warning


def test_the_sentence_names_the_band_and_both_ranges(write_raster: Write, card: ModelCard, report: Reporter) -> None:
    values = one_band(reflectances(), 3, 255.0).round().astype(np.uint16)
    raster = Raster(write_raster("scene.tif", values, bands=NAMES))
    low, high = card.normalisation.low[3], card.normalisation.high[3]
    with pytest.raises(InputError) as refusal:
        check_values(raster, (1, 2, 3, 4), card, report)
    assert f"(nir is 255, learnt {low:.4g} to {high:.4g}): bring" in str(refusal.value)
    assert "red" not in str(refusal.value)


def test_bands_are_compared_in_the_order_of_the_model(
    write_raster: Write, card: ModelCard, report: Reporter, events: list[Event]
) -> None:
    raster = Raster(write_raster("turned.tif", reflectances()[::-1].round().astype(np.uint16)))
    check_values(raster, (4, 3, 2, 1), card, report)
    assert events == []
    check_values(raster, (1, 2, 3, 4), card, report, refuse=False)
    assert "band 1 runs from" in warnings_of(events)[0]


def test_a_band_that_was_constant_in_the_training_says_nothing(card: ModelCard) -> None:
    figures = measure_normalisation(np.full((1, 50), 7.0))
    constant = replace(card, bands=("mask",), normalisation=figures)
    assert list(measure_drift(np.full((1, 9), 3.0, np.float32), ("mask",), constant.normalisation)) == []


def test_a_band_can_be_far_off_without_being_clipped(card: ModelCard) -> None:
    rarely_bright = Normalisation(low=(0.0,), high=(100.0,), mean=(10.0,), std=(5.0,))
    one = replace(card, bands=("radar",), normalisation=rarely_bright)
    (drift,) = measure_drift(np.linspace(30, 60, 99, dtype=np.float32)[None], ("radar",), one.normalisation)
    assert (drift.clipped, drift.shift) == (0.0, 7.0)
    assert drift.is_strange
    assert not drift.is_even


def test_a_raster_without_data_is_not_judged(
    write_raster: Write, card: ModelCard, report: Reporter, events: list[Event]
) -> None:
    raster = Raster(write_raster("empty.tif", np.zeros((4, 90, 90), np.uint16), nodata=0))
    check_values(raster, (1, 2, 3, 4), card, report)
    assert events == []


def test_samples_tell_which_share_of_the_raster_has_data(write_raster: Write) -> None:
    values = np.ones((1, 1000, 1200), np.uint8)
    values[:, :, :600] = 0
    images = read_spread(Raster(write_raster("half.tif", values, nodata=0)), (1,))
    assert share_with_data(images, "all") == pytest.approx(0.5, abs=0.08)


def test_a_view_is_told_and_warned_of_where_it_blurs(
    write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    raster = Raster(write_raster("scene.tif", np.ones((4, 4), np.uint8), gsd=10.0))
    check_view(raster, 6.0, report, refuse=True)
    assert warnings_of(events) == []
    check_view(raster, 1.5, report, refuse=True)
    assert "has 10 m per pixel, the model learnt from 1.5 m" in warnings_of(events)[0]


def test_a_raster_on_which_nothing_of_what_the_model_knows_is_left_is_refused(
    write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    raster = Raster(write_raster("coarse.tif", np.ones((8, 8), np.uint8), gsd=16.0))
    with pytest.raises(
        InputError, match=r"coarse.tif has 16 m per pixel, the model learnt from 1.5 m: what it knows cannot be seen"
    ):
        check_view(raster, 1.5, report, refuse=True)
    check_view(raster, 1.5, report, refuse=False)
    assert any("resampling adds no detail" in event.text for event in events if isinstance(event, Message))
