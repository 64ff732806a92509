"""Events become progress, log lines and warnings."""

import pytest

from paddy_segmenter.algorithms.feedback_listener import FeedbackListener, duration
from paddy_segmenter.events import Epoch, Message, Progress

from .conftest import Log


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_moves_the_bar_and_tells_the_time_left() -> None:
    log = Log()
    FeedbackListener(log)(Progress(0.25, 600, "tile 5 of 20"))
    assert log.progress() == 25
    assert log.stages == ["tile 5 of 20, 10 min left"]


def test_the_log_is_not_flooded_with_progress() -> None:
    log, clock = Log(), Clock()
    listener = FeedbackListener(log, clock)
    for second in range(21):
        clock.now = second
        listener(Progress(second / 100, None, f"tile {second} of 100"))
    assert log.stages == ["tile 0 of 100", "tile 10 of 100", "tile 20 of 100"]
    assert log.progress() == 20


def test_a_new_stage_is_told_at_once() -> None:
    log = Log()
    listener = FeedbackListener(log, Clock())
    for text in ("reading the labels", "epoch 1 of 60", "writing"):
        listener(Progress(0.1, None, text))
    assert log.stages == ["reading the labels", "epoch 1 of 60", "writing"]


def test_what_is_done_has_no_time_left() -> None:
    log = Log()
    FeedbackListener(log)(Progress(1.0, 0.0, "scene written"))
    assert log.stages == ["scene written"]


def test_messages_warnings_and_epochs_go_to_the_log() -> None:
    log = Log()
    listener = FeedbackListener(log)
    listener(Message("5 classes"))
    listener(Message("two bands have no name", "warning"))
    listener(Epoch(3, {"loss": 0.41234, "validation_miou": 0.7}))
    assert log.infos == ["5 classes", "epoch 3: loss 0.4123, validation miou 0.7"]
    assert log.warnings == ["two bands have no name"]


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.4, "0 s"), (89, "89 s"), (90, "2 min"), (3599, "1 h 0 min"), (12000, "3 h 20 min")]
)
def test_a_length_of_time_is_told_as_people_do(seconds: float, told: str) -> None:
    assert duration(seconds) == told
