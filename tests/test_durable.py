"""What has its name is on the disk."""

import os
from pathlib import Path

import pytest

from paddy_segmenter.core.output import whole_file
from paddy_segmenter.durable import take_name

Course = list[tuple[str, str]]


@pytest.fixture
def course(monkeypatch: pytest.MonkeyPatch) -> Course:
    """What is synced, and what takes its name, in this order."""
    seen: Course = []
    sync, replace = os.fsync, os.replace

    def watch_sync(handle: int) -> None:
        seen.append(("synced", Path(os.readlink(f"/proc/self/fd/{handle}")).name))
        sync(handle)

    def watch_replace(source: str, target: str) -> None:
        seen.append(("named", Path(target).name))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watch_sync)
    monkeypatch.setattr(os, "replace", watch_replace)
    return seen


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open files are read from /proc")
def test_a_file_is_on_the_disk_before_it_has_its_name_and_the_name_follows(tmp_path: Path, course: Course) -> None:
    part = tmp_path / "map.part"
    part.write_text("pixels")
    take_name(part, tmp_path / "map.tif")
    assert course == [("synced", "map.part"), ("named", "map.tif"), ("synced", tmp_path.name)]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open files are read from /proc")
def test_an_output_and_its_sidecar_are_on_the_disk_before_they_have_their_names(tmp_path: Path, course: Course) -> None:
    with whole_file(str(tmp_path / "map.tif")) as part:
        Path(part).write_text("pixels")
        Path(part + ".aux.xml").write_text("names")
    name = Path(part).name
    assert set(course[:2]) == {("synced", name), ("synced", f"{name}.aux.xml")}
    assert course[2:] == [("named", "map.tif.aux.xml"), ("named", "map.tif"), ("synced", tmp_path.name)]


def test_a_disk_that_cannot_sync_a_file_gives_it_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(5, "Input/output error")

    part = tmp_path / "map.part"
    part.write_text("pixels")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Input/output error"):
        take_name(part, tmp_path / "map.tif")
    assert list(tmp_path.iterdir()) == [part]
