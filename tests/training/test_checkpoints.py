import json
from pathlib import Path

import pytest
import torch

from paddy_segmenter.events import Event, Reporter
from tests.training.stops import assert_same, is_about_precision, texts, train_job
from training import checkpoints
from training.checkpoints import Checkpoint, Checkpoints
from training.logbook import Logbook


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    moments = {0: {"step": torch.tensor(3.0), "mean": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last)}}
    state = {"optimiser": {"state": moments, "groups": [{"lr": 0.1, "betas": [0.9, 0.999]}, {}]}, "most": 4, "none": None,
             "loss": float("inf"), "counts": torch.tensor([2**40]), "half": torch.rand(3).bfloat16()}  # fmt: skip
    checkpoint = Checkpoint(tmp_path / "new" / "kept.safetensors", Logbook(train_job(tmp_path, fields)), report, {})
    assert checkpoint.load() is None
    checkpoint.save(state)
    assert_same(checkpoint.load(), state)


def test_a_checkpoint_that_is_not_whole_does_not_take_the_place_of_the_one_before(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(tensors: object, path: str, header: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError("the disk is full")

    kept = tmp_path / "new" / "kept.safetensors"
    checkpoint = Checkpoint(kept, Logbook(train_job(tmp_path, fields)), report, {})
    checkpoint.save({"most": 4})
    monkeypatch.setattr(checkpoints, "save_file", write_half)
    checkpoint.save({"most": 2})
    assert checkpoint.load() == {"most": 4}
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, "job.json"}


def test_a_full_disk_does_not_end_the_training(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    (tmp_path / "file").touch()
    checkpoint = Checkpoint(tmp_path / "file" / "kept.safetensors", Logbook(train_job(tmp_path, fields)), report, {})
    for _ in range(2):
        checkpoint.save({"most": 4})
    [warning] = texts(events)
    assert warning.startswith("the training cannot be continued if it is stopped: no checkpoint (")


@pytest.mark.parametrize(("begun_in", "warnings"), [("bfloat16", 1), ("float32", 0), (None, 0)])
def test_the_precision_is_compared_with_the_one_where_the_training_was_begun(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], begun_in: str | None, warnings: int
) -> None:
    job = train_job(tmp_path, fields)
    kept = Checkpoints(job.output, Logbook(job), report)
    kept.begin({"seed": 1}, begun_in or "float32")
    kept.next().save({"most": 4})
    if not begun_in:  # by an older version
        identity = json.loads((kept.folder / "job.json").read_text())
        (kept.folder / "job.json").write_text(json.dumps({"format": identity["format"], "seed": 1}))
    for _ in range(2):  # once more each time that it goes on
        events.clear()
        later = Checkpoints(job.output, Logbook(job), report)
        later.begin({"seed": 1}, "float32")
        assert sum(is_about_precision(event) for event in events) == warnings
        checkpoint = later.next()
        state = checkpoint.load()
        assert state == {"most": 4}
        checkpoint.save(state)
