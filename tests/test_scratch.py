"""Temporary folders belong to their process alone and vanish with it, at the latest when the next one starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paddy_segmenter.errors import OutputError
from paddy_segmenter.scratch import discard_dead_scratch, discard_scratch, scratch

HOLD = "import time; from paddy_segmenter.scratch import scratch\nwith scratch() as folder: print(folder, flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this process and of those that it starts."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_folder_is_new_private_and_gone_in_the_end(place: Path) -> None:
    with scratch() as folder, scratch() as other:
        assert folder != other
        assert folder.parent == place
        assert folder.stat().st_mode & 0o777 == 0o700 or os.name == "nt"
        (folder / "large").write_text("x")
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_start_and_what_a_living_one_holds_stays(place: Path) -> None:
    living, killed = (subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True) for _ in "ab")
    with living, killed:
        kept, left = (Path(process.stdout.readline().strip()) for process in (living, killed))
        killed.kill()
        killed.wait()
        assert left.exists()
        with scratch():
            assert kept.exists()
            assert not left.exists()
        living.kill()
    discard_scratch(living.pid)
    assert list(place.iterdir()) == []


DIE_WHILE_REMOVING = """
import os
from paddy_segmenter.scratch import scratch
unlink, scandir = os.unlink, os.scandir
class LockFirst(list):
    def __init__(self, place):
        super().__init__(sorted(scandir(place), key=lambda entry: not entry.name.endswith(".lock")))
    def __enter__(self): return self
    def __exit__(self, *error): pass
os.scandir = LockFirst
with scratch() as folder:
    for name in "abcdefgh":
        (folder / name).touch()
    os.unlink = lambda path, **more: unlink(path, **more) if str(path).endswith(".lock") else os._exit(9)
"""


@pytest.mark.skipif(os.name == "nt", reason="there a lock is known by its removal")
def test_what_a_process_left_that_was_killed_while_it_removed_its_folder_goes_with_the_next_start(place: Path) -> None:
    assert subprocess.run([sys.executable, "-c", DIE_WHILE_REMOVING], check=False).returncode == 9
    assert list(place.iterdir())
    with scratch():
        pass
    assert list(place.iterdir()) == []


def test_a_name_that_somebody_took_harms_nobody(place: Path) -> None:
    taken = place / f"paddy_segmenter_{os.getpid()}"
    taken.symlink_to("/")
    (place / f"paddy_segmenter_{os.getpid()}_link").symlink_to(place.parent)
    with scratch() as folder:
        assert folder.is_dir()
    discard_scratch(os.getpid())
    assert place.parent.is_dir()
    assert taken.is_symlink()


def test_a_folder_that_vanishes_while_the_place_is_looked_through_stops_nobody(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = place / "paddy_segmenter_1_ending"
    ending.mkdir()
    listed = list(os.scandir(place))
    ending.rmdir()

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", lambda _: listed)
        discard_dead_scratch()


def test_a_place_that_takes_no_folder_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(place / "absent"))
    with (
        pytest.raises(
            OutputError, match=r"no temporary folder can be made .*: free disk space there, or let .* TMPDIR"
        ),
        scratch(),
    ):
        pass
