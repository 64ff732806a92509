"""Names of unfinished outputs."""

import os
from pathlib import Path

import pytest

from paddy_segmenter.partial import discard_dead_partials, discard_partials, partial_path


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


def test_what_dead_processes_left_of_an_output_is_removed_and_nothing_else(tmp_path):
    target = tmp_path / "map [1].tif"
    for left in (".map [1].7.part.tif", ".map [1].8.part.tif.aux.xml", ".map [1].9.part.tif.tmp"):
        (tmp_path / left).touch()
    others = (
        "map [1].tif",
        ".map [1].7.part.gpkg",
        ".map 1.7.part.tif",
        ".map [1].x.part.tif",
        ".map [1].tif.lock",
        ".other.7.part.tif",
    )
    for name in others:
        (tmp_path / name).touch()
    discard_dead_partials(str(target))
    assert {path.name for path in tmp_path.iterdir()} == set(others)


def test_the_file_that_a_link_leads_to_is_made_beside_itself(tmp_path):
    (tmp_path / "large disk").mkdir()
    link = tmp_path / "map.tif"
    link.symlink_to(tmp_path / "large disk" / "real.tif")
    assert Path(partial_path(str(link), 7)) == tmp_path / "large disk" / ".real.7.part.tif"
