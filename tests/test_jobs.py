"""What a job refuses, which files it writes, and that its fields are explained."""

import os
from dataclasses import fields, replace
from pathlib import Path

import pytest

from paddy_segmenter.errors import InputError
from paddy_segmenter.jobs import (
    JOBS,
    AssessJob,
    DescribeJob,
    PlanJob,
    SceneJob,
    SegmentJob,
    SegmentManyJob,
    TrainJob,
)
from paddy_segmenter.loss_terms import parse_loss

TRAIN = {"rasters": ("a.tif",), "labels": ("a.gpkg",), "output": "a.safetensors"}
MANY = {"model": "m.safetensors", "output_folder": "maps", "rasters": ("x/a.tif",)}
SEGMENT = {"raster": "a.tif", "model": "a.safetensors", "output": "map.tif"}


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        (TrainJob, TRAIN | {"rasters": ()}, "no raster is given: name at least one"),
        (TrainJob, TRAIN | {"rasters": ("",)}, "rasters is empty: give the rasters to learn from"),
        (TrainJob, TRAIN | {"rasters": ["a.tif"]}, "rasters is ['a.tif']: give a tuple"),
        (TrainJob, TRAIN | {"rasters": "a.tif"}, "rasters is 'a.tif': give a tuple"),
        (TrainJob, TRAIN | {"labels": ("a", "b")}, "2 labels for 1 rasters: give one for all, or one for each"),
        (TrainJob, TRAIN | {"labels": ()}, "0 labels for 1 rasters"),
        (
            TrainJob,
            TRAIN | {"value_map": ("1:paddy",)},
            "value_map holds '1:paddy': give two sides with = between them",
        ),
        (TrainJob, TRAIN | {"value_map": ("1= ",)}, "value_map holds '1= ': give two sides"),
        (TrainJob, TRAIN | {"value_map": ("1=a", " 1 =b")}, "value_map names '1' twice: name it once"),
        (AssessJob, {"maps": ("a",), "labels": ("b",), "value_map": ("=a",)}, "value_map holds '=a': give two sides"),
        (
            TrainJob,
            TRAIN | {"augment": ("noise=2",)},
            "augment gives noise the probability '2': give a number from 0 to 1",
        ),
        (
            TrainJob,
            TRAIN | {"colours": ("paddy=green",)},
            "the colour of paddy is 'green': give # and six hexadecimal digits",
        ),
        (TrainJob, TRAIN | {"colours": ("#009e73",)}, "colours holds '#009e73': give two sides"),
        (PlanJob, TRAIN | {"blocks_layer": "blocks.shp"}, "blocks.shp does not end in .gpkg: choose a name that does"),
        (TrainJob, TRAIN | {"chip": 250}, "chip is 250 pixels, but must be a multiple of 16: try 256"),
        (TrainJob, TRAIN | {"chip": 31}, "chip is 31: the least is 32"),
        (TrainJob, TRAIN | {"chip": 256.0}, "chip is 256.0: give a whole number"),
        (TrainJob, TRAIN | {"chip": True}, "chip is True: give a whole number"),
        (TrainJob, TRAIN | {"epochs": "many"}, "epochs is 'many': give a whole number"),
        (TrainJob, TRAIN | {"bands": (1, 0)}, "bands is 0: the least is 1"),
        (TrainJob, TRAIN | {"bands": (1, "2")}, "bands is '2': give a whole number"),
        (TrainJob, TRAIN | {"learning_rate": float("nan")}, "learning_rate is nan: the least is 0.0"),
        (
            TrainJob,
            TRAIN | {"learning_rate": 1e-8},
            "learning_rate is 1e-08: the least is 1e-07, or 0 to have it found",
        ),
        (TrainJob, TRAIN | {"batch": 1}, "batch is 1: the least is 2, or 0 for as many as memory suffices for"),
        (
            TrainJob,
            TRAIN | {"weights": "none", "freeze": "backbone"},
            "freeze is backbone, but weights none are random",
        ),
        (TrainJob, TRAIN | {"loss": "hinge"}, "loss is 'hinge': add up cross_entropy, dice, lovasz, focal, each once"),
        (TrainJob, TRAIN | {"loss": "dice + dice"}, "loss is 'dice + dice': add up cross_entropy, dice, lovasz, focal"),
        (TrainJob, TRAIN | {"loss": "dice - focal"}, "such as cross_entropy + 0.5 dice"),
        (TrainJob, TRAIN | {"loss": "dice +"}, "loss is 'dice +': add up"),
        (TrainJob, TRAIN | {"loss": "0 dice"}, "with a weight above 0 and up to 100 before it"),
        (TrainJob, TRAIN | {"loss": "101 dice"}, "with a weight above 0 and up to 100 before it"),
        (TrainJob, TRAIN | {"learning_rate": float("inf")}, "learning_rate is inf: the most is 1.0"),
        (TrainJob, TRAIN | {"learning_rate": None}, "learning_rate is None: give a number"),
        (TrainJob, TRAIN | {"preset": "best"}, "preset is 'best': choose one of recommended, study"),
        (TrainJob, TRAIN | {"backbone": "vgg"}, "backbone is 'vgg': choose one of resnet34, resnet50, resnet101"),
        (TrainJob, TRAIN | {"output_stride": 4}, "output_stride is 4: choose one of 8, 16"),
        (TrainJob, TRAIN | {"weights": ""}, "weights is empty"),
        (TrainJob, TRAIN | {"output": "model.pth"}, "model.pth does not end in .safetensors"),
        (TrainJob, TRAIN | {"rasters": ("a.safetensors",)}, "a.safetensors is an input and an output of this job"),
        (TrainJob, TRAIN | {"report": "report.pdf"}, "report.pdf does not end in .html"),
        (SegmentJob, SEGMENT | {"output": "a.tif"}, "a.tif is an input and an output of this job: choose another"),
        (SegmentJob, SEGMENT | {"output": "x/../a.tif"}, "is an input and an output of this job"),
        (SegmentJob, SEGMENT | {"confidence": "a.safetensors"}, "is an input and an output of this job"),
        (SegmentJob, SEGMENT | {"output": "map.png"}, "map.png does not end in .tif"),
        (TrainJob, TRAIN | {"atrous_rates": (6, 12)}, "2 atrous rates, but the pyramid has three branches"),
        (
            TrainJob,
            TRAIN | {"split": "polygons", "split_areas": "a"},
            "split is polygons, but their layer or its field",
        ),
        (TrainJob, TRAIN | {"split": "polygons", "split_field": "a"}, "is missing: give split_areas and split_field"),
        (TrainJob, TRAIN | {"split_areas": "a"}, "split_areas are given, but split is blocks: choose the split poly"),
        (
            TrainJob,
            TRAIN | {"folds": 5, "keep_last": "yes"},
            "keep_last is yes, but after folds the model is that of its last",
        ),
        (
            TrainJob,
            TRAIN | {"folds": 5, "on_stop": "model"},
            "on_stop is model, but neither folds nor a comparison",
        ),
        (TrainJob, TRAIN | {"folds": 1}, "folds is 1: give 0 for a single split, or 2 or more"),
        (
            TrainJob,
            TRAIN | {"split": "random", "optimism": "yes"},
            "optimism compares a split with a random one, but split is random: choose the split blocks or polygons",
        ),
        (AssessJob, {"maps": ("a", "b", "c"), "labels": ("d", "e")}, "2 labels for 3 maps"),
        (SceneJob, {"output": "a.tif", "labels": "a.shp"}, "a.shp does not end in .gpkg"),
        (SegmentJob, SEGMENT | {"confidence": "./map.tif"}, "two outputs go to one file (map.tif): choose"),
        (SegmentJob, SEGMENT | {"confidence": "map.tiff"}, "map.tiff and map.tif would share one style file"),
        (SegmentJob, SEGMENT | {"raster": "map.jp2"}, "map.tif and map.jp2 would share one style file"),
        (SegmentJob, SEGMENT | {"raster": ""}, "raster is empty: give the raster to segment"),
        (SegmentJob, SEGMENT | {"raster": Path("a.tif")}, "give a text"),
        (SegmentJob, SEGMENT | {"raster": "a\0.tif"}, "raster contains a NUL character: remove it"),
        (SegmentJob, SEGMENT | {"tile": 31}, "tile is 31 pixels: the least is 32, or 0"),
        (SegmentManyJob, MANY | {"rasters": ()}, "no raster is given: name rasters or a folder of them"),
        (
            SegmentManyJob,
            MANY | {"rasters": ("x/a.tif", "y/a.tif")},
            "x/a.tif and y/a.tif would both become a.tif: rename one, or map them in two runs",
        ),
        (SegmentManyJob, MANY | {"output_folder": "x"}, "x/a.tif is an input and an output of this job"),
        (SegmentManyJob, MANY | {"folder": "no/such"}, "the folder no/such cannot be read (No such file or directory)"),
        (SegmentManyJob, MANY | {"layers": ("classes",)}, "layers is 'classes': choose one of confidence, prob"),
        (SceneJob, {"output": "a.tif", "width": 63}, "width is 63: the least is 64"),
        (SceneJob, {"output": "a.tif", "labels": "a.tif"}, "two outputs go to one file"),
        (AssessJob, {"maps": ("",), "labels": ("a",)}, "maps is empty"),
        (DescribeJob, {"model": ""}, "model is empty: give the model file"),
    ],
)
def test_a_job_that_cannot_be_done_is_refused_where_it_is_made(kind, values, told):
    with pytest.raises(InputError) as refused:
        kind(**values)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("dice", {"dice": 1.0}),
        ("cross_entropy + 0.5 dice", {"cross_entropy": 1.0, "dice": 0.5}),
        ("2*focal+.25lovasz", {"focal": 2.0, "lovasz": 0.25}),
        (" 1. dice +  3 * cross_entropy ", {"dice": 1.0, "cross_entropy": 3.0}),
    ],
)
def test_a_loss_is_a_sum_of_losses_with_weights(text, terms):
    assert parse_loss(text) == terms
    assert TrainJob(**TRAIN, loss=text).loss == text


@pytest.mark.parametrize(("name", "where"), [
    ("buffer", "with the split random"),
    ("block", "with the split random"),
    ("split_field", "where the split is not polygons"),
    ("validation_share", "with folds and with the split polygons"),
    ("class_weights", "on dice and lovasz"),
    ("backbone_rate", "where freeze is backbone"),
    ("coarse_share", "at output stride 16"),
])  # fmt: skip
def test_the_help_says_where_an_option_has_no_effect(name: str, where: str) -> None:
    [text] = [field.metadata["help"] for field in fields(TrainJob) if field.name == name]
    assert f"without effect {where}" in text.lower()


def test_the_help_of_patience_says_when_the_usual_training_stops_at_the_earliest() -> None:
    usual = TrainJob(**TRAIN)
    [text] = [field.metadata["help"] for field in fields(TrainJob) if field.name == "patience"]
    first = int(usual.coarse_share * usual.epochs) + 1  # is the best one of those that count, however bad
    assert f"none stops before epoch {first + usual.patience}." in text


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_an_output_that_is_the_input_by_another_name_is_refused(tmp_path):
    (tmp_path / "a.tif").touch()
    (tmp_path / "link.tif").symlink_to(tmp_path / "a.tif")
    with pytest.raises(InputError, match="is an input and an output"):
        SegmentJob(raster=str(tmp_path / "a.tif"), model="m.safetensors", output=str(tmp_path / "link.tif"))


def test_a_job_knows_the_files_it_writes():
    assert SceneJob(output="a.tif", label_raster="b.tif").output_paths() == ("a.tif", "b.tif")
    assert DescribeJob("a.safetensors").output_paths() == ()


def test_a_training_writes_its_report_beside_the_model_or_where_it_is_told(tmp_path):
    beside = ("a.safetensors", "a.report.html", "a.report.json", "a.history.json")
    assert TrainJob(**TRAIN).output_paths() == beside
    assert TrainJob(**TRAIN, keep_last="yes").output_paths() == (*beside, "a.last.safetensors")
    elsewhere = TrainJob(**TRAIN, report=str(tmp_path / "b.html")).output_paths()
    assert elsewhere == ("a.safetensors", str(tmp_path / "b.html"), str(tmp_path / "b.json"), "a.history.json")


def test_many_rasters_are_jobs_for_one_each_with_the_same_options(tmp_path):
    for name in ("b.TIF", "a.tif", "c.txt"):
        (tmp_path / name).touch()
    many = SegmentManyJob("m.safetensors", "maps", ("z.tif",), str(tmp_path), ("polygons",), overlap=32, bands=(2, 1))
    expected = [
        SegmentJob(raster, "m.safetensors", str(Path("maps", f"{name}.tif")),
                   polygons=str(Path("maps", f"{name}_polygons.gpkg")), overlap=32, bands=(2, 1))
        for raster, name in (("z.tif", "z"), (str(tmp_path / "a.tif"), "a"), (str(tmp_path / "b.TIF"), "b"))
    ]  # fmt: skip
    assert many.single_jobs == tuple(expected)
    assert replace(many, rasters=("z.tif", str(tmp_path / "a.tif"))).single_jobs[1:] == tuple(expected[1:])
    assert len(many.output_paths()) == 6


def test_a_folder_is_listed_once_and_hidden_files_are_none_of_its_rasters(tmp_path):
    for name in ("a.jp2", "._a.jp2", ".b.tif.4711.part.tif"):
        (tmp_path / name).touch()
    many = SegmentManyJob("m.safetensors", str(tmp_path / "maps"), folder=str(tmp_path))
    (tmp_path / "a.tif").touch()
    assert many.output_paths() == (str(tmp_path / "maps" / "a.tif"),)


def test_maps_are_not_written_among_the_rasters_of_a_folder(tmp_path):
    (tmp_path / "a.jp2").touch()
    with pytest.raises(InputError, match=r"the maps would lie among the rasters of .*: choose another output folder"):
        SegmentManyJob("m.safetensors", f"{tmp_path}{os.sep}.", folder=str(tmp_path))


@pytest.mark.parametrize("areas", ["areas.gpkg", "areas.gpkg|layername=areas"])
def test_a_layer_that_is_read_is_not_written_over(areas):
    with pytest.raises(InputError, match=r"areas\.gpkg is an input and an output of this job"):
        SegmentJob(**SEGMENT, interest=areas, polygons="areas.gpkg")


@pytest.mark.parametrize("kind", JOBS)
def test_every_field_has_a_help_text_and_every_named_field_exists(kind):
    names = {rule.name for rule in fields(kind)}
    assert all(rule.metadata["help"] for rule in fields(kind))
    assert set(kind.inputs) <= names
    assert set(kind.outputs) <= names
