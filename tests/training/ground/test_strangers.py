from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.strangers import warn_of_strangers
from training.ground.survey import survey
from training.ground.units import Level, level_of

BANDS = ("blue", "green", "red", "nir")
MEANS, STDS = np.array([500.0, 700.0, 800.0, 2500.0]), np.array([120.0, 150.0, 250.0, 700.0])

LIKE_THE_OTHERS = {
    "another place": lambda v: v * np.array([0.8, 0.8, 1.3, 0.7])[:, None, None],
    "haze": lambda v: v + np.array([600, 450, 300, 150])[:, None, None],
    "open water": lambda v: v * np.array([0.9, 0.7, 0.4, 0.2])[:, None, None],
}


def scene(seed: int) -> np.ndarray:
    """Digital numbers of a rural landscape, (bands, H, W)."""
    noise = np.random.default_rng(seed).normal(size=(4, 90, 90))
    return (MEANS[:, None, None] + STDS[:, None, None] * noise).clip(50, 10_000)


def levels(*scenes: np.ndarray) -> list[Level]:
    found = [level_of(f"{number}.tif", [values.astype(np.float32)]) for number, values in enumerate(scenes)]
    return [each for each in found if each is not None]


def told(report: Reporter, events: list[Event], *scenes: np.ndarray) -> list[str]:
    warn_of_strangers(levels(*scenes), BANDS, report)
    return [event.text for event in events if isinstance(event, Message)]


@pytest.mark.parametrize("order", [[3, 2, 1, 0], [3, 0, 1, 2]])
def test_another_order_of_bands_is_named_with_figures_and_remedy(
    report: Reporter, events: list[Event], order: list[int]
) -> None:
    [text] = told(report, events, scene(1), scene(2)[order], scene(3))
    assert text.startswith(
        "the values of 1.tif seem to have another order of bands than those of the other rasters (blue"
    )
    assert text.endswith("bring its bands into the order of the others")


def test_another_processing_baseline_is_named(report: Reporter, events: list[Event]) -> None:
    [text] = told(report, events, scene(1), scene(2) + 1000)
    assert text.startswith("the values of 1.tif seem to be of another processing baseline")
    assert "subtract the offset (1000 for Sentinel-2)" in text


def test_values_that_all_lie_beyond_the_others_are_named(report: Reporter, events: list[Event]) -> None:
    [text] = told(report, events, scene(1), scene(2), scene(3) * 6)
    assert text.startswith("the values of 2.tif are of another kind")
    assert "bring the rasters to one unit and one number of bits" in text


@pytest.mark.parametrize("change", LIKE_THE_OTHERS.values(), ids=LIKE_THE_OTHERS)
def test_other_landscapes_are_not_mentioned(
    report: Reporter, events: list[Event], change: Callable[..., np.ndarray]
) -> None:
    assert told(report, events, scene(1), change(scene(2)), scene(3)) == []
    assert told(report, events, scene(1), change(scene(2))) == []


def test_a_band_with_hardly_any_value_is_not_compared(report: Reporter, events: list[Event]) -> None:
    sparse = scene(1)
    sparse[3] = np.nan
    sparse[3, 0, 1] = 2500.0
    assert told(report, events, scene(0), sparse) == []
    assert told(report, events, sparse, scene(0)) == []


def test_of_many_strange_rasters_the_first_is_named(report: Reporter, events: list[Event]) -> None:
    turned = [scene(number)[::-1] for number in range(3)]
    [text] = told(report, events, *turned, *(scene(number) for number in range(3, 20)))
    assert text.startswith("the values of 0.tif and 2 more seem to have another order of bands")


def test_a_survey_tells_before_anything_is_learnt(
    write_raster: Callable[..., str], tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    images = [
        write_raster(f"{name}.tif", values.round().astype(np.uint16))
        for name, values in (("a", scene(1)), ("b", scene(2)[::-1]))
    ]
    labels = write_raster("labels.tif", np.random.default_rng(0).integers(1, 3, (90, 90)).astype(np.uint8))
    survey(
        TrainJob(tuple(images), (labels,), str(tmp_path / "m.safetensors"), chip=32, weights="none"), tmp_path, report
    )
    assert [event for event in events if isinstance(event, Message) and "another order of bands" in event.text]
