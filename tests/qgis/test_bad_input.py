"""Whatever a user feeds in: one sentence with a remedy, a failing exit code, no traceback and no file left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.packages import ROOT
from tests.conftest import LEFT, TOP

from .conftest import QGIS_PROCESS, Ended, contents_of

ALGORITHMS = {
    "trainmodel": ("training", "fit", "rasters"),
    "segmentraster": ("paddy_segmenter", "segment", "raster"),
    "segmentrasters": ("paddy_segmenter", "segment-many", "rasters"),
    "createpracticescene": ("training", "scene", ""),
    "describemodel": ("paddy_segmenter", "describe", ""),
}
USUAL = {
    "trainmodel": "INPUT=image.tif LABELS=fields.gpkg CLASS_FIELD=crop OUTPUT=new.safetensors WEIGHTS=none CHIP=64",
    "segmentraster": "INPUT=image.tif MODEL=model.safetensors OUTPUT=map.tif CONFIDENCE=confidence.tif",
    "segmentrasters": "MODEL=model.safetensors OUTPUT_FOLDER=maps",
    "createpracticescene": "OUTPUT=scene.tif WIDTH=1024 HEIGHT=1024",
    "describemodel": "MODEL=model.safetensors",
}
# What is fed in: algorithm, what differs from the usual, and the words that must be told.
CASES = {
    "missing raster": ("trainmodel", "INPUT=missing.tif", "missing.tif"),
    "not a raster": ("segmentraster", "INPUT=torn.tif", "torn.tif"),
    "raster without CRS": ("segmentraster", "INPUT=nowhere.tif", "has no coordinate reference system: assign one"),
    "labels elsewhere": ("trainmodel", "LABELS=far.gpkg", "the labels do not touch image.tif: check that both cover"),
    "missing labels": ("trainmodel", "LABELS=missing.gpkg", "missing.gpkg"),
    "no such class field": ("trainmodel", "CLASS_FIELD=kind", "has no field kind: choose one of crop"),
    "one class": ("trainmodel", "LABELS=one.gpkg", "the labels hold 1 class, but a map needs two or more: choose another"),
    "fewer bands than the model": ("segmentraster", "INPUT=image.tif", "the model expects 4 bands, image.tif has 3: choose"),
    "no such band": ("trainmodel", "BANDS=7", "band 7 does not exist"),
    "missing model": ("segmentraster", "MODEL=missing.safetensors", "missing.safetensors"),
    "truncated model": ("segmentraster", "INPUT=four.tif MODEL=truncated.safetensors", "truncated.safetensors"),
    "foreign model": ("describemodel", "MODEL=foreign.safetensors", "foreign.safetensors"),
    "empty model": ("describemodel", "MODEL=empty.safetensors", "empty.safetensors"),
    "unwritable model": ("trainmodel", "OUTPUT=/proc/new.safetensors", "/proc cannot be written to"),
    "folder that cannot be written to": ("segmentraster", "INPUT=four.tif OUTPUT=/proc/map.tif", "/proc"),
    "output equal to input": ("segmentraster", "OUTPUT=image.tif", "image.tif is an input and an output of this job: choose"),
    "values in other units": ("segmentraster", "INPUT=large.tif", "are not those that the model learnt from (band 1 runs from 20"),
    "area of interest elsewhere": ("segmentraster", "INPUT=four.tif INTEREST=far.gpkg", "does not touch the raster: choose another"),
    "polygons of another format": ("segmentraster", "INPUT=four.tif POLYGONS=map.shp", ".shp"),
    "tile too small": ("segmentraster", "INPUT=four.tif TILE=5", "tile is 5 pixels: the least is 32, or 0 for a size"),
    "unknown map": ("segmentrasters", "INPUT=four.tif LAYERS=entropy", "entropy"),
    "folder without rasters": ("segmentrasters", "FOLDER=empty", "holds no .tif or .tiff or .vrt or .jp2 file: choose another"),
    "neither rasters nor folder": ("segmentrasters", "", "no raster is given: name rasters or a folder of them"),
    "weights that are not there": ("trainmodel", "WEIGHTS=missing.pth", "missing.pth"),
    "chip of an odd size": ("trainmodel", "CHIP=100", "chip is 100 pixels, but must be a multiple of 16: try 96"),
    "full disk": ("createpracticescene", "", "free disk space there"),
}  # fmt: skip


@pytest.fixture(scope="module")
def models(model: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model and three files that are none."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "model.safetensors").symlink_to(model)
    shutil.copy(model, folder / "truncated.safetensors")
    os.truncate(folder / "truncated.safetensors", Path(model).stat().st_size // 2)
    (folder / "foreign.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    (folder / "empty.safetensors").write_bytes(b"")
    return folder


@pytest.fixture
def material(
    tmp_path: Path, models: Path, write_raster: Callable[..., str], write_polygons: Callable[..., str]
) -> Path:
    noise = np.random.default_rng(0).integers(1, 1000, (4, 96, 96)).astype(np.uint16)
    write_raster("image.tif", noise[:3])
    write_raster("four.tif", noise)
    write_raster("large.tif", noise + 2000)
    write_raster("nowhere.tif", noise, epsg=None)
    (tmp_path / "empty").mkdir()
    (tmp_path / "torn.tif").write_bytes(b"II*\0torn")
    write_polygons("fields.gpkg", [box(LEFT, "paddy"), box(LEFT + 70, "village")])
    write_polygons("far.gpkg", [box(LEFT + 9e5, "paddy"), box(LEFT + 9.1e5, "village")])
    write_polygons("one.gpkg", [box(LEFT, "paddy")])
    for path in models.iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def box(left: float, crop: str) -> tuple[float, float, float, float, str]:
    return left, TOP - 60, left + 60, TOP, crop


def in_terminal(algorithm: str, words: Mapping[str, str]) -> list[str]:
    package, verb, first = ALGORITHMS[algorithm]
    names = {name: first if name == "INPUT" else name.lower().replace("_", "-") for name in words}
    return [sys.executable, "-m", package, verb, *(f"--{names[name]}={value}" for name, value in words.items())]


def in_qgis_process(algorithm: str, words: Mapping[str, str]) -> list[str]:
    return [QGIS_PROCESS, "run", f"paddy_segmenter:{algorithm}", "--", *map("=".join, words.items())]


@pytest.mark.parametrize("program", [in_terminal, in_qgis_process])
@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    case: str, program: Callable[..., list[str]], material: Path, variables: Mapping[str, str]
) -> None:
    algorithm, changed, sentence = CASES[case]
    words = dict(word.split("=", 1) for word in f"{USUAL[algorithm]} {changed}".split())
    before = contents_of(material)
    command = program(algorithm, words)
    ended = run(command, material, variables, limit="2048" if case == "full disk" else "unlimited")
    assert ended.returncode == 1, ended.stderr
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert contents_of(material) == before


def test_a_full_disk_keeps_the_finished_strips_to_go_on_from(
    material: Path, variables: Mapping[str, str], write_raster: Callable[..., str]
) -> None:
    values = np.random.default_rng(0).integers(1, 1000, (4, 1024, 480)).astype(np.uint16)
    values[:, :512] = 0
    write_raster("half.tif", values, nodata=0)  # of two strips, the upper one takes no space
    asked = "INPUT=half.tif MODEL=model.safetensors OUTPUT=map.tif PROBABILITIES=shares.tif PROBABILITY_TYPE=float32 TILE=480"
    command = in_qgis_process("segmentraster", dict(word.split("=") for word in asked.split()))
    before = contents_of(material)
    ended = run(command, material, variables, limit="2048")
    assert ended.returncode == 1, ended.stderr
    assert (
        f"map.tif cannot be written (File too large): free disk space in {material}, then run the same" in ended.stderr
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    left = {f".map.tif.strips{name}" for name in ("", "/job.json", "/strip_0_0.npz")}
    assert set(contents_of(material)) - set(before) == left
    ended = run(command, material, variables)
    assert "continues from the strips that an earlier run finished" in ended.stdout
    assert set(contents_of(material)) - set(before) == {"map.tif", "map.qml", "shares.tif", "shares.qml"}


def test_without_torch_the_terminal_says_what_to_install_and_leaves_nothing(
    material: Path, variables: Mapping[str, str], python_without_torch: str
) -> None:
    before = contents_of(material)
    for algorithm in ("trainmodel", "segmentraster", "describemodel"):
        words = dict(word.split("=", 1) for word in USUAL[algorithm].split())
        command = [python_without_torch, *in_terminal(algorithm, words)[1:]]
        ended = run(command, material, {**variables, "PYTHONPATH": str(ROOT)})
        assert ended.returncode == 1, ended.stderr
        [sentence] = ended.stderr.splitlines()
        assert f'is not installed in {python_without_torch}: run "{python_without_torch}" -m pip install -r' in sentence
        assert contents_of(material) == before


def run(command: list[str], folder: Path, variables: Mapping[str, str], limit: str = "unlimited") -> Ended:
    """Runs a command that can write files of `limit` blocks of 512 bytes: beyond that the disk is full."""
    shell = ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *command]
    environment = {**variables, "PYTHONPATH": str(ROOT)} if command[0] == sys.executable else variables
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False)
