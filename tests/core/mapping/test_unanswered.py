from pathlib import Path

import pytest

from paddy_segmenter.core.mapping.unanswered import NOTE, Unanswered
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Event, Message, Reporter


def test_a_run_that_continues_knows_what_the_run_before_noted(
    tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    first = Unanswered(tmp_path)
    first.note(Window(0, 0, 512, 512), 5)
    first.note(Window(512, 0, 512, 512), 0)
    again = Unanswered(tmp_path)
    again.note(Window(512, 0, 512, 512), 2000)
    again.note(Window(0, 0, 512, 512), 7)  # the strip was damaged and is computed anew
    again.warn("image.tif", report)
    [warning] = [event for event in events if isinstance(event, Message)]
    assert (warning.level, warning.text.partition(" the network")[0]) == ("warning", "for 2,007 pixels of image.tif")


def test_where_the_network_answers_everywhere_nothing_is_written_or_told(
    tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    unanswered = Unanswered(tmp_path)
    unanswered.note(Window(0, 0, 512, 512), 0)
    unanswered.warn("image.tif", report)
    assert list(tmp_path.iterdir()) == events == []


@pytest.mark.parametrize("text", ["", "[1]", '{"0 0": "many"}', "\x00", "[" * 100_000])
def test_a_damaged_note_is_none(tmp_path: Path, report: Reporter, events: list[Event], text: str) -> None:
    (tmp_path / NOTE).write_text(text)
    Unanswered(tmp_path).warn("image.tif", report)
    assert events == []
