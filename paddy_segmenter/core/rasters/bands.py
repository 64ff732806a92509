"""Which bands of a raster a model sees."""

import re
from collections.abc import Sequence

from paddy_segmenter.errors import InputError

from ..card import ModelCard
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
    if len(set(card.bands)) == needed and set(card.bands) <= set(raster.band_names):
        return tuple(numbers[raster.band_names.index(name)] for name in card.bands)
    return numbers[:needed]


def contradict(names: Sequence[str], others: Sequence[str]) -> bool:
    """Returns whether two lists share a name and yet have different ones in the same place, as in another order of bands.

    Lists that share none say nothing about each other: each raster of a series may have names of its own.
    """
    shared = {name for name in set(names) & set(others) if not UNNAMED.fullmatch(name)}
    pairs = zip(names, others, strict=True)
    return bool(shared) and any(a != b and not (UNNAMED.fullmatch(a) or UNNAMED.fullmatch(b)) for a, b in pairs)
