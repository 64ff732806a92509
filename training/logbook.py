"""What a training tells while it runs, kept for its record. Its epochs also go to TensorBoard, where that is installed."""

import time
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from paddy_segmenter.events import Epoch, Event, Message
from paddy_segmenter.jobs import TrainJob


class Logbook(AbstractContextManager["Logbook"]):
    """Hears the events of a training: remembers its warnings and how long it and its epochs take. `data` is what it learns from."""

    def __init__(self, job: TrainJob) -> None:
        self.started = datetime.now().astimezone()
        self.warnings: list[str] = []
        self.epochs: list[float] = []  # seconds from the start to the end of each, in the order of the trainings
        self.data: dict[str, Any] = {}
        self._clock = time.monotonic()
        self._folder = Path(job.output).with_suffix(".tensorboard") / f"{self.started:%Y%m%d-%H%M%S}"
        self._writer: Any = None

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._clock

    def __call__(self, event: Event, /) -> None:
        """Takes an event."""
        if isinstance(event, Message) and event.level == "warning":
            self.warnings.append(event.text)
        elif isinstance(event, Epoch):
            self.epochs.append(round(self.seconds, 1))
            self._write_epoch(event)

    def __exit__(self, *raised: object) -> None:
        if self._writer:
            self._writer.close()

    def _write_epoch(self, epoch: Epoch) -> None:
        """Adds an epoch to the event file, which a running TensorBoard shows at once; without TensorBoard there is none."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:  # it is optional, and history.json has the same figures
            return
        self._writer = self._writer or SummaryWriter(str(self._folder))
        for name, figure in epoch.figures.items():
            self._writer.add_scalar(name, figure, epoch.number)
        self._writer.flush()
