"""Names of unfinished outputs."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from paddy_segmenter.partial import discard_lock, discard_partials, lock_path, partial_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data/my map.tif", "/data/.my map.7.part.tif"),
        ("map.tif", ".map.7.part.tif"),
        ("/data.v2/model.best.safetensors", "/data.v2/.model.best.7.part.safetensors"),
        ("/data/report", "/data/.report.7.part"),
    ],
)
def test_an_unfinished_output_is_hidden_beside_its_target_with_its_suffix(path, expected):
    assert Path(partial_path(path, 7)) == Path(expected)


def test_an_unfinished_output_belongs_to_this_process():
    assert partial_path("map.tif") == partial_path("map.tif", os.getpid())


def test_an_unfinished_output_goes_with_its_sidecars_and_nothing_else(tmp_path):
    target = tmp_path / "map.gpkg"
    for sidecar in ("", "-journal", "-wal", "-shm", ".aux.xml"):
        Path(partial_path(str(target), 7) + sidecar).touch()
    kept = [target, Path(partial_path(str(target), 8)), Path(partial_path(str(tmp_path / "map2.gpkg"), 7))]
    for path in kept:
        path.touch()
    discard_partials(str(target), 7)
    discard_partials(str(target), 7)
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_lock_goes_once_nobody_holds_it(tmp_path):
    output = str(tmp_path / "map.tif")
    discard_lock(output)  # there is none
    with FileLock(lock_path(output)):
        discard_lock(output)
        assert lock_path(output).exists()
    lock_path(output).touch()
    discard_lock(output)
    assert not lock_path(output).exists()
