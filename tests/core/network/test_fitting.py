"""Which of the bands and classes that weights were learnt from are those of a training."""

import pytest

from paddy_segmenter.core.names import Places
from paddy_segmenter.core.network.fitting import places_of_bands


@pytest.mark.parametrize(
    ("known", "wanted", "places"),
    [
        ("red green", "green nir red", (1, None, 0)),
        ("B1 B2", "red green", (0, 1)),
        ("B B B", "B B B", (0, 1, 2)),
        ("B B", "B B B", (None, None, None)),
    ],
)
def test_bands_whose_names_do_not_tell_them_apart_go_by_their_order(known: str, wanted: str, places: Places) -> None:
    assert places_of_bands(known.split(), wanted.split()) == places
