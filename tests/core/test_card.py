import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.errors import InputError

CARD = ModelCard(
    backbone="resnet34",
    bands=("blue", "near infrared"),
    normalisation=Normalisation(low=(10.0, 20.5), high=(900.0, 4000.0), mean=(400.0, 1800.0), std=(120.0, 1.0)),
    gsd=1.5,
    chip=256,
    output_stride=8,
    atrous_rates=(6, 12, 18),
    classes=(LegendClass(0, "Hutan", (0, 90, 0)), LegendClass(65_535, "Sawah (père)", (255, 255, 0))),
    training={"split": {"kind": "blocks", "seed": 7}, "validation": {"accuracy": 0.93}, "epochs": 12},
)
FIGURES = {"low": [0, 0], "high": [1, 1], "mean": [0, 0], "std": [1, 1]}
LEGEND = [{"value": 1, "name": "a", "colour": [0, 0, 0]}, {"value": 2, "name": "b", "colour": [0, 0, 0]}]


def test_a_card_read_back_from_its_json_is_the_same_card():
    assert ModelCard.from_json(CARD.to_json()) == CARD


def test_a_card_of_the_first_format_is_read_and_knows_no_decoder():
    record = json.loads(CARD.to_json()) | {"format_version": 1}
    del record["decoder"]
    assert ModelCard.from_json(json.dumps(record)) == CARD
    assert not CARD.decoder


@pytest.mark.parametrize(
    ("entry", "value", "sentence"),
    [
        ("values", "cooked", "values are 'cooked', not one of raw, scaled"),
        ("format_version", 4, "newer version: update the plugin"),
        ("format_version", 0, "count from 1"),
        ("format_version", "1", "format_version is '1', but must be a whole number"),
        ("backbone", None, "backbone is missing"),
        ("backbone", "resnet18", "not one of resnet34, resnet50, resnet101"),
        ("backbone", 34, "backbone is 34, but must be text"),
        ("bands", "rgb", "bands is 'rgb', but must be a list"),
        ("bands", [], "0 bands"),
        ("bands", ["red"], "2 values of low for 1 bands"),
        ("bands", ["red", "ni\nr"], "cannot be printed"),
        ("normalisation", [], "normalisation is [], but must be an object"),
        ("normalisation", {**FIGURES, "mean": [0, 0, 0]}, "3 values of mean for 2 bands"),
        ("normalisation", {**FIGURES, "mean": [0, True]}, "mean is True, but must be a number"),
        ("normalisation", {**FIGURES, "high": [1, float("nan")]}, "a value of high is not finite"),
        ("normalisation", {**FIGURES, "high": [1, 10**400]}, "a value of high is not finite"),
        ("normalisation", {**FIGURES, "low": [0, 2]}, "low is above its high"),
        ("normalisation", {**FIGURES, "std": [1, 0]}, "std is 0"),
        ("gsd", 0, "0 metres, but must be from 0.0001 to 1e+06"),
        ("gsd", float("inf"), "inf metres"),
        ("gsd", float("nan"), "inf metres"),
        ("gsd", 1e-6, "1e-06 metres, but must be from 0.0001 to 1e+06"),
        ("gsd", 1e7, "1e+07 metres"),
        ("aspect", 0, "aspect of its pixels is 0.0, but must be from 1/100 to 100"),
        ("aspect", 1e10, "aspect of its pixels is 10000000000.0, but must be from 1/100 to 100"),
        ("weights_digest", "abc", "weights_digest is 'abc', but must be 64 hexadecimal digits"),
        ("weights_digest", 7, "weights_digest is 7, but must be text"),
        ("chip", 250, "multiple of 16"),
        ("chip", 0, "multiple of 16"),
        ("chip", 256.0, "chip is 256.0, but must be a whole number"),
        ("output_stride", 32, "8 or 16"),
        ("decoder", "yes", "decoder is 'yes', but must be true or false"),
        ("atrous_rates", [6, 12], "must be three"),
        ("atrous_rates", [0, 12, 18], "from 1 to 512"),
        ("classes", LEGEND[:1], "1 classes, but must have 2 to 4096"),
        ("classes", [{**LEGEND[0], "value": value} for value in range(65_536)], "65536 classes, but must have 2 to"),
        ("classes", [LEGEND[0], LEGEND[0]], "same value"),
        ("classes", [LEGEND[0], {**LEGEND[1], "value": 65_536}], "65536 is not within 0 to 65535"),
        ("classes", [LEGEND[0], {**LEGEND[1], "name": ""}], "cannot be printed"),
        ("classes", [LEGEND[0], {**LEGEND[1], "colour": [0, 0, 256]}], "not three numbers from 0 to 255"),
        ("classes", [LEGEND[0], {**LEGEND[1], "colour": [0, 0]}], "must be three numbers"),
        ("classes", ["a", "b"], "classes is 'a', but must be an object"),
        ("training", 3, "training is 3, but must be an object"),
        ("training", {"data": "half of a character: \ud800"}, "damaged"),
    ],
)
def test_a_card_with_a_wrong_entry_is_refused_in_one_sentence(entry: str, value: Any, sentence: str):
    record = json.loads(CARD.to_json()) | {entry: value}
    with pytest.raises(InputError) as refusal:
        ModelCard.from_json(json.dumps(record))
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "3", "[" * 100_000, '{"format_version": ' + "9" * 5000 + "}"])
def test_text_that_is_no_card_is_refused(text: str):
    with pytest.raises(InputError, match="model card"):
        ModelCard.from_json(text)


def test_a_card_that_breaks_a_rule_cannot_be_made_either():
    with pytest.raises(InputError, match="multiple of 16"):
        replace(CARD, chip=100)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(json.loads(CARD.to_json()))), JSON)
def test_whatever_stands_in_an_entry_gives_a_card_or_one_sentence(entry: str, value: Any):
    text = json.dumps(json.loads(CARD.to_json()) | {entry: value})
    sentence = ""
    try:
        ModelCard.from_json(text)
    except InputError as refusal:
        sentence = str(refusal)
    assert sentence.isprintable()


def test_a_model_of_scaled_values_is_for_versions_that_know_them_and_all_others_for_older_ones():
    scaled = replace(CARD, values="scaled")
    assert ModelCard.from_json(scaled.to_json()) == scaled
    assert (CARD.format_version, scaled.format_version) == (2, 3)


def test_a_card_that_does_not_say_learnt_values_as_they_are_stored():
    record = json.loads(CARD.to_json())
    del record["values"]
    assert ModelCard.from_json(json.dumps(record)).values == "raw"
