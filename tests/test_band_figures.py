"""Figures of the bands that a user gives."""

import pytest

from paddy_segmenter.band_figures import band_figures_of
from paddy_segmenter.errors import InputError


def test_figures_are_read_band_by_band() -> None:
    assert band_figures_of(("0:3000:1200.5:400", "-1:1: 0 :1e-3")) == [(0, 3000, 1200.5, 400), (-1, 1, 0, 0.001)]
    assert band_figures_of(()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1:2:3",
        "0:9:5:2:1",
        "0:9:five:2",
        "9:0:5:2",
        "0:9:10:2",
        "0:9:5:0",
        "0:9:5:nan",
        "0:inf:5:2",
        "0:9e38:5:2",
        "0:9:5:1e-31",
    ],
)
def test_figures_that_cannot_be_are_refused_with_their_form(text: str) -> None:
    with pytest.raises(InputError, match=f"normalisation gives a band '{text}': give LOW:HIGH:MEAN:STD"):
        band_figures_of((text,))
