import sys
from pathlib import Path

import pytest

from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.logbook import Logbook


def job_in(folder: Path) -> TrainJob:
    return TrainJob(("a.tif",), ("a.gpkg",), str(folder / "paddy.safetensors"))


def test_warnings_are_kept_and_nothing_else_is(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    with Logbook(job_in(tmp_path)) as log:
        heard = report.heard_by(log)
        heard.message("learning")
        heard.warning("the haze is thick")
    assert log.warnings == ["the haze is thick"]
    assert events == [Message("learning"), Message("the haze is thick", "warning")]
    assert 0 <= log.seconds < 60


def test_it_remembers_when_each_epoch_ended(tmp_path: Path, report: Reporter) -> None:
    with Logbook(job_in(tmp_path)) as log:
        for number in (1, 2):
            report.heard_by(log).epoch(number, {"loss": 0.5})
    first, second = log.epochs
    assert 0 <= first <= second <= log.seconds + 0.05


def test_without_tensorboard_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with Logbook(job_in(tmp_path)) as log:
        log(Epoch(1, {"loss": 0.5}))
    assert list(tmp_path.iterdir()) == []


def test_with_tensorboard_every_epoch_is_an_event_at_once(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard", reason="it is optional")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    with Logbook(job_in(tmp_path)) as log:
        for number, loss in ((1, 0.5), (2, 0.25)):
            log(Epoch(number, {"loss": loss, "validation_miou": 0.75}))
        [folder] = (tmp_path / "paddy.tensorboard").iterdir()
        accumulator = EventAccumulator(str(folder)).Reload()  # while the training goes on
    assert [(event.step, event.value) for event in accumulator.Scalars("loss")] == [(1, 0.5), (2, 0.25)]
    assert [event.value for event in accumulator.Scalars("validation_miou")] == [0.75, 0.75]
