"""Parameters are what the job's fields say: a table over all fields of all algorithms."""

from dataclasses import MISSING, Field, fields
from typing import Any, get_type_hints

import pytest
from qgis.core import QgsProcessingContext

from paddy_segmenter.algorithms.entered_values import EnteredValues
from paddy_segmenter.algorithms.parameters import name_of
from paddy_segmenter.errors import InputError
from paddy_segmenter.provider import ALGORITHMS

FIELDS = [
    pytest.param(kind.identifier, field, id=f"{kind.identifier}-{name_of(field)}")
    for kind in ALGORITHMS
    for field in fields(kind.job)
]
NUMBERS = [row for row in FIELDS if row.values[1].metadata["minimum"] is not None and row.values[1].default != ()]

NARROWER = {"interest": "polygon layer of the ground to map"}  # for which a job takes the text of an extent, too


def value_of(algorithm: Any, field: "Field[Any]", entered: dict[str, Any]) -> Any:
    kind = get_type_hints(algorithm.job)[field.name]
    return EnteredValues(algorithm, entered, QgsProcessingContext()).value(field, kind)


@pytest.mark.parametrize(("algorithm", "field"), FIELDS)
def test_a_parameter_tells_its_meaning_its_choices_and_its_default(
    provider: Any, algorithm: str, field: "Field[Any]"
) -> None:
    explained = provider.algorithm(algorithm).parameterDefinition(name_of(field)).help()
    meaning = NARROWER.get(field.name, field.metadata["help"])
    assert explained.lower().startswith(meaning.lower())
    assert all(str(choice) in explained for choice in field.metadata["choices"])
    if field.default not in (MISSING, "", ()):
        assert f"default {field.default}" in explained


LAYERS = ("interest", "rasters", "labelled_areas", "split_areas")  # read by layer_files, not from the entered values
PLAIN = [row for row in FIELDS if row.values[1].default is not MISSING and row.values[1].name not in LAYERS]


@pytest.mark.parametrize(("algorithm", "field"), PLAIN)
def test_a_parameter_that_is_left_out_has_the_default_of_the_job(
    provider: Any, algorithm: str, field: "Field[Any]"
) -> None:
    value = value_of(provider.algorithm(algorithm), field, {})
    assert value == field.default
    assert type(value) is type(field.default)


@pytest.mark.parametrize(("algorithm", "field"), FIELDS)
def test_only_what_the_job_needs_must_be_given(provider: Any, algorithm: str, field: "Field[Any]") -> None:
    rule = provider.algorithm(algorithm).parameterDefinition(name_of(field))
    assert rule.checkValueIsAcceptable(None, QgsProcessingContext()) == (field.default is not MISSING)


@pytest.mark.parametrize(("algorithm", "field"), FIELDS)
def test_rarely_used_parameters_are_advanced(provider: Any, algorithm: str, field: "Field[Any]") -> None:
    rule = provider.algorithm(algorithm).parameterDefinition(name_of(field))
    assert bool(rule.flags() & rule.Flag.FlagAdvanced) == field.metadata["advanced"]


@pytest.mark.parametrize(("algorithm", "field"), NUMBERS)
def test_a_number_may_be_what_the_job_allows_and_no_more(provider: Any, algorithm: str, field: "Field[Any]") -> None:
    least, most = field.metadata["minimum"], field.metadata["maximum"]
    rule = provider.algorithm(algorithm).parameterDefinition(name_of(field))
    accepts = [rule.checkValueIsAcceptable(value) for value in (least, most, least - 1e-6, most + 1e-6)]
    assert accepts == [True, True, False, False]
    assert value_of(provider.algorithm(algorithm), field, {rule.name(): most}) == most


def test_a_very_low_learning_rate_can_be_entered(provider: Any) -> None:
    rule = provider.algorithm("trainmodel").parameterDefinition("LEARNING_RATE")
    assert rule.metadata()["widget_wrapper"]["decimals"] == 7


@pytest.mark.parametrize("entered", ["3,2,1", "3, 2, 1", "3 2 1", "3;2;1", [3, 2, 1], ["3", "2", "1"]])
def test_a_list_of_numbers_may_be_written_in_any_usual_way(provider: Any, entered: Any) -> None:
    train = provider.algorithm("trainmodel")
    [bands] = [field for field in fields(train.job) if field.name == "bands"]
    assert value_of(train, bands, {"BANDS": entered}) == (3, 2, 1)


@pytest.mark.parametrize(("name", "entered"), [("BANDS", "red"), ("BANDS", "1.5"), ("EPOCHS", 2.5)])
def test_what_is_no_whole_number_is_refused_where_one_is_wanted(provider: Any, name: str, entered: Any) -> None:
    train = provider.algorithm("trainmodel")
    [field] = [field for field in fields(train.job) if name_of(field) == name]
    with pytest.raises(InputError, match=f"{name} is .* whole number"):
        value_of(train, field, {name: entered})


@pytest.mark.parametrize("entered", ["1=wet rice; 2,5=other ;", "1=wet rice\n2,5=other", ["1=wet rice", "2,5=other"]])
def test_a_list_of_texts_keeps_their_commas_and_blanks(provider: Any, entered: Any) -> None:
    train = provider.algorithm("trainmodel")
    [value_map] = [field for field in fields(train.job) if field.name == "value_map"]
    assert value_of(train, value_map, {"VALUE_MAP": entered}) == ("1=wet rice", "2,5=other")
