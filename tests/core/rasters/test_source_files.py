"""The files behind a raster, and at what cost they are found."""

import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.source_files import place_within, source_files, sources_of
from tests.robustness.mutations import GEOKEYS, byte_order, tiff_entries

Write = Callable[..., str]
TILES = 40
FILES_LEFT = 20
VALUES = np.ones((2, 8, 8), np.uint8)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit that a process could set")
def test_a_mosaic_of_more_files_than_may_be_open_is_known_as_a_whole(write_raster: Write, tmp_path: Path) -> None:
    import resource

    values = np.ones((3, 2), np.uint8)
    tiles = [write_raster(f"tile{number}.tif", values, left=5e5 + 3 * number) for number in range(TILES)]
    mosaic = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic, tiles).FlushCache()
    expected = sources_of(gdal.OpenEx(mosaic))
    assert len(expected.files) == 1 + TILES

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + FILES_LEFT, hard))
    try:
        found = sources_of(gdal.OpenEx(mosaic))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert found == expected


def named_by(path: Path, name: str, is_relative: bool = False) -> str:
    """Writes a virtual raster of a dataset with this name."""
    gdal.Translate(str(path), gdal.Open(name), format="VRT")
    if is_relative:
        text = path.read_text().replace('relativeToVRT="0"', 'relativeToVRT="1"')
        path.write_text(text.replace(f"{path.parent}/", ""))
    return str(path)


@pytest.mark.parametrize("name", ["GTIFF_DIR:1:{}", "DERIVED_SUBDATASET:AMPLITUDE:{}"])
@pytest.mark.parametrize("is_relative", [False, True])
def test_a_virtual_raster_of_what_is_no_path_names_the_file_behind_it(
    name: str, is_relative: bool, write_raster: Write, tmp_path: Path
) -> None:
    plain = write_raster("plain.tif", VALUES)
    outer = named_by(tmp_path / "outer.vrt", name.format(plain), is_relative)
    assert source_files(gdal.Open(outer)) == [outer, plain]


def test_an_overview_that_is_looked_at_itself_is_a_source(write_raster: Write, tmp_path: Path) -> None:
    overview = write_raster("plain.tif.ovr", VALUES)
    outer = named_by(tmp_path / "outer.vrt", overview)
    assert source_files(gdal.Open(outer)) == [outer, overview]
    assert source_files(gdal.Open(write_raster("plain.tif", VALUES))) == [str(tmp_path / "plain.tif")]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("{}", ""),
        ("GTIFF_DIR:1:{}", "GTIFF_DIR:1:"),
        ("vrt://{}?bands=2,1", "vrt://?bands=2,1"),
    ],
)
def test_what_chooses_within_a_file_does_not_depend_on_where_it_lies(
    name: str, within: str, write_raster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = write_raster("plain.tif", VALUES)
    monkeypatch.chdir(tmp_path)
    for path in (plain, "plain.tif"):
        named = name.format(path)
        assert place_within(named, source_files(gdal.Open(named))) == within
    relative, absolute = (Raster(name.format(path)).identity for path in ("plain.tif", plain))
    assert relative == absolute


def test_members_of_an_archive_are_two_inputs(write_raster: Write, tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("first.tif", "second.tif"):
            file.write(write_raster(name, VALUES), name)
    first, second = (Raster(f"/vsizip/{archive}/{name}").identity for name in ("first.tif", "second.tif"))
    assert first != second
    assert first["raster files"] == second["raster files"]


def paged(path: Path, *rasters: str) -> str:
    """Writes rasters as pages of one file."""
    shutil.copyfile(rasters[0], path)
    for raster in rasters[1:]:
        gdal.Translate(str(path), raster, creationOptions=["APPEND_SUBDATASET=YES"])
    return str(path)


def test_pages_of_a_file_are_two_inputs(write_raster: Write, tmp_path: Path) -> None:
    pages = paged(tmp_path / "pages.tif", write_raster("first.tif", VALUES), write_raster("second.tif", 2 * VALUES))
    first, second = (Raster(f"GTIFF_DIR:{number}:{pages}").identity for number in (1, 2))
    assert first != second


def test_a_page_that_is_rewritten_behind_a_virtual_raster_is_another_input(write_raster: Write, tmp_path: Path) -> None:
    first, second = write_raster("first.tif", VALUES), write_raster("second.tif", 2 * VALUES)
    pages = paged(tmp_path / "pages.tif", first, second)
    outer = named_by(tmp_path / "outer.vrt", f"GTIFF_DIR:2:{pages}")
    before = Raster(outer).identity
    paged(tmp_path / "pages.tif", second, first)
    assert Raster(outer).identity != before


def test_a_raster_behind_a_virtual_one_may_lie_anywhere(tmp_path: Path, write_raster: Write) -> None:
    behind = Path(write_raster("behind.tif", np.ones((4, 4), np.uint8)))
    virtual = str(tmp_path / "virtual.vrt")
    gdal.Translate(virtual, str(behind))
    data = bytearray(behind.read_bytes())
    [keys] = [offset for _, tag, _, _, offset in tiff_entries(bytes(data)) if tag == GEOKEYS]
    count_of_first_key = keys + 2 * 6
    struct.pack_into(byte_order(bytes(data)) + "H", data, count_of_first_key, 65535)
    behind.write_bytes(data)
    found = sources_of(gdal.Open(virtual)).files
    assert [Path(path).name for path in found] == ["virtual.vrt", "behind.tif"]
