import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.cross_validation import plan_trainings
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


class Writer:
    """Stands for TensorBoard's own: notes where it writes what, or fails as on a full disk."""

    def __init__(self, folder: str, written: list[tuple[str, str, int]], full: bool) -> None:
        self._folder, self._written, self._full = folder, written, full

    def add_scalar(self, name: str, figure: float, number: int) -> None:
        if self._full:
            raise OSError(28, "No space left on device")
        self._written.append((Path(self._folder).name, name, number))

    def flush(self) -> None: ...

    def close(self) -> None:
        if self._full:
            raise OSError(28, "No space left on device")


def tensorboard(written: list[tuple[str, str, int]], full: bool = False) -> ModuleType:
    module = ModuleType("tensorboard")
    module.SummaryWriter = lambda folder: Writer(folder, written, full)
    return module


@pytest.mark.parametrize(("changes", "runs"), [
    ({}, [""]),
    ({"optimism": "yes"}, ["", "random_1"]),
    ({"folds": 2}, ["fold_1", "fold_2", "all_folds"]),
    ({"folds": 2, "optimism": "yes"}, ["fold_1", "fold_2", "all_folds", "random_1", "random_2"]),
])  # fmt: skip
def test_each_training_of_a_job_is_a_run_of_its_own(
    tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], runs: list[str]
) -> None:
    written: list[tuple[str, str, int]] = []
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", tensorboard(written))
    job = replace(job_in(tmp_path), **changes)
    assert len(runs) == sum(plan_trainings(job).values())
    with Logbook(job) as log:
        for _ in runs:
            log.begin(report)
            log(Epoch(1, {"loss": 0.5}))
        started = f"{log.started:%Y%m%d-%H%M%S}"
    assert written == [(run or started, "loss", 1) for run in runs]


def test_a_full_disk_is_told_once_and_ends_no_training(
    tmp_path: Path, report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", tensorboard([], full=True))
    with Logbook(job_in(tmp_path)) as log:
        heard = report.heard_by(log)
        log.begin(heard)
        for number in (1, 2):
            heard.epoch(number, {"loss": 0.5})
    [warning] = [event.text for event in events if isinstance(event, Message)]
    assert "cannot be written for TensorBoard ([Errno 28] No space left on device): the training goes on" in warning
    assert log.warnings == [warning]


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
