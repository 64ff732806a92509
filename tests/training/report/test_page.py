import pytest
from jinja2 import UndefinedError

from training.report.page import count, duration, figure, percent, render_page

NOTHING = "\N{EN DASH}"


def test_a_page_that_lacks_a_part_of_its_content_is_an_error_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        render_page("training.html", model="paddy.safetensors")


def test_figures_are_told_alike_everywhere() -> None:
    assert [figure(value) for value in (0.98765, 0.0, None, float("nan"))] == ["0.988", "0.000", NOTHING, NOTHING]
    assert [percent(value) for value in (0.98765, None)] == ["98.8%", NOTHING]
    assert count(1234567) == "1,234,567"
    assert [duration(seconds) for seconds in (31, 4000)] == ["0 h 0 min 31 s", "1 h 6 min 40 s"]
