"""Locks fall with the process that holds them."""

import subprocess
import sys

from filelock import FileLock

from paddy_segmenter.locks import discard_lock, held, lock_path, remove_where_free


def test_a_lock_goes_once_nobody_holds_it(tmp_path):
    output = str(tmp_path / "map.tif")
    discard_lock(output)  # there is none
    with FileLock(lock_path(output)):
        discard_lock(output)
        assert lock_path(output).exists()
    lock_path(output).touch()
    discard_lock(output)
    assert not lock_path(output).exists()


def test_a_lock_that_is_held_is_not_free_and_one_of_a_killed_process_is(tmp_path):
    lock = tmp_path / "in_use.lock"
    hold = f"import time; from pathlib import Path; from paddy_segmenter.locks import held\nwith held(Path({str(lock)!r})): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert not remove_where_free(lock)
        process.kill()
    assert remove_where_free(lock)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_free_once_its_block_has_ended(tmp_path):
    with held(tmp_path / "in_use.lock"):
        assert not remove_where_free(tmp_path / "in_use.lock")
    assert remove_where_free(tmp_path / "in_use.lock")
    assert not remove_where_free(tmp_path / "absent.lock")
