"""What a running job tells: progress, messages, epochs, its result or its failure, as one JSON line each between processes."""

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from .credentials import without_credentials
from .errors import Cancelled


@dataclass(frozen=True)
class Started:
    """The first event of a child process: its id, which is not that of the program started where a venv has a launcher."""

    pid: int


@dataclass(frozen=True)
class Progress:
    """How far the job is: share in 0..1, seconds left (None while unknown), what is being done, and whether an earlier run did that share."""

    share: float
    seconds_left: float | None = None
    text: str = ""
    was_done_before: bool = False


@dataclass(frozen=True)
class Message:
    """A sentence for the log; `level` is info or warning."""

    text: str
    level: str = "info"


@dataclass(frozen=True)
class Epoch:
    """Figures of one training epoch, e.g. loss, validation_accuracy, validation_miou, learning_rate."""

    number: int
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Panels:
    """The same ground after each training epoch: image, labels and prediction as PNG in base64."""

    number: int
    pictures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The job is done: outputs by field name, and figures worth showing."""

    outputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """The job ended without a result, for a reason that one sentence tells; `kind` names the class of the error."""

    text: str
    kind: str = "WorkerError"


Event = Started | Progress | Message | Epoch | Panels | Result | Failure
KINDS: dict[str, type[Event]] = {
    kind.__name__.lower(): kind for kind in (Started, Progress, Message, Epoch, Panels, Result, Failure)
}


def to_line(event: Event) -> str:
    """Returns the event as one line of JSON, ASCII only, without the line break."""
    return json.dumps({"event": type(event).__name__.lower(), **asdict(event)})


def from_line(line: str) -> Event | None:
    """Returns the event that the line holds, or None where the line is something else, such as a library's chatter."""
    try:
        values = json.loads(line)
        return KINDS[values.pop("event")](**values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


class Listener(Protocol):
    """Takes the events of a job as they come, from any of its threads."""

    def __call__(self, event: Event, /) -> None: ...


class Reporter:
    """What a job talks to: it passes events on without passwords, estimates the time left and notices a wish to cancel."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._cancelled = threading.Event()
        self._finishing = threading.Event()
        self._started: tuple[float, float] | None = None
        self._latest = 0.0

    def cancel(self) -> None:
        """Asks the job to stop at its next `check`. May be called from any thread."""
        self._cancelled.set()

    def finish(self) -> None:
        """Asks the job to end early with the best that it has. May be called from any thread."""
        self._finishing.set()

    @property
    def is_finishing(self) -> bool:
        """Whether the job was asked to end early with the best that it has."""
        return self._finishing.is_set()

    def check(self) -> None:
        """Raises Cancelled if the job was asked to stop. Long loops call it at every step."""
        if self._cancelled.is_set():
            raise Cancelled("cancelled")

    def progress(self, share: float, text: str = "") -> None:
        """Tells that `share` (0..1) of the job is done, with the time left by the pace so far, and checks for a wish to cancel.

        The pace counts anew where the share falls, as another stage begins then.
        """
        self.check()
        now = time.monotonic()
        if self._started is None or share < self._latest:
            self._started = (now, share)
        self._latest = share
        since, first = self._started
        left = (now - since) / (share - first) * (1 - share) if share > first else None
        self._listener(Progress(share, left, without_credentials(text)))

    def go_on(self, share: float, text: str = "") -> None:
        """Tells that an earlier run did `share` (0..1) of the job: the pace counts from here."""
        self.check()
        self._started, self._latest = (time.monotonic(), share), share
        self._listener(Progress(share, None, without_credentials(text), was_done_before=True))

    def part(self, number: int, parts: int) -> "Reporter":
        """Returns a reporter for one, counted from 0, of equal parts of this job: its progress is that part of the whole."""

        def listen(event: Event) -> None:
            if isinstance(event, Progress):
                tell = self.go_on if event.was_done_before else self.progress
                tell((number + event.share) / parts, event.text)
            else:
                self._listener(event)

        return self._with(listen)

    def heard_by(self, listener: Listener) -> "Reporter":
        """Returns a reporter of the same job whose events `listener` hears too."""

        def listen(event: Event) -> None:
            listener(event)
            self._listener(event)

        return self._with(listen)

    def muted(self) -> "Reporter":
        """Returns a reporter of the same job that nobody hears."""
        return self._with(lambda event: None)

    def _with(self, listener: Listener) -> "Reporter":
        """Returns a reporter that `listener` hears and that the same wishes reach."""
        reporter = Reporter(listener)
        reporter._cancelled, reporter._finishing = self._cancelled, self._finishing
        return reporter

    def message(self, text: str) -> None:
        """Tells a sentence for the log."""
        self._listener(Message(without_credentials(text)))

    def warning(self, text: str) -> None:
        """Tells a sentence that the user should not miss."""
        self._listener(Message(without_credentials(text), "warning"))

    def epoch(self, number: int, figures: dict[str, float]) -> None:
        """Tells the figures of a finished epoch, counted from 1."""
        self._listener(Epoch(number, figures))

    def panels(self, number: int, pictures: dict[str, str]) -> None:
        """Shows what the network makes of a piece of ground after an epoch, counted from 1."""
        self._listener(Panels(number, pictures))
