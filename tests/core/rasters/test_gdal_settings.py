import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from paddy_segmenter.core.rasters.gdal_settings import STATED, state_settings

READ = "import sys; from paddy_segmenter.core.rasters.raster import Raster; from paddy_segmenter.core.tiles import Window; print(int(Raster(sys.argv[1]).read(Window(0, 0, 4, 4), (1,))[1].sum()))"


def test_how_rasters_are_read_is_not_inherited_but_where_things_lie_is() -> None:
    kept = {
        "GDAL_DATA": "/data", "PROJ_LIB": "/proj", "PROJ_DATA": "/proj", "GDAL_DRIVER_PATH": "/drivers", "PATH": "/bin",
        "GDAL_HTTP_PROXY": "proxy:1", "GDAL_HTTP_USERPWD": "me:secret", "AWS_SECRET_ACCESS_KEY": "secret",
        "CPL_VSIL_CURL_USE_HEAD": "NO", "PGPASSWORD": "secret", "SHAPE_ENCODING": "GBK",
    }  # fmt: skip
    taken = {
        "GDAL_CACHEMAX": "1",
        "PROJ_NETWORK": "ON",
        "OGR_CT_OP_SELECTION": "FIRST_MATCHING",
        "GTIFF_SRS_SOURCE": "EPSG",
    }
    environment = kept | taken
    state_settings(environment)
    assert environment == kept


@pytest.mark.parametrize("name", STATED)
def test_what_is_stated_outdoes_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "other")
    state_settings()
    assert gdal.GetConfigOption(name) == STATED[name]
    assert name not in os.environ
    assert not osr.GetPROJEnableNetwork()


def test_a_mask_beside_the_file_counts_whatever_the_environment_says(
    write_raster: Callable[..., str], tmp_path: Path
) -> None:
    path = write_raster("image.tif", np.ones((4, 4), np.uint8))
    mask = np.full((4, 4), 255, np.uint8)
    mask[0] = 0
    image = gdal.Open(path, gdal.GA_ReadOnly)
    image.CreateMaskBand(gdal.GMF_PER_DATASET)
    image.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    del image
    assert Path(f"{path}.msk").exists()

    environment = os.environ | {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "CPL_DEBUG": "ON"}
    ended = subprocess.run(
        [sys.executable, "-c", READ, path], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "12"
    assert ended.stderr == ""
