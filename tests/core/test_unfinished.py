"""Work of one job is never another's, and none is lost unasked."""

import os
from pathlib import Path

import pytest

from paddy_segmenter.core import unfinished
from paddy_segmenter.core.unfinished import UnfinishedWork
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Event, Message, Reporter

FIRST, SECOND, THIRD = ({"model": name} for name in ("first", "second", "third"))


def work_on(output: Path) -> UnfinishedWork:
    """Returns the unfinished work as a new run finds it."""
    return UnfinishedWork(str(output), "strips")


def run(output: Path, identity: dict[str, str], report: Reporter, size: int = 10) -> list[str]:
    """Lets a job do some work and break off. Returns which jobs' work it found in its folder."""
    work = work_on(output)
    work.decided_for(identity)
    work.begin(identity, {}, report)
    found = sorted(path.read_text().strip() for path in work.folder.glob("strip_*"))
    work.keep_owner()
    (work.folder / "strip_0_0.npz").write_text(identity["model"].ljust(size))
    return found


def sentences(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message)]


def test_the_same_job_finds_its_work(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    assert run(tmp_path / "map.tif", FIRST, report) == []
    assert run(tmp_path / "map.tif", FIRST, report) == ["first"]
    assert sentences(events) == []


def test_another_job_finds_nothing_and_what_it_found_is_taken_back_by_its_own(
    tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)
    assert run(output, SECOND, report) == []
    aside = tmp_path / ".map.tif.strips.aside"
    assert sentences(events) == [
        "starts anew, an earlier run was another job: model changed; its work is set aside in"
        f" {aside} (1 MB): run that job again to go on with it, or delete the folder"
    ]

    assert run(output, FIRST, report) == ["first"]
    assert run(output, SECOND, report) == ["second"]
    assert {path.name for path in tmp_path.iterdir()} == {".map.tif.strips", ".map.tif.strips.aside"}


@pytest.mark.parametrize(("first", "second", "kept"), [(50, 20, "first"), (20, 50, "second")])
def test_of_the_work_of_two_other_jobs_the_larger_is_kept(
    tmp_path: Path, report: Reporter, events: list[Event], first: int, second: int, kept: str
) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report, first)
    run(output, SECOND, report, second)
    events.clear()
    assert run(output, THIRD, report) == []
    [aside] = tmp_path.glob(".map.tif.strips.aside/strip_*")
    assert aside.read_text().strip() == kept
    assert str(aside.parent) in sentences(events)[0]


def test_where_size_tells_nothing_the_work_of_all_jobs_stays(tmp_path: Path, report: Reporter) -> None:
    output = tmp_path / "model.safetensors"
    for identity, others in ((FIRST, 0), (SECOND, 1), (THIRD, 2), (FIRST, 2), (THIRD, 2), (SECOND, 2)):
        work = UnfinishedWork(str(output), "checkpoints", keeps_all=True)
        decided = work.decided_for(identity)
        work.begin(identity, identity, report)
        work.keep_owner()
        (work.folder / "training_1.safetensors").write_text(identity["model"])
        asides = [*tmp_path.glob(".model.safetensors.checkpoints.aside*/training_1.safetensors")]
        assert len(asides) == others
        assert identity["model"] not in [path.read_text() for path in asides]
    assert decided == SECOND


def test_a_folder_without_work_is_no_work(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    output = tmp_path / "map.tif"
    work = work_on(output)
    work.begin(FIRST, {}, report)
    work.keep_owner()
    assert run(output, SECOND, report) == []
    assert sentences(events) == []


def test_work_of_nobody_known_is_set_aside(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)
    (tmp_path / ".map.tif.strips" / "job.json").unlink()
    assert run(output, FIRST, report) == []
    assert sentences(events)[0].startswith("starts anew, nobody knows which job an earlier run was; its work is set")


def test_half_files_of_a_killed_run_are_removed(tmp_path: Path, report: Reporter) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)
    folder = work_on(output).folder
    for name in ("strip_512_0.4711.part", ".training_1.4711.part.safetensors", ".tmpAbC123"):
        (folder / name).touch()
    run(output, FIRST, report)
    assert {path.name for path in folder.iterdir()} == {"job.json", "strip_0_0.npz"}


@pytest.mark.parametrize(
    "left", [["job.json.4711.part"], ["finished", "strip_512_0.npz"]], ids=["killed at once", "finished"]
)
def test_what_is_no_work_is_not_set_aside(tmp_path: Path, report: Reporter, left: list[str]) -> None:
    folder = work_on(tmp_path / "map.tif").folder
    folder.mkdir()
    for name in left:
        (folder / name).write_text("of a run that nobody knows")
    assert run(tmp_path / "map.tif", FIRST, report) == []
    assert [path.name for path in tmp_path.iterdir()] == [".map.tif.strips"]


def test_the_note_of_whose_it_is_goes_last(tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)
    with monkeypatch.context() as killed:
        killed.setattr("shutil.rmtree", lambda *_, **__: None)
        work_on(output).discard()
    assert [path.name for path in work_on(output).folder.iterdir()] == ["job.json"]


@pytest.mark.parametrize("moved", [1, 2])
def test_an_exchange_that_was_killed_in_the_middle_loses_nothing(
    tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)
    run(output, SECOND, report)
    moves = []

    def replace(source: Path, target: Path) -> None:
        if len(moves) == moved:
            raise KeyboardInterrupt
        moves.append(source)
        source.rename(target)

    with monkeypatch.context() as patched:
        patched.setattr("paddy_segmenter.core.unfinished.os.replace", replace)
        with pytest.raises(KeyboardInterrupt):
            work_on(output).decided_for(FIRST)
    assert run(output, FIRST, report) == ["first"]
    assert run(output, SECOND, report) == ["second"]


def test_work_that_cannot_be_moved_is_told(tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "map.tif"
    run(output, FIRST, report)

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("paddy_segmenter.core.unfinished.os.replace", refuse)
    with pytest.raises(OutputError, match=r"cannot be set aside \(Permission denied\): remove it, or choose another"):
        work_on(output).begin(SECOND, {}, report)


@pytest.mark.skipif(os.name == "nt", reason="links want rights on Windows")
def test_strips_on_another_disk_are_not_taken_for_another_jobs(tmp_path: Path, report: Reporter) -> None:
    output, large = tmp_path / "map.tif", tmp_path / "large disk"
    large.mkdir()
    (tmp_path / ".map.tif.strips").symlink_to(large)
    run(output, FIRST, report)
    assert run(output, SECOND, report) == []
    assert run(output, FIRST, report) == ["first"]
    work_on(output).discard()
    assert list(large.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links want rights on Windows")
def test_work_lies_beside_the_file_that_a_link_leads_to(tmp_path: Path, report: Reporter) -> None:
    large = tmp_path / "large disk"
    large.mkdir()
    (tmp_path / "map.tif").symlink_to(large / "real.tif")
    run(tmp_path / "map.tif", FIRST, report)
    assert [path.name for path in large.iterdir()] == [".real.tif.strips"]


def test_the_folder_is_on_the_disk_before_the_first_work_in_it(
    tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(unfinished, "sync_folder", synced.append)
    work = UnfinishedWork(str(tmp_path / "map.tif"), "strips")
    work.begin({"seed": 1}, {}, report)
    for _ in range(2):
        work.keep_owner()
    assert synced == [tmp_path]
