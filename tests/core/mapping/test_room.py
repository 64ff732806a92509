import shutil
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest

from paddy_segmenter.core.mapping import room
from paddy_segmenter.core.mapping.room import Need, check_memory, check_room, needs_of, room_of
from paddy_segmenter.errors import InputError, OutputError
from paddy_segmenter.events import Event, Message, Reporter

MB, GB = 10**6, 10**9


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message)]


def needs(folder: Path, pixels: int = 100 * MB, *, polygons: str = "", share: float = 1.0, **sizes: int) -> list[Need]:
    maps = {name: (str(folder / f"{name}.tif"), number) for name, number in sizes.items()}
    return needs_of(maps, polygons, folder / ".map.tif.strips", pixels, pixels, share)


def test_a_map_takes_more_room_with_a_confidence_and_less_where_there_is_no_data(tmp_path: Path) -> None:
    least, most = room_of(needs(tmp_path, output=1))
    assert (least, most) == (round(2.5333333 * MB), round(25.333333 * MB))
    with_confidence = room_of(needs(tmp_path, output=1, confidence=1))
    assert with_confidence[0] > least
    assert with_confidence[1] > most
    assert room_of(needs(tmp_path, output=1, share=0.05)) == (round(0.05 * 2.5333333 * MB), most)


def test_polygons_take_room_beside_them_and_while_they_are_traced(tmp_path: Path) -> None:
    beside, scratch = needs(tmp_path, output=1, polygons=str(tmp_path / "far" / "map.gpkg"))[-2:]
    assert beside == Need(tmp_path / "far", 0.05 * 100 * MB, 13 * 100 * MB)
    assert scratch == Need(Path(tempfile.gettempdir()).resolve(), 0.05 * 100 * MB, 10 * 100 * MB)


def test_strips_that_are_finished_need_no_more_room(tmp_path: Path) -> None:
    strips = tmp_path / ".map.tif.strips"
    strips.mkdir()
    (strips / "strip_0_0.npz").write_bytes(bytes(2 * MB))
    assert room_of(needs(tmp_path, output=1)) == (round(0.5333333 * MB), round(23.333333 * MB))


def test_what_is_no_strip_among_them_is_no_trouble(tmp_path: Path) -> None:
    strips = tmp_path / ".map.tif.strips"
    strips.mkdir()
    (strips / "strip_0_0.npz").symlink_to("strip_0_0.npz")
    assert room_of(needs(tmp_path, output=1))[0] > 0


def test_a_map_behind_a_link_takes_the_room_of_the_disk_where_it_really_lies(tmp_path: Path) -> None:
    (tmp_path / "large").mkdir()
    (tmp_path / "output.tif").symlink_to(tmp_path / "large" / "real.tif")
    folders = [need.folder for need in needs(tmp_path, output=1)]
    assert tmp_path / "large" in folders


@pytest.fixture
def disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Free bytes by the name of a folder, each of which is a disk of its own."""
    free: dict[str, int] = {}
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(room, "_disk_of", lambda folder: sorted(free).index(folder.name))
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(GB, 0, free[folder.name]))
    return free


@pytest.mark.parametrize(("free", "outcome"), [(19 * MB, "refused"), (50 * MB, "warned"), (91 * MB, "nothing said")])
def test_a_disk_that_is_too_full_is_told_before_the_work(
    disks: dict[str, int], tmp_path: Path, report: Reporter, events: list[Event], free: int, outcome: str
) -> None:
    for name, room_there in (("roomy", 10 * GB), ("full", free)):
        (tmp_path / name).mkdir()
        disks[name] = room_there
    wanted = [
        Need(tmp_path / "roomy", 1 * GB, 2 * GB),
        Need(tmp_path / "full", 15 * MB, 40 * MB),
        Need(tmp_path / "full", 5 * MB, 50 * MB),
    ]
    if outcome == "refused":
        with pytest.raises(
            OutputError, match=r"19 MB are free in .*full, but the maps take 20 to 90 MB there: free disk"
        ):
            check_room(wanted, report)
    else:
        check_room(wanted, report)
    assert len(texts(events)) == (1 if outcome == "warned" else 0)


def test_where_the_disk_of_scratch_files_is_too_full_another_one_can_be_named(
    disks: dict[str, int], tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    disks[tmp_path.name] = MB
    with pytest.raises(OutputError, match="free disk space or let the environment variable TMPDIR name another folder"):
        check_room([Need(tmp_path, 5 * MB, 9 * MB)], report)


def test_a_real_disk_has_room_for_a_small_map(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    check_room(needs(tmp_path, 400, output=1, polygons=str(tmp_path / "map.gpkg")), report)
    assert events == []


@pytest.mark.parametrize(("needed", "outcome"), [(3 * GB, ""), (5 * GB, "warned"), (9 * GB, "refused")])
def test_memory_is_compared_with_what_is_there(
    needed: int, outcome: str, report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "whole_memory", lambda: 8 * GB)
    monkeypatch.setattr(room, "free_memory", lambda: 4 * GB)
    if outcome == "refused":
        with pytest.raises(InputError, match=r"about 9 GB of memory, but this machine has 8 GB: choose smaller tiles"):
            check_memory(needed, report)
    else:
        check_memory(needed, report)
    assert [text.split(":")[0] for text in texts(events)] == (
        ["the map takes about 5 GB of memory, and 4 GB are free"] if outcome == "warned" else []
    )
