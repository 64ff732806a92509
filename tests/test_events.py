"""Events on their way between processes, and the reporter that a job talks to."""

import math
import threading
from typing import get_args

import pytest

from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import (
    KINDS,
    Epoch,
    Event,
    Failure,
    Message,
    Progress,
    Reporter,
    Result,
    Started,
    from_line,
    to_line,
)


@pytest.mark.parametrize(
    "event",
    [
        Started(4711),
        Progress(0.25, None, "strip 3 of 12"),
        Progress(1.0, 0.0),
        Message("größer\n水田", "warning"),
        Epoch(3, {"loss": 0.25, "validation_miou": 0.75}),
        Result({"output": "a\udcff.tif", "classes": [1, 2], "table": {"a": [0.5]}}),
        Failure("a.tif is missing: choose another raster", "InputError"),
    ],
)
def test_an_event_survives_the_way_as_one_ascii_line(event):
    line = to_line(event)
    assert line.isascii()
    assert "\n" not in line
    assert from_line(line) == event


def test_a_loss_that_is_no_number_is_still_told():
    assert math.isnan(from_line(to_line(Epoch(1, {"loss": math.nan}))).figures["loss"])


@pytest.mark.parametrize(
    "line",
    ["", "chatter", "12", "[]", "null", '{"text": "x"}', '{"event": "unknown"}', '{"event": "message"}', '{"event": []}',
     '{"event": "message", "text": "x", "more": 1}', '{"event": "message", "text": "x"', "[" * 100_000],
)  # fmt: skip
def test_a_line_that_is_no_event_is_told_apart(line):
    assert from_line(line) is None


def test_the_time_left_follows_the_pace_since_the_first_report(monkeypatch, report, events):
    clock = iter([100.0, 110.0, 130.0])
    monkeypatch.setattr("paddy_segmenter.events.time.monotonic", lambda: next(clock))
    for share in (0.2, 0.4, 0.8):
        report.progress(share, "drawing")
    assert [event.seconds_left for event in events] == [None, pytest.approx(30), pytest.approx(10)]


@pytest.mark.parametrize(("shares", "left"), [((0.5, 0.9, 0.0, 0.5), 10), ((0.0, 0.9, 0.1, 0.4), 20)])
def test_the_pace_starts_anew_when_another_stage_begins(monkeypatch, report, events, shares, left):
    clock = iter([0.0, 50.0, 60.0, 70.0])
    monkeypatch.setattr("paddy_segmenter.events.time.monotonic", lambda: next(clock))
    for share in shares:
        report.progress(share)
    assert [event.seconds_left for event in events[2:]] == [None, pytest.approx(left)]


@pytest.mark.parametrize("parts", [1, 4])
def test_what_an_earlier_run_did_does_not_count_in_the_pace(monkeypatch, report, events, parts):
    now = 0.0
    monkeypatch.setattr("paddy_segmenter.events.time.monotonic", lambda: now)
    first = report.part(0, 1).part(0, parts)
    first.progress(0.0, "measuring")
    now = 100.0
    first.go_on(0.5)
    now = 110.0
    first.progress(0.6)
    assert [event.share for event in events] == pytest.approx([0.0, 0.5 / parts, 0.6 / parts])
    assert events[1].seconds_left is None
    assert events[2].seconds_left == pytest.approx((1 - 0.6 / parts) * 100 * parts)


def test_a_cancelled_job_is_stopped_at_its_next_report(report, events):
    report.progress(0.5)
    canceller = threading.Thread(target=report.cancel)
    canceller.start()
    canceller.join()
    with pytest.raises(Cancelled):
        report.progress(0.6)
    with pytest.raises(Cancelled):
        report.check()
    assert [event.share for event in events] == [0.5]


def test_every_kind_of_event_is_known_by_its_name():
    assert set(KINDS) == {kind.__name__.lower() for kind in get_args(Event)}


def test_messages_and_figures_reach_the_listener(report, events):
    report.message("a")
    report.warning("b")
    report.epoch(1, {"loss": 2.0})
    assert events == [Message("a"), Message("b", "warning"), Epoch(1, {"loss": 2.0})]


def test_a_part_of_a_job_is_told_as_that_part_of_the_whole_and_cancelled_with_it(report, events):
    part = report.part(1, 4)
    part.progress(0.5, "tile 3 of 6")
    part.warning("a hole")
    assert (events[0].share, events[0].text) == (0.375, "tile 3 of 6")
    assert events[1] == Message("a hole", "warning")
    report.cancel()
    with pytest.raises(Cancelled):
        part.check()


def test_what_a_job_tells_is_heard_by_another_listener_too_and_it_is_cancelled_as_before(report, events):
    heard = []
    joined = report.heard_by(heard.append)
    joined.warning("a hole")
    joined.epoch(1, {"loss": 2.0})
    assert heard == events == [Message("a hole", "warning"), Epoch(1, {"loss": 2.0})]
    report.cancel()
    with pytest.raises(Cancelled):
        joined.check()


def test_a_wish_to_finish_reaches_all_parts_of_a_job_and_stops_none():
    whole = Reporter(lambda event: None)
    parts = [whole.part(0, 2), whole.heard_by(lambda event: None)]
    assert not any(part.is_finishing for part in parts)
    parts[0].finish()
    assert whole.is_finishing
    assert all(part.is_finishing for part in parts)
    whole.check()
