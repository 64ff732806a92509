"""A job's events as what QGIS shows: the progress bar, the log and its warnings."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..events import Epoch, Event, Message, Progress
from ..translation.language import told, tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

PAUSE = 10.0  # seconds between two texts of one stage, e.g. tile 3 of 40: each becomes a line of the log


class FeedbackListener:
    """Passes the events of one job on to the feedback of one run."""

    def __init__(self, feedback: "QgsProcessingFeedback", clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback = feedback
        self._clock = clock
        self._told: tuple[str, float] | None = None

    def __call__(self, event: Event, /) -> None:
        if isinstance(event, Progress):
            self._feedback.setProgress(100 * event.share)
            self._tell_progress(event)
        elif isinstance(event, Epoch):
            self._feedback.pushInfo(tr("epoch %1: %2", event.number, figures_of(event)))
        elif isinstance(event, Message):
            push = self._feedback.pushWarning if event.level == "warning" else self._feedback.pushInfo
            push(told(event.text))

    def _tell_progress(self, progress: Progress) -> None:
        now, stage = self._clock(), re.sub(r"\d+", "", progress.text)
        if self._told and self._told[0] == stage and now - self._told[1] < PAUSE:
            return
        seconds = progress.seconds_left if progress.share < 1 else None
        left = "" if seconds is None else tr("%1 left", duration(seconds))
        line = ", ".join(filter(None, (told(progress.text), left)))
        if line:
            self._told = stage, now
            self._feedback.setProgressText(line)


def duration(seconds: float) -> str:
    """Returns a length of time in words, e.g. 45 s, 12 min, 3 h 20 min."""
    if seconds < 90:
        return tr("%1 s", f"{seconds:.0f}")
    hours, minutes = divmod(round(seconds / 60), 60)
    return tr("%1 h %2 min", hours, minutes) if hours else tr("%1 min", minutes)


def figures_of(epoch: Epoch) -> str:
    """Returns the figures of an epoch with their names."""
    names = {name: tr(name.replace("_", " ")) for name in epoch.figures}
    return ", ".join(f"{names[name]} {value:.4g}" for name, value in epoch.figures.items())
