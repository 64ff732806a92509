"""What the worst allowed disk holds after a power cut."""

import os
from pathlib import Path
from random import Random

from .power_cut import Disk

SEEDS = range(60)


def sync(disk: Disk, *paths: Path) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        disk.sync(handle)
        os.close(handle)


def contents_after_cuts(disk: Disk, folder: Path, name: str) -> set[bytes | None]:
    """Returns what a file may hold after a cut, None where it may be missing."""
    found = set[bytes | None]()
    for seed in SEEDS:
        target = folder / f"after_{seed}"
        disk.cut(target, Random(seed))
        found.add((target / name).read_bytes() if (target / name).exists() else None)
    return found


def test_a_renamed_file_that_was_not_synced_may_be_empty_or_missing(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    disk = Disk(tmp_path / "root", tmp_path / "shadow")
    (tmp_path / "root" / "part").write_bytes(b"whole")
    (tmp_path / "root" / "part").rename(tmp_path / "root" / "map")
    assert {b"", b"whole", None} <= contents_after_cuts(disk, tmp_path, "map")


def test_a_file_that_was_synced_with_its_folder_is_whole(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    disk = Disk(root, tmp_path / "shadow")
    (root / "part").write_bytes(b"whole")
    sync(disk, root / "part")
    (root / "part").rename(root / "map")
    sync(disk, root)
    assert contents_after_cuts(disk, tmp_path, "map") == {b"whole"}


def test_a_file_that_was_replaced_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "map").write_bytes(b"old")
    disk = Disk(root, tmp_path / "shadow")
    (root / "part").write_bytes(b"new")
    sync(disk, root / "part")
    (root / "part").replace(root / "map")
    assert contents_after_cuts(disk, tmp_path, "map") == {b"old", b"new"}


def test_a_file_that_was_removed_may_come_back(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "strip").write_bytes(b"pixels")
    disk = Disk(root, tmp_path / "shadow")
    (root / "strip").unlink()
    assert contents_after_cuts(disk, tmp_path, "strip") == {b"pixels", None}
    sync(disk, root)
    (tmp_path / "later").mkdir()
    assert contents_after_cuts(disk, tmp_path / "later", "strip") == {None}
