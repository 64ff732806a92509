import pytest

from paddy_segmenter.core.rasters.bands import contradict


@pytest.mark.parametrize(
    ("names", "others", "expected"),
    [
        (("red", "green"), ("red", "green"), False),
        (("red", "green"), ("green", "red"), True),
        (("red", "green", "nir"), ("red", "green", "swir"), True),
        (("tile1-004", "tile2-004"), ("tile1-007", "tile2-007"), False),
        (("band 1", "band 2"), ("red", "green"), False),
        (("band 1", "red"), ("green", "red"), False),
    ],
)
def test_names_contradict_where_they_share_some_and_differ_in_place(
    names: tuple[str, ...], others: tuple[str, ...], expected: bool
) -> None:
    assert contradict(names, others) is expected
