"""How the pixels of rasters are stored, and at what cost that is found out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters import source_files
from paddy_segmenter.core.rasters.blocks import Blocks
from paddy_segmenter.core.rasters.raster import Raster

Write = Callable[..., str]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files behind virtual rasters that are opened, as that happens."""
    names: list[str] = []
    open_it = source_files._opened

    def count(path: str) -> gdal.Dataset | None:
        names.append(Path(path).name)
        return open_it(path)

    monkeypatch.setattr(source_files, "_opened", count)
    return names


def test_a_mosaic_is_stored_as_the_first_of_its_files_which_alone_is_opened(
    write_raster: Write, tmp_path: Path, opened: list[str]
) -> None:
    tiles = [
        write_raster(f"tile{number}.tif", np.ones((30, 20), np.uint16), left=5e5 + 30 * number) for number in range(9)
    ]
    inner, outer = str(tmp_path / "inner.vrt"), str(tmp_path / "outer.vrt")
    gdal.BuildVRT(inner, tiles).FlushCache()
    gdal.BuildVRT(outer, [inner]).FlushCache()

    assert Raster(outer).blocks((1,)) == Blocks(30, 20, 2)
    assert opened == ["outer.vrt", "inner.vrt", "tile0.tif"]
