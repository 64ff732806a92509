from pathlib import Path
from types import SimpleNamespace
from typing import IO

import pytest
import torch

from paddy_segmenter.events import Event, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.training.stops import assert_same, is_about_arithmetic, texts, train_job
from training import checkpoints
from training.checkpoints import Checkpoint, Checkpoints
from training.logbook import Logbook


def first_checkpoint(job: TrainJob, report: Reporter) -> Checkpoint:
    return Checkpoints(job.output, Logbook(job), report).next()


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    moments = {0: {"step": torch.tensor(3.0), "mean": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last)}}
    state = {"optimiser": {"state": moments, "groups": [{"lr": 0.1, "betas": [0.9, 0.999]}, {}]}, "most": 4, "none": None,
             "loss": float("inf"), "counts": torch.tensor([2**40]), "half": torch.rand(3).bfloat16(), "flags": torch.tensor([True, False]), "empty": torch.zeros(0, 4)}  # fmt: skip
    checkpoint = first_checkpoint(train_job(tmp_path, fields), report)
    assert checkpoint.load() is None
    checkpoint.save(state)
    assert_same(checkpoint.load(), state)


def test_a_checkpoint_that_is_not_whole_does_not_take_the_place_of_the_one_before(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(file: IO[bytes], *_: object) -> None:
        file.write(b"half")
        raise OSError("the disk is full")

    job = train_job(tmp_path, fields)
    checkpoint = first_checkpoint(job, report)
    checkpoint.save({"most": 4})
    monkeypatch.setattr(checkpoints, "write_tensors", write_half)
    checkpoint.save({"most": 2})
    assert checkpoint.load() == {"most": 4}
    folder = Checkpoints(job.output, Logbook(job), report).folder
    assert {path.name for path in folder.iterdir()} == {"training_1.safetensors", "job.json"}


def test_a_full_disk_does_not_end_the_training(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path, fields)
    checkpoint = first_checkpoint(job, report)
    Checkpoints(job.output, Logbook(job), report).folder.touch()
    for _ in range(2):
        checkpoint.save({"most": 4})
    [warning] = texts(events)
    assert warning.startswith("the training cannot be continued if it is stopped: no checkpoint (")


def test_a_checkpoint_leaves_room_for_the_model(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = torch.zeros(1000)
    monkeypatch.setattr(checkpoints.shutil, "disk_usage", lambda path: SimpleNamespace(free=6000))
    checkpoint = first_checkpoint(train_job(tmp_path, fields), report)
    assert not checkpoint.save({"weights": weights}, to_spare=weights.nbytes)
    assert checkpoint.load() is None
    assert "are free in" in texts(events)[0]
    # At the end, what was learnt is worth more than that room.
    assert checkpoint.save({"weights": weights})
    assert checkpoint.load() is not None


def test_a_checkpoint_is_written_without_another_copy_of_all_weights(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    filters = torch.rand(8, 4, 3, 3).to(memory_format=torch.channels_last)
    monkeypatch.setattr(checkpoints, "write_tensors", lambda file, tensors, notes: written.extend(tensors.values()))
    first_checkpoint(train_job(tmp_path, fields), report).save({"weights": filters})
    assert [tensor.data_ptr() for tensor in written] == [filters.data_ptr()]


@pytest.mark.parametrize(("begun_in", "warnings"), [("bfloat16", 1), ("float32", 0)])
def test_the_precision_is_compared_with_the_one_where_the_training_was_begun(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], begun_in: str, warnings: int
) -> None:
    job = train_job(tmp_path, fields)
    kept = Checkpoints(job.output, Logbook(job), report)
    kept.begin({"seed": 1}, begun_in)
    kept.next().save({"most": 4})
    for _ in range(2):  # once more each time that it goes on
        events.clear()
        later = Checkpoints(job.output, Logbook(job), report)
        later.begin({"seed": 1}, "float32")
        assert sum(is_about_arithmetic(event) for event in events) == warnings
        checkpoint = later.next()
        state = checkpoint.load()
        assert state == {"most": 4}
        checkpoint.save(state)


def test_a_checkpoint_of_another_job_that_cannot_be_removed_is_not_used(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    job = train_job(tmp_path, fields)
    kept = Checkpoints(job.output, Logbook(job), report)
    kept.begin({"seed": 1}, "float32")
    kept.next().save({"most": 4})
    left = (kept.folder / "training_1.safetensors").read_bytes()

    later = Checkpoints(job.output, Logbook(job), report)
    later.begin({"seed": 2}, "float32")
    later.folder.mkdir()
    (later.folder / "training_1.safetensors").write_bytes(left)
    assert later.next().load() is None


def test_checkpoints_of_another_job_are_set_aside_and_taken_back(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path, fields)
    for seed, expected in ((1, None), (2, None), (1, 1), (2, 2)):
        kept = Checkpoints(job.output, Logbook(job), report)
        kept.begin({"seed": seed}, "float32")
        checkpoint = kept.next()
        assert checkpoint.load() == (expected and {"seed": expected})
        checkpoint.save({"seed": seed})
    [told] = [text for text in texts(events) if "set aside" in text]
    assert "another job: seed changed; its work is set aside in" in told
    assert told.endswith("run that job again to go on with it, or delete the folder")


def test_a_bit_that_a_disk_flips_in_a_checkpoint_is_noticed(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path, fields)
    first_checkpoint(job, report).save({"weights": torch.rand(4, 5), "epoch": 12})
    path = Checkpoints(job.output, Logbook(job), report).folder / "training_1.safetensors"
    whole = path.read_bytes()
    for place in (len(whole) - 1, whole.index(b"12")):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        path.write_bytes(flipped)
        assert first_checkpoint(job, report).load() is None
    assert all("it is not what was saved): this training starts anew" in text for text in texts(events))


def test_what_takes_long_to_save_is_saved_less_often(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(checkpoints.time, "monotonic", lambda: clock[0])
    checkpoint = first_checkpoint(train_job(tmp_path, fields), report)

    def save_slowly(*_: object) -> None:
        clock[0] += 20.0
        raise OSError("the disk is slow, and then it is full")

    monkeypatch.setattr(checkpoints, "write_tensors", save_slowly)
    clock[0] = 5.0
    assert checkpoint.is_due
    checkpoint.save({"most": 4})
    clock[0] += 99.0
    assert not checkpoint.is_due
    clock[0] += 1.0
    assert checkpoint.is_due
