"""What a user may change in how chips are varied."""

import pytest

from paddy_segmenter.errors import InputError
from paddy_segmenter.variations import VARIATIONS, describe_variations, variations_of


def test_what_is_not_named_stays_as_it_is() -> None:
    assert variations_of(()) == VARIATIONS
    changed = variations_of(("noise=0.25", "gain = 0.5:0.1"))
    assert (changed["noise"].probability, changed["noise"].strength) == (0.25, VARIATIONS["noise"].strength)
    assert (changed["gain"].probability, changed["gain"].strength) == (0.5, 0.1)
    assert {name: each for name, each in changed.items() if name not in ("noise", "gain")} == \
        {name: each for name, each in VARIATIONS.items() if name not in ("noise", "gain")}  # fmt: skip


@pytest.mark.parametrize("each", VARIATIONS)
def test_the_usual_figures_lie_within_the_limits_and_are_told(each: str) -> None:
    usual = VARIATIONS[each]
    assert 0 <= usual.probability <= 1
    assert usual.limits[0] <= usual.strength <= usual.limits[1]
    assert f"{each}={usual.probability:g}:{usual.strength:g} ({usual.meaning})" in describe_variations()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (("noise",), "augment holds 'noise': give two sides with = between them"),
        (("rotate=1",), "augment names 'rotate': choose one of orientation, scale, gamma"),
        (("noise=often",), "augment gives noise the probability 'often': give a number from 0 to 1"),
        (("noise=1.1",), "augment gives noise the probability '1.1': give a number from 0 to 1"),
        (("noise=nan",), "augment gives noise the probability 'nan'"),
        (("noise=1:0",), "augment gives noise the strength '0': give a number from 0.01 to 2"),
        (("noise=1:inf",), "augment gives noise the strength 'inf'"),
        (("noise=1:0.1:2",), "augment gives noise the strength '0.1:2'"),
        (("noise=1", "noise=0"), "augment names 'noise' twice"),
    ],
)
def test_what_is_no_change_of_the_table_is_refused(changes: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError) as refused:
        variations_of(changes)
    assert told in str(refused.value)
