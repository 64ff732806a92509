import json
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.mapping.journal import Journal
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.core.unfinished import FINISHED, OWNER
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter

STRIP, NEXT = Window(0, 0, 512, 60), Window(512, 0, 512, 60)
IDENTITY = {"overlap": 64, "bands": (1, 2)}
DECIDED = {"batch": 4}
DRAWN = {"minimum area": 0.5}


@pytest.fixture
def journal(tmp_path: Path, report: Reporter) -> Journal:
    journal = Journal(str(tmp_path / "map.tif"))
    journal.begin(IDENTITY, DECIDED, report)
    return journal


def later(tmp_path: Path) -> Journal:
    """Returns the journal as another run finds it."""
    return Journal(str(tmp_path / "map.tif"))


def pixels(value: int) -> dict[str, np.ndarray]:
    return {
        "output": np.full((1, 512, 60), value, np.uint8),
        "probabilities": np.full((2, 512, 60), value / 7, np.float32),
    }


def strip_file(journal: Journal) -> Path:
    [path] = journal.folder.glob("strip*")
    return path


def test_a_strip_comes_back_as_it_was_saved(journal: Journal, tmp_path: Path) -> None:
    assert not journal.holds(STRIP)
    journal.save(STRIP, pixels(5))
    assert later(tmp_path).holds(STRIP)
    assert not later(tmp_path).holds(NEXT)
    for name, expected in pixels(5).items():
        np.testing.assert_array_equal(later(tmp_path).load(STRIP, name), expected)


def test_nothing_is_written_before_the_first_strip(journal: Journal, tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
    journal.save(STRIP, pixels(1))
    assert [path.name for path in tmp_path.iterdir()] == [".map.tif.strips"]
    journal.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_the_first_run_decided_is_known_to_the_same_job_alone(journal: Journal, tmp_path: Path) -> None:
    journal.save(STRIP, pixels(5))
    assert later(tmp_path).decided_for(IDENTITY) == DECIDED
    assert later(tmp_path).decided_for({"overlap": 32, "bands": (1, 2)}) is None
    assert later(tmp_path).decided_for({"overlap": 64}) is None


@pytest.mark.parametrize("length", range(0, 1100, 57))
def test_a_strip_that_the_disk_lost_part_of_does_not_count(journal: Journal, length: int) -> None:
    journal.save(STRIP, pixels(5))
    path = strip_file(journal)
    content = path.read_bytes()
    path.write_bytes(content[: min(length, len(content) - 1)])
    assert not journal.holds(STRIP)


def test_every_flipped_bit_is_noticed(journal: Journal) -> None:
    journal.save(STRIP, pixels(5))
    path = strip_file(journal)
    content = path.read_bytes()
    for place in range(0, len(content), 5):
        changed = bytearray(content)
        changed[place] ^= 1 << (place % 8)
        path.write_bytes(changed)
        assert not journal.holds(STRIP), place
        with pytest.raises(OutputError, match="is damaged: run the same job again, it is computed anew"):
            journal.load(STRIP, "output")


def test_a_folder_in_the_place_of_a_strip_gives_way(journal: Journal) -> None:
    journal.save(STRIP, pixels(5))
    path = strip_file(journal)
    path.unlink()
    path.mkdir()
    assert not journal.holds(STRIP)
    journal.save(STRIP, pixels(5))
    assert journal.holds(STRIP)


def test_a_strip_counts_in_its_own_place_only(journal: Journal) -> None:
    journal.save(STRIP, pixels(5))
    strip_file(journal).rename(journal.folder / "strip_512_0.npz")
    assert not journal.holds(NEXT)
    (journal.folder / "strip_512_0.npz").rename(journal.folder / "strip_0_0.npz")
    assert journal.holds(STRIP)
    assert not journal.holds(Window(0, 0, 100, 60))


@pytest.mark.parametrize("other", [(IDENTITY | {"overlap": 32}, DECIDED), (IDENTITY, {"batch": 2})])
def test_a_strip_of_another_job_does_not_count_even_where_it_could_not_be_removed(
    journal: Journal, tmp_path: Path, report: Reporter, other: tuple[dict[str, object], dict[str, object]]
) -> None:
    journal.save(STRIP, pixels(5))
    left = strip_file(journal).read_bytes()
    second = later(tmp_path)
    second.begin(*other, report)
    second.save(NEXT, pixels(1))
    (second.folder / "strip_0_0.npz").write_bytes(left)
    assert not second.holds(STRIP)
    assert second.holds(NEXT)


@pytest.mark.parametrize(
    "content",
    ["", "[1]", "{", "\x00\x01", '{"identity": 1, "decided": 2}', '{"identity": {}}', "[" * 100_000 + "]" * 100_000],
)
def test_a_folder_with_a_damaged_description_begins_anew(
    journal: Journal, tmp_path: Path, report: Reporter, content: str
) -> None:
    journal.save(STRIP, pixels(5))
    (journal.folder / OWNER).write_text(content)
    assert later(tmp_path).decided_for(IDENTITY) is None
    second = later(tmp_path)
    second.begin(IDENTITY, {"batch": 2}, report)
    assert not second.holds(STRIP)


def test_a_disk_that_refuses_is_told_with_what_to_do(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "map.tif"))
    journal.folder.write_text("a file is in the way")
    with pytest.raises(OutputError, match=r"free disk space in .*, then run the same job again, it continues"):
        journal.save(STRIP, pixels(1))


def test_a_finished_job_is_finished_while_its_outputs_are_what_was_written(journal: Journal, tmp_path: Path) -> None:
    journal.save(STRIP, pixels(5))
    outputs = [str(tmp_path / name) for name in ("map.tif", "confidence.tif")]
    for path in outputs:
        Path(path).write_bytes(b"pixels")
    journal.conclude(DRAWN, outputs)
    assert {entry.name for entry in journal.folder.iterdir()} == {OWNER, FINISHED}

    assert later(tmp_path).is_concluded(DRAWN, outputs)
    assert later(tmp_path).is_concluded(DRAWN, outputs[:1])
    assert not later(tmp_path).is_concluded({"minimum area": 1.0}, outputs)
    assert not later(tmp_path).is_concluded(DRAWN, [*outputs, str(tmp_path / "polygons.gpkg")])
    for content in (b"", b"pixelz"):
        Path(outputs[1]).write_bytes(content)
        assert not later(tmp_path).is_concluded(DRAWN, outputs)
    Path(outputs[1]).unlink()
    assert not later(tmp_path).is_concluded(DRAWN, outputs)


@pytest.mark.parametrize("note", ["", "[]", "7", '{"drawn": 1}', json.dumps({"drawn": DRAWN, "outputs": [1]})])
def test_a_damaged_note_finishes_nothing(journal: Journal, tmp_path: Path, note: str) -> None:
    journal.save(STRIP, pixels(5))
    (tmp_path / "map.tif").write_bytes(b"pixels")
    (journal.folder / FINISHED).write_text(note)
    assert not later(tmp_path).is_concluded(DRAWN, [str(tmp_path / "map.tif")])
