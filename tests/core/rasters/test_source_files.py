import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.source_files import source_files
from tests.robustness.mutations import GEOKEYS, byte_order, tiff_entries


def test_a_raster_behind_a_virtual_one_may_lie_anywhere(tmp_path: Path, write_raster: Callable[..., str]) -> None:
    behind, virtual = Path(write_raster("behind.tif", np.ones((4, 4), np.uint8))), str(tmp_path / "virtual.vrt")
    gdal.Translate(virtual, str(behind))
    data = bytearray(behind.read_bytes())
    [keys] = [offset for _, tag, _, _, offset in tiff_entries(bytes(data)) if tag == GEOKEYS]
    count_of_first_key = keys + 2 * 6
    struct.pack_into(byte_order(bytes(data)) + "H", data, count_of_first_key, 65535)
    behind.write_bytes(data)
    assert [Path(path).name for path in source_files(gdal.Open(virtual))] == ["virtual.vrt", "behind.tif"]
