from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.mapping.journal import Journal
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import OutputError

STRIP, NEXT = Window(0, 0, 512, 60), Window(512, 0, 100, 60)
IDENTITY = {"overlap": 64, "bands": (1, 2), "batch": 4}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(str(tmp_path / "map.tif"))
    journal.begin(IDENTITY)
    return journal


def pixels(value: int) -> dict[str, np.ndarray]:
    return {
        "output": np.full((1, 512, 60), value, np.uint8),
        "probabilities": np.full((2, 512, 60), value / 7, np.float32),
    }


def test_a_strip_comes_back_as_it_was_saved(journal: Journal, tmp_path: Path) -> None:
    assert not journal.holds(STRIP)
    journal.save(STRIP, pixels(5))
    later = Journal(str(tmp_path / "map.tif"))
    assert later.holds(STRIP)
    assert not later.holds(NEXT)
    for name, expected in pixels(5).items():
        np.testing.assert_array_equal(later.load(STRIP, name), expected)


def test_nothing_is_written_before_the_first_strip(journal: Journal, tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
    journal.save(STRIP, pixels(1))
    assert [path.name for path in tmp_path.iterdir()] == [".map.tif.strips"]
    journal.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_changed_job_names_what_changed_and_begins_anew(journal: Journal, tmp_path: Path) -> None:
    journal.save(STRIP, pixels(5))
    later = Journal(str(tmp_path / "map.tif"))
    assert later.identity["batch"] == 4
    assert later.changed({"overlap": 64, "bands": (1, 2)}) == []
    assert later.changed({"overlap": 32, "bands": (1, 2)}) == ["overlap"]
    later.begin(IDENTITY)
    assert later.holds(STRIP)
    later.begin(IDENTITY | {"overlap": 32})
    assert not later.holds(STRIP)


@pytest.mark.parametrize("keep", [0, 100, -40])
def test_a_strip_that_the_disk_lost_part_of_does_not_count(journal: Journal, keep: int) -> None:
    journal.save(STRIP, pixels(5))
    [path] = journal.folder.glob("strip*")
    path.write_bytes(path.read_bytes()[:keep])
    assert not journal.holds(STRIP)


def test_a_flipped_bit_is_noticed(journal: Journal) -> None:
    journal.save(STRIP, pixels(5))
    [path] = journal.folder.glob("strip*")
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 255
    path.write_bytes(content)
    assert not journal.holds(STRIP)


@pytest.mark.parametrize("content", ["", "[1]", "{", "\x00\x01"])
def test_a_folder_with_a_damaged_description_begins_anew(journal: Journal, tmp_path: Path, content: str) -> None:
    journal.save(STRIP, pixels(5))
    (journal.folder / "job.json").write_text(content)
    later = Journal(str(tmp_path / "map.tif"))
    later.begin(IDENTITY)
    assert not later.holds(STRIP)


def test_a_disk_that_refuses_is_told_with_what_to_do(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "map.tif"))
    journal.folder.write_text("a file is in the way")
    with pytest.raises(OutputError, match=r"free disk space in .*, then run the same job again, it continues"):
        journal.save(STRIP, pixels(1))
