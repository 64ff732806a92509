"""A job survives the way to a command line and back."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import MISSING, Field, fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paddy_segmenter.command_line import arguments_of, command_of, job_from_arguments
from paddy_segmenter.jobs import JOBS, AssessJob, DescribeJob, MappingJob, SceneJob, SegmentManyJob, TrainJob
from paddy_segmenter.jobs.segmentation import LEAST_TILE
from paddy_segmenter.loss_terms import HEAVIEST, LOSSES
from paddy_segmenter.rules import Job

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
odd_texts = st.sampled_from(["-", "--", "-x", "--output", "a=b", "@file", "'", '"', "\\", "$HOME", "`ls`", "a b", "\n", "水田",
                             "%s", "*", "~", "#", "\udcff"])  # fmt: skip

losses = st.dictionaries(st.sampled_from(LOSSES), st.floats(0.001, HEAVIEST), min_size=1) \
    .map(lambda terms: " + ".join(f"{weight:f} {name}" for name, weight in terms.items()))  # fmt: skip


def values_for(rule: "Field[Any]", kind: Any) -> st.SearchStrategy[Any]:
    """Returns a strategy for all values that the rule of a field allows."""
    least, most, choices = (rule.metadata[name] for name in ("minimum", "maximum", "choices"))
    if get_origin(kind) is tuple:
        needed = 1 if rule.default is MISSING else 0
        return st.lists(values_for(rule, get_args(kind)[0]), min_size=needed, max_size=4).map(tuple)
    if choices:
        return st.sampled_from(choices)
    if rule.name == "loss":
        return losses
    if kind is str:
        return texts | odd_texts if rule.default != "" else st.just("") | texts | odd_texts
    return st.integers(least, most) if kind is int else st.floats(least, most)


def jobs_of(kind: type[Job]) -> st.SearchStrategy[Job]:
    """Returns a strategy for jobs of this kind that differ in every field."""
    types = get_type_hints(kind)
    return st.fixed_dictionaries({rule.name: values_for(rule, types[rule.name]) for rule in fields(kind)}) \
        .map(lambda values: fitted(kind, values)).map(lambda values: kind(**values))  # fmt: skip


def fitted(kind: type[Job], values: dict[str, Any]) -> dict[str, Any]:
    """Returns the values with those rules kept that tie one field to another."""
    for name in kind.outputs:
        suffix = {"report": ".html", "labels": ".gpkg", "polygons": ".gpkg", "blocks_layer": ".gpkg"}.get(name, ".tif")
        suffix = ".safetensors" if issubclass(kind, TrainJob) and name == "output" else suffix
        values[name] = values[name] and f"{name}: {values[name]} map{suffix}"
    if issubclass(kind, TrainJob):
        values["colours"] = tuple(f"{number} {name}=#00FF{number:02x}" for number, name in enumerate(values["colours"]))
        values["normalisation"] = tuple(f"-{len(text)}:9.5:{len(text) / 4}:1e-3" for text in values["normalisation"])
        rates = values["atrous_rates"]
        values |= {"chip": values["chip"] // 16 * 16, "atrous_rates": rates[:3] if len(rates) > 2 else ()}
        values |= fitted_split(values)
        numbers = (f"={len(text) / 20}:{text.count('=') + 2}" for text in values["augment"])
        values["augment"] = tuple(map("".join, zip(("scale", "orientation"), numbers, strict=False)))
        values |= {"batch": values["batch"] // 2 * 2, "learning_rate": round(values["learning_rate"], 7)}
        values["freeze"] = "none" if values["weights"] == "none" else values["freeze"]
    if kind is SegmentManyJob:
        values |= {
            "folder": "",
            "rasters": tuple(f"{n} {path}.tif" for n, path in enumerate(values["rasters"] or ("image",))),
        }
        values["rasters"] = tuple(path.replace("/", "") for path in values["rasters"])
    if issubclass(kind, MappingJob):
        values["tile"] = values["tile"] if values["tile"] >= LEAST_TILE else 0
        values["runtime"] = values["runtime"] if values["device"] in ("auto", "cpu") else "auto"
    if issubclass(kind, (TrainJob, AssessJob)):
        named = tuple(f"{number}{text}={text}c" for number, text in enumerate(values["value_map"]))
        values |= {"labels": values["labels"][:1], "value_map": named}
    return values


def fitted_split(values: dict[str, Any]) -> dict[str, Any]:
    if values["split_areas"] and values["split_field"]:
        split = {"split": "polygons"}
    else:
        split = {"split": "random" if values["split"] == "polygons" else values["split"], "split_areas": ""}
    is_single = values["folds"] <= 1 and (values["optimism"] == "no" or split["split"] == "random")
    return split | {
        "on_stop": values["on_stop"] if is_single else "checkpoint",
        "folds": values["folds"] if values["folds"] != 1 else 0,
        "optimism": values["optimism"] if split["split"] != "random" else "no",
        "keep_last": "no" if values["folds"] else values["keep_last"],
    }


any_job = st.sampled_from(JOBS).flatmap(jobs_of)


@given(any_job)
@settings(max_examples=500, deadline=None)
def test_a_job_comes_back_from_its_arguments(job):
    assert job_from_arguments(type(job), arguments_of(job)[3:]) == job


@given(any_job)
@settings(max_examples=200, deadline=None)
def test_a_command_is_split_by_the_shells_rules_into_the_arguments(job):
    assert shlex.split(command_of(job, "/a b/python")) == ["/a b/python", *arguments_of(job)]


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@given(any_job)
@settings(max_examples=25, deadline=None)
def test_a_job_comes_back_from_a_real_shell(job):
    echo = "import sys, json; print(json.dumps(sys.argv[3:]))"
    command = command_of(job, "PYTHON").replace("PYTHON -m", f"{shlex.quote(sys.executable)} -c {shlex.quote(echo)}", 1)
    run = subprocess.run(["sh", "-c", os.fsencode(command)], capture_output=True, check=True)
    arguments = json.loads(run.stdout)
    assert job_from_arguments(type(job), arguments) == job


def test_only_what_differs_from_the_default_is_printed():
    assert arguments_of(SceneJob(output="scene.tif", seed=7)) == \
        ["-m", "training", "scene", "--output=scene.tif", "--seed=7"]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
def test_a_command_with_the_plugins_folder_sets_the_path_for_itself_only(tmp_path):
    command = command_of(DescribeJob("a.safetensors"), "printenv", "/a folder").replace(" -m ", " PYTHONPATH ", 1)
    assert command.startswith("PYTHONPATH='/a folder' PYTHONSAFEPATH=1 printenv PYTHONPATH")


@pytest.mark.parametrize("kind", JOBS)
def test_a_parser_explains_every_field_with_its_default(kind, capsys):
    with pytest.raises(SystemExit) as ended:
        job_from_arguments(kind, ["--help"])
    assert ended.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    for rule in fields(kind):
        assert f"--{rule.name.replace('_', '-')} " in told
        if rule.default not in (MISSING, "", ()):
            assert f"(default {rule.default})" in told


def test_a_command_that_is_shown_holds_no_password() -> None:
    job = AssessJob(("map.tif",), ("PG:dbname=fields user=USERNAME password='PASS WORD'",))
    assert "USERNAME" not in command_of(job)
    assert "PASS" not in command_of(job)
    assert "--labels=PG:dbname=fields user=USERNAME password='PASS WORD'" in arguments_of(job)
