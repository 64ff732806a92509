import json
import os
import subprocess
import sys
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
