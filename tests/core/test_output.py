import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from paddy_segmenter.core.output import check_writable, whole_file
from paddy_segmenter.errors import OutputError

FILL_THE_DISK = """
import resource, sys
import numpy as np
from osgeo import osr
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster_file import create_raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import OutputError

crs = osr.SpatialReference()
crs.ImportFromEPSG(32750)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
noise = np.random.default_rng(0).integers(0, 255, (512, 2048), dtype=np.uint8)
try:
    with create_raster(sys.argv[1], Grid(2048, 2048, (0, 1, 0, 0, 0, -1), crs.ExportToWkt()), np.uint8, 255) as file:
        for row in range(0, 2048, 512):
            file.write(Window(row, 0, 512, 2048), noise)
except OutputError as error:
    print(error)
    sys.exit(3)
"""


def test_a_file_appears_when_it_is_whole_and_its_sidecar_comes_along(tmp_path: Path) -> None:
    target = tmp_path / "map of Käpuas.tif"
    with whole_file(str(target)) as part:
        Path(part).write_text("pixels")
        Path(part + ".aux.xml").write_text("names")
        assert not target.exists()
        assert Path(part).parent == tmp_path
        assert part.endswith(".tif")
    assert target.read_text() == "pixels"
    assert Path(f"{target}.aux.xml").read_text() == "names"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_failure_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "map.tif"
    target.write_text("older")
    with suppress(KeyError), whole_file(str(target)) as part:
        Path(part).write_text("half")
        raise KeyError
    assert target.read_text() == "older"
    assert list(tmp_path.iterdir()) == [target]


def test_the_names_of_an_older_map_do_not_survive_a_new_one_without_names(tmp_path: Path) -> None:
    target, names = tmp_path / "map.tif", tmp_path / "map.tif.aux.xml"
    names.write_text("older names")
    with whole_file(str(target)) as part:
        Path(part).write_text("pixels")
    assert not names.exists()


@pytest.mark.parametrize("target", ["no/such/folder/map.tif", "."])
def test_a_place_that_cannot_take_the_file_is_told_at_once(tmp_path: Path, target: str) -> None:
    with pytest.raises(OutputError, match=r"create it or choose|is a folder"):
        check_writable(str(tmp_path / target))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is a folder that even root cannot write to")
def test_a_folder_that_cannot_be_written_to_is_told_at_once() -> None:
    with pytest.raises(OutputError, match="cannot be written to"):
        check_writable("/proc/self/map.tif")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="a limit on file sizes plays the full disk")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(tmp_path / "map.tif")], capture_output=True, text=True, check=False
    )
    assert child.returncode == 3, child.stderr
    assert child.stdout == f"cannot write into {tmp_path} (File too large): free disk space there\n"
    assert child.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_overviews_and_mask_of_an_older_map_do_not_survive(tmp_path: Path) -> None:
    target = tmp_path / "map.tif"
    for suffix in (".ovr", ".msk"):
        Path(f"{target}{suffix}").write_text("older")
    with whole_file(str(target)) as part:
        Path(part).write_text("pixels")
        Path(part + ".msk").write_text("newer")
    assert {entry.name for entry in tmp_path.iterdir()} == {"map.tif", "map.tif.msk"}
    assert Path(f"{target}.msk").read_text() == "newer"


def test_the_log_of_an_older_database_is_not_read_into_the_new_one(tmp_path: Path) -> None:
    left, target = tmp_path / "left.gpkg", tmp_path / "map.gpkg"
    writing = sqlite3.connect(left, isolation_level=None)
    writing.executescript("PRAGMA journal_mode = WAL; CREATE TABLE older (name); INSERT INTO older VALUES ('edited')")
    for suffix in ("", "-wal", "-shm"):  # as they lie there after a crash
        shutil.copy(f"{left}{suffix}", f"{target}{suffix}")
    Path(f"{target}-journal").touch()
    writing.close()
    with whole_file(str(target)) as part:
        new = sqlite3.connect(part)
        new.executescript("CREATE TABLE classes (name); INSERT INTO classes VALUES ('paddy')")
        new.close()
    assert {entry.name for entry in tmp_path.iterdir()} == {"left.gpkg", "map.gpkg"}
    found = sqlite3.connect(target)
    assert found.execute("SELECT name FROM classes").fetchall() == [("paddy",)]
    found.close()


# The second fits, but not with what its partial file has in front and behind.
@pytest.mark.parametrize("name", [300 * "a" + ".tif", 240 * "a" + ".tif", 3000 * "a", "nul\0.tif"])
def test_a_name_that_no_file_can_have_is_refused_in_a_short_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"cannot be written to \(.*\): choose another name") as told:
        check_writable(str(tmp_path / name))
    assert len(str(told.value)) < 400


def test_a_link_to_itself_and_a_name_that_is_no_utf_8_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "map.tif"
    link.symlink_to(link)
    with pytest.raises(OutputError, match=r"map.tif cannot be written to \(.*link.*\): choose another name"):
        check_writable(str(link))
    with pytest.raises(OutputError, match=r"is no UTF-8, which GDAL writes alone: choose another name"):
        check_writable(os.fsdecode(os.fsencode(tmp_path) + b"/map\xff.tif"))


def test_a_link_stays_and_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    large = tmp_path / "large disk"
    large.mkdir()
    link = tmp_path / "map.tif"
    link.symlink_to(large / "real.tif")
    with whole_file(str(link)) as part:
        assert Path(part).parent == large
        Path(part).write_text("pixels")
    assert link.is_symlink()
    assert (large / "real.tif").read_text() == "pixels"
    link.unlink()
    link.symlink_to(tmp_path / "absent" / "real.tif")
    with pytest.raises(OutputError, match="does not exist: create it"):
        check_writable(str(link))
