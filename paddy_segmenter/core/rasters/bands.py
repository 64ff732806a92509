"""Which bands of a raster a model sees."""

import re
from collections.abc import Sequence

from paddy_segmenter.errors import InputError

from ..card import ModelCard
from ..names import name_key, places_of
from .raster import Raster

UNNAMED = re.compile(r"band \d+")  # what a raster calls a band without a description


def choose_bands(card: ModelCard, raster: Raster, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the raster's bands in the model's order: those wanted, else those of the model's names, else the first ones."""
    numbers, needed = raster.band_numbers, len(card.bands)
    if wanted:
        if len(wanted) != needed:
            raise InputError(
                f"{len(wanted)} bands chosen, but the model expects {needed} ({', '.join(card.bands)}): choose {needed}"
            )
        raster.check_bands(wanted)
        return wanted

    if len(numbers) < needed:
        raise InputError(
            f"the model expects {needed} bands, {raster.name} has {len(numbers)}: choose another model or raster"
        )

    places = dict.fromkeys(place for place in places_of(raster.band_names, card.bands) if place is not None)
    return tuple(numbers[place] for place in places) if len(places) == needed else numbers[:needed]


def contradict(names: Sequence[str], others: Sequence[str]) -> bool:
    """Returns whether two lists share a name and yet have different ones in the same place, as in another order of bands.

    Lists that share none say nothing about each other: each raster of a series may have names of its own.
    """
    keys = [name_key(name) for name in names]
    other_keys = [name_key(name) for name in others]
    shared = {key for key in set(keys) & set(other_keys) if not UNNAMED.fullmatch(key)}
    pairs = zip(keys, other_keys, strict=True)
    return bool(shared) and any(a != b and not (UNNAMED.fullmatch(a) or UNNAMED.fullmatch(b)) for a, b in pairs)
