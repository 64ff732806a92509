"""What a training tells while it runs, kept for its record. Its epochs also go to TensorBoard, where that is installed."""

import time
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob

from . import processes


class Logbook(AbstractContextManager["Logbook"]):
    """Hears the events of a training: remembers its warnings and how long it and its epochs take.

    `data` is what it learns from, `plan` what was planned before it began, `plan_lines` how that is told.
    """

    def __init__(self, job: TrainJob) -> None:
        self.started = datetime.now().astimezone()
        self.warnings: list[str] = []
        self.epochs: list[float] = []  # seconds from the start to the end of each, in the order of the trainings
        self.data: dict[str, Any] = {}
        self.plan: dict[str, Any] = {}
        self.plan_lines = ""
        self._is_plan_told = False
        self._clock = time.monotonic()
        self._before = 0.0  # seconds until the training was stopped
        self._folder = Path(job.output).with_suffix(".tensorboard")
        self._runs = iter(name_runs(job))
        self._run = ""
        self._report = Reporter(self)
        self._writer: Any = None
        self._refused = False

    def begin(self, report: Reporter) -> None:
        """Hears the next training of the job from now on, which is a run of its own to TensorBoard; `report` hears where that fails."""
        self._close()
        self._run, self._report = next(self._runs), report

    @property
    def seconds(self) -> float:
        """How long it has been running, the time in between left out where it was stopped."""
        return self._before + time.monotonic() - self._clock

    def notes(self) -> dict[str, Any]:
        """Returns what is worth keeping where the training may be stopped."""
        return {
            "started": self.started.isoformat(),
            "seconds": self.seconds,
            "warnings": self.warnings,
            "plan": self.plan,
            "plan_lines": self.plan_lines,
            "epochs": self.epochs,
        }

    def go_on(self, notes: dict[str, Any]) -> None:
        """Takes up the notes of the training that is continued; the same warnings are raised again."""
        self.started = datetime.fromisoformat(notes["started"])
        self._before, self.plan, self.epochs = notes["seconds"], notes["plan"], notes["epochs"]
        self.plan_lines = notes["plan_lines"]
        self.warnings = list(dict.fromkeys([*notes["warnings"], *self.warnings]))

    def tell_plan(self, report: Reporter) -> None:
        """Tells the plan, unless that was done since this program started."""
        if self.plan_lines and not self._is_plan_told:
            if self._before:
                report.message("the plan as it was when the training was begun:")
            report.message(self.plan_lines)
        self._is_plan_told = True

    def __call__(self, event: Event, /) -> None:
        """Takes an event."""
        if isinstance(event, Message) and event.level == "warning":
            self.warnings = list(dict.fromkeys([*self.warnings, event.text]))
        elif isinstance(event, Epoch):
            self.epochs.append(round(self.seconds, 1))
            if processes.is_first():
                self._tell_tensorboard(event)

    def __exit__(self, *raised: object) -> None:
        self._close()

    def _tell_tensorboard(self, epoch: Epoch) -> None:
        if self._refused:
            return
        try:
            self._write_epoch(epoch)
        except ImportError:  # it is optional, and history.json has the same figures
            return
        except Exception as error:  # noqa: BLE001 # a full disk, a protobuf that does not fit: open-ended
            self._refuse(error)

    def _close(self) -> None:
        writer, self._writer = self._writer, None
        try:
            if writer:
                writer.close()
        except Exception as error:  # noqa: BLE001 # as above
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        """Tells once that TensorBoard hears nothing more."""
        if not self._refused:
            self._report.warning(
                f"the figures cannot be written for TensorBoard ({error}): the training goes on without"
            )
        self._refused = True

    def _write_epoch(self, epoch: Epoch) -> None:
        """Adds an epoch to the event file, which a running TensorBoard shows at once."""
        from torch.utils.tensorboard import SummaryWriter

        folder = self._folder / f"{self.started:%Y%m%d-%H%M%S}" / self._run
        self._writer = self._writer or SummaryWriter(str(folder))
        for name, figure in epoch.figures.items():
            self._writer.add_scalar(name, figure, epoch.number)
        self._writer.flush()


def name_runs(job: TrainJob) -> list[str]:
    """Returns a name for each training of the job in their order; "" for that of a single split, with a random one to compare with or without."""
    folds = [f"fold_{number}" for number in range(1, job.folds + 1)]
    random = [f"random_{number}" for number in range(1, (job.folds or 1) + 1)] if job.optimism == "yes" else []
    return [*([*folds, "all_folds"] if folds else [""]), *random]
