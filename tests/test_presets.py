"""What a preset fills in, and that `study` does what the study did."""

from dataclasses import replace

import pytest

from paddy_segmenter.command_line import arguments_of, job_from_arguments
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.presets import PRESETS
from paddy_segmenter.variations import variations_of

TRAIN = {"rasters": ("a.tif",), "labels": ("a.gpkg",), "output": "a.safetensors"}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_fills_in_what_is_not_given_by_values_that_may_be_given(preset):
    job = TrainJob(**TRAIN, preset=preset)
    assert {name: getattr(job, name) for name in PRESETS[preset]} == PRESETS[preset]
    assert replace(job, preset="recommended") == TrainJob(**TRAIN | PRESETS[preset])  # which checks them
    assert arguments_of(job)[6:] == ([] if preset == "recommended" else [f"--preset={preset}"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("split", "blocks"), ("learning_rate", 1e-3), ("epochs", 3), ("atrous_rates", (1, 2, 3)), ("atrous_rates", ())],
)
def test_what_is_given_stays_as_it_is_beside_a_preset(name, value):
    given = TrainJob(**TRAIN, preset="study", **{name: value})
    flag, items = f"--{name.replace('_', '-')}", value or ("",) if isinstance(value, tuple) else (value,)
    words = [*arguments_of(TrainJob(**TRAIN))[3:], *(f"{flag}={item}" for item in items), "--preset=study"]
    assert getattr(given, name) == value
    assert given == job_from_arguments(TrainJob, words) == replace(TrainJob(**TRAIN, preset="study"), **{name: value})
    assert replace(given, seed=7) == TrainJob(**TRAIN, preset="study", seed=7, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights", "imagenet"), ("output_stride", 8), ("atrous_rates", (12, 24, 36)), ("decoder", "no"), ("coarse_share", 0),
        ("chip", 256), ("balance", 0), ("mixed", 0), ("split", "random"), ("validation_share", 0.2), ("optimiser", "adam"),
        ("loss", "cross_entropy"), ("class_weights", "none"), ("auxiliary_weight", 0), ("schedule", "constant"), ("warm_up", 0),
        ("clip_norm", 0), ("ema_decay", 0), ("learning_rate", 1e-4), ("weight_decay", 1e-4),
    ],
)  # fmt: skip
def test_the_preset_study_asks_for_what_the_study_did(name, value):
    assert getattr(TrainJob(**TRAIN, preset="study"), name) == value


def test_the_study_turns_chips_and_varies_nothing_else():
    table = variations_of(TrainJob(**TRAIN, preset="study").augment)
    turned = table.pop("orientation")
    assert (turned.probability, turned.strength) == (1, 4)
    assert all(variation.probability == 0 for variation in table.values())
