"""A page of figures: templates of this folder filled in, everything escaped that comes from elsewhere."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

NOTHING = "\N{EN DASH}"  # stands for figures that there are none of


def render_page(template: str, **content: Any) -> str:
    """Returns the template of this name, filled in. What is missing in `content` is an error, not a gap."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "figure": figure,
        "within": within,
        "percent": percent,
        "count": count,
        "duration": duration,
    }
    return environment.get_template(template).render(content)


def figure(value: float | None) -> str:
    """Returns a figure with three decimals."""
    return NOTHING if value is None or math.isnan(value) else f"{value:.3f}"


def percent(share: float | None) -> str:
    """Returns a share in percent with one decimal."""
    return NOTHING if share is None or math.isnan(share) else f"{100 * share:.1f}%"


def within(interval: Sequence[float] | None, told: Callable[[float], str] = figure) -> str:
    """Returns an interval, its ends told like its figure.

    >>> within([0.75, 0.8125])
    '0.750 to 0.812'
    """
    return " to ".join(map(told, interval)) if interval else NOTHING


def count(number: int) -> str:
    """Returns a whole number with its thousands apart.

    >>> count(1234567)
    '1,234,567'
    """
    return f"{number:,}"


def duration(seconds: int) -> str:
    """Returns a length of time.

    >>> duration(4000)
    '1 h 6 min 40 s'
    """
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60} h {minutes % 60} min {rest} s"
