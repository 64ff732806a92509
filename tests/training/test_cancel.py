import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP, wkt


@pytest.mark.skipif(os.name == "nt", reason="TMPDIR names the temporary folder")
def test_a_training_cancelled_while_it_burns_labels_leaves_no_folder(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    paths = [empty_raster(tmp_path / name, 12_000) for name in ("image.tif", "labels.tif")]
    job = TrainJob((paths[0],), (paths[1],), str(tmp_path / "model.safetensors"), weights="none")
    environment = {**os.environ, "TMPDIR": str(temporary)}
    child = subprocess.Popen([sys.executable, *arguments_of(job), "--events"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, env=environment)  # fmt: skip
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        while "reading the labels" not in (line := child.stdout.readline()):
            assert json.loads(line)["event"] != "failure"
        assert list(temporary.glob("paddy_segmenter_*"))
        child.stdin.write("cancel\n")
        child.stdin.flush()
        child.stdout.read()
    assert child.returncode == 130
    assert list(temporary.glob("paddy_segmenter_*")) == []


def empty_raster(path: Path, side: int) -> str:
    """A sparse file, small on the disk and long to read."""
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), side, side, 1, gdal.GDT_Byte, ["SPARSE_OK=YES", "TILED=YES"]
    )
    dataset.SetProjection(wkt(32750))
    dataset.SetGeoTransform((LEFT, 1.5, 0, TOP, 0, -1.5))
    dataset.GetRasterBand(1).WriteArray(np.ones((4, 4), np.uint8))
    return str(path)


def test_a_training_ends_early_when_the_program_is_told_to(tmp_path: Path, write_raster: Callable[..., str]) -> None:
    plots = np.kron(np.random.default_rng(0).integers(0, 2, (8, 8)), np.ones((16, 16), int))
    paths = (
        write_raster("image.tif", (300 + 400 * plots).astype(np.uint16)),
        write_raster("labels.tif", (plots + 1).astype(np.uint8)),
    )
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "model.safetensors"), weights="none", chip=32, block=64, buffer=4, batch=4,
                   epochs=1000, patience=1000, chips_per_epoch=8, device="cpu")  # fmt: skip
    child = subprocess.Popen([sys.executable, *arguments_of(job), "--events"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True)  # fmt: skip
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        while (event := json.loads(child.stdout.readline()))["event"] != "epoch":
            assert event["event"] != "failure"
        child.stdin.write("finish\n")
        child.stdin.flush()
        *_, result = map(json.loads, child.stdout)
    assert child.returncode == 0
    assert result["event"] == "result"
    assert result["outputs"]["best_epoch"] < 20
    assert Path(job.output).exists()
