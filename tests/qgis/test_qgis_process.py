"""The plugin in the real qgis_process: what a script or a cluster job gets."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .conftest import QGIS_PROCESS, Program, contents_of

NAMES = ("createpracticescene", "trainmodel", "segmentraster", "segmentrasters", "describemodel")


@pytest.fixture
def material(tmp_path: Path, write_raster: Callable[..., str], write_polygons: Callable[..., str]) -> Mapping[str, str]:
    write_raster("image.tif", np.arange(3 * 64 * 64, dtype=np.uint16).reshape(3, 64, 64))
    write_polygons("fields.gpkg", [(0, 0, 10, 10, "paddy"), (10, 0, 20, 10, "village")])
    (tmp_path / "model.safetensors").write_bytes(b"not a model")
    train = ("trainmodel", "INPUT=image.tif", "LABELS=fields.gpkg", "OUTPUT=new.safetensors")
    segment = ("segmentraster", "INPUT=image.tif", "MODEL=model.safetensors", "OUTPUT=map.tif")
    many = ("segmentrasters", "INPUT=image.tif", "MODEL=model.safetensors", "OUTPUT_FOLDER=maps")
    return {"scene": ("createpracticescene", "OUTPUT=map.tif"), "train": train, "segment": segment, "many": many,
            "describe": ("describemodel", "MODEL=model.safetensors")}  # fmt: skip


def test_every_algorithm_is_listed(qgis_process: Program) -> None:
    listed = qgis_process("list").stdout
    assert all(f"paddy_segmenter:{name}" in listed for name in NAMES)


@pytest.mark.parametrize(
    ("task", "changed", "sentence"),
    [
        ("scene", "WIDTH=3", "WIDTH cannot be 3: Width of the scene in pixels (64 to 200000"),
        ("scene", "WIDTH=99.5", "WIDTH is 99.5: give a whole number"),
        ("scene", "GSD=nan", "gsd is nan: the least is 0.25"),
        ("scene", "OUTPUT=map.png", "files are not supported as outputs"),
        ("train", "EPOCS=5", "EPOCS is no parameter of trainmodel: use EPOCHS"),
        ("train", "epochs=5", "epochs is no parameter of trainmodel: use EPOCHS"),
        ("segment", "CONFIDENC=c.tif", "CONFIDENC is no parameter of segmentraster: use CONFIDENCE"),
        ("describe", "FOO=1", "FOO is no parameter of describemodel: choose one of MODEL"),
        ("train", "BACKBONE=vgg", "BACKBONE cannot be vgg: Backbone of the network"),
        ("train", "OUTPUT=new.txt", "new.txt does not end in .safetensors"),
        ("segment", "BANDS=0", "bands is 0: the least is 1"),
    ],
)
def test_a_wrong_value_gets_one_sentence_and_leaves_no_file(
    qgis_process: Program, material: Mapping[str, Any], tmp_path: Path, task: str, changed: str, sentence: str
) -> None:
    name, *words = material[task]
    given = {word.partition("=")[0]: word for word in (*words, changed)}
    before = contents_of(tmp_path)
    ended = qgis_process("run", f"paddy_segmenter:{name}", "--", *given.values())
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert contents_of(tmp_path) == before


@pytest.mark.parametrize("name", NAMES)
def test_without_torch_an_algorithm_explains_itself_and_says_what_to_install(
    qgis_process: Program, material: Mapping[str, Any], python_without_torch: str, name: str
) -> None:
    explained = qgis_process("help", f"paddy_segmenter:{name}", PADDY_PYTHON=python_without_torch)
    assert explained.returncode == 0
    told = [line for line in explained.stdout.partition("Arguments")[0].splitlines() if line.strip("-")]
    assert any(line.startswith(f"qgis_process run paddy_segmenter:{name} -- ") for line in told)
    assert len(set(told)) == len(told)  # QGIS says the first paragraph itself
    assert "<" not in "".join(told)
    [words] = [words for words in material.values() if words[0] == name]
    ended = qgis_process("run", f"paddy_segmenter:{name}", "--", *words[1:], PADDY_PYTHON=python_without_torch)
    assert ended.returncode == 1
    assert "torch" in ended.stderr
    assert f'run "{python_without_torch}" -m pip install -r ' in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_the_answer_in_JSON_holds_the_results(qgis_process: Program, tmp_path: Path) -> None:
    ended = qgis_process(
        "--json", "run", "paddy_segmenter:createpracticescene", "--", "OUTPUT=scene.tif", "WIDTH=64", "HEIGHT=64"
    )
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["results"] == {"OUTPUT": str(tmp_path / "scene.tif")}


def test_a_filter_in_the_labels_reaches_the_job_as_a_file(qgis_process: Program, material: Mapping[str, Any]) -> None:
    ended = qgis_process("run", "paddy_segmenter:trainmodel", "--", "INPUT=image.tif", "OUTPUT=new.safetensors",
                         "LABELS=fields.gpkg|layername=fields|subset=crop = 'paddy'")  # fmt: skip
    assert "used as QGIS shows it: written to" in ended.stdout
    assert "labels.gpkg" in ended.stdout


def test_ctrl_c_ends_the_job_within_seconds_and_leaves_no_file(variables: Mapping[str, str], tmp_path: Path) -> None:
    words = ["run", "paddy_segmenter:createpracticescene", "--", "OUTPUT=scene.tif", "WIDTH=20000", "HEIGHT=20000"]
    running = subprocess.Popen(
        [QGIS_PROCESS, *words],
        env=variables,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob(".scene.*.part.tif")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        # On a quiet machine two seconds for the job, and some for QGIS to tidy up.
        _, errors = running.communicate(timeout=20)
    finally:
        running.kill()
        running.wait()
    assert list(tmp_path.iterdir()) == []
    assert running.returncode == 1
    assert "cancelled: run it again" in errors


def test_a_default_that_is_named_stays_beside_a_preset(
    qgis_process: Program, material: Mapping[str, Any], tmp_path: Path
) -> None:
    name, *words = material["train"]
    named = ("PRESET=study", "SPLIT=blocks", "EPOCHS=3", "WEIGHTS=missing.pth")  # which ends it soon
    ended = qgis_process("run", f"paddy_segmenter:{name}", "--", *words, *named)
    told = ended.stdout + ended.stderr
    assert "--preset=study" in told
    assert "--split=blocks" in told
    assert "--optimiser" not in told
