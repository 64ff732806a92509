import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from paddy_segmenter.core.rasters import gdal_errors
from paddy_segmenter.core.rasters.gdal_errors import crs_remedy, told_as_output_error
from paddy_segmenter.errors import OutputError

SQL = "sqlite3_exec(INSERT INTO gpkg_contents (table_name, data_type, identifier)) failed: database or disk is full"


def fail(path: Path, reason: str) -> str:
    """Returns the sentence for what GDAL raised with this text while it wrote `path`."""
    with pytest.raises(OutputError) as told, told_as_output_error(str(path)):
        raise RuntimeError(reason)
    return str(told.value)


@pytest.mark.parametrize("reason", [SQL, "write failed: No space left on device"])
def test_what_names_a_full_disk_is_told_as_one_without_statements(tmp_path: Path, reason: str) -> None:
    told = fail(tmp_path / "map.gpkg", reason)
    assert told == f"cannot write into {tmp_path} (No space left on device): free disk space there"


@pytest.mark.parametrize("reason", ["", "TIFFReadDirectory: Failed to read directory at offset 0", "disk I/O error"])
def test_a_disk_that_takes_no_more_is_full_whatever_gdal_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(gdal_errors.os, "fsync", refuse)
    told = fail(tmp_path / "map.tif", reason)
    assert told == f"cannot write into {tmp_path} (No space left on device): free disk space there"
    assert list(tmp_path.iterdir()) == []


def test_too_many_open_files_are_no_full_disk(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    held = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, limits[1]))
        with suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        told = fail(tmp_path / "roles.tif", "cannot create")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for descriptor in held:
            os.close(descriptor)
    assert told.startswith(f"{tmp_path / 'roles.tif'} cannot be written (Too many open files): let a program open more")


@pytest.mark.parametrize("reason", ["PROJ: proj_as_wkt: DerivedGeographicCRS can only be exported to WKT2", ""])
def test_what_is_not_the_disks_is_not_told_as_a_full_one(tmp_path: Path, reason: str) -> None:
    told = fail(tmp_path / "map.gpkg", reason)
    assert told.startswith(
        f"{tmp_path / 'map.gpkg'} cannot be written ({reason or 'GDAL names no reason'}): see whether"
    )
    assert "disk space" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_reason_is_one_short_line(tmp_path: Path) -> None:
    told = fail(tmp_path / "map.gpkg", "sqlite3_exec(" + "x" * 1000 + "\nsecond line")
    assert "\n" not in told
    assert len(told) < len(str(tmp_path)) + 400


def test_the_data_of_another_proj_are_named_as_the_cause() -> None:
    found = "PROJ: proj_create_from_name: /usr/share/pg/proj.db contains DATABASE.LAYOUT.VERSION.MINOR = 0"
    assert crs_remedy(found, "reproject it").startswith("unset the environment variables PROJ_LIB and PROJ_DATA")
    assert crs_remedy("laea: Invalid latitude", "reproject it") == "reproject it"
