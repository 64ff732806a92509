"""The chips that are worth a look, sought while chips come one by one: what there is to see of all of them would not fit into memory."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from .ranking import Chip, View

SHOWN = 3  # chips of each kind
LEAST_LABELLED = 0.05  # share of a chip: accuracy over fewer pixels says little
ROOM = 2**24  # pixels of the views that are held, 6 bytes each
FEWEST = 32  # views that are held, however large: of fewer, the middle of very many chips may be missed


class Shortlist:
    """All chips so far, with the views of the best and the worst ones and of others spread evenly between them."""

    def __init__(self, side: int) -> None:
        self._most = max(ROOM // side**2, FEWEST)
        self._chips: list[Chip] = []
        self._views: dict[Chip, View] = {}

    def add(self, chip: Chip, view: View) -> None:
        """Takes one more chip of at most `side` pixels."""
        self._chips.append(chip)
        self._views[chip] = view
        if len(self._views) > self._most:
            self._thin()

    def chosen(self) -> list[tuple[str, Chip, View]]:
        """Returns the chips to show, each with its kind and its view, from the best to the worst."""
        return [(kind, chip, self._views[chip]) for kind, chip in choose_chips(self._chips, self._views)]

    def _thin(self) -> None:
        """Makes half of the room free: chips with hardly a label go, and of those between the best and the worst the closest by rank."""
        enough = _enough(self._chips)
        ranked = _rank(chip for chip in self._chips if chip.labelled_share >= enough)
        places = np.array([place for place, chip in enumerate(ranked) if chip in self._views])
        while len(places) > self._most // 2:
            inner = places[SHOWN - 1 : len(places) - SHOWN + 1]  # from the last of the best to the first of the worst
            places = np.delete(places, SHOWN + np.argmin(inner[2:] - inner[:-2]))
        kept = {ranked[place] for place in places}
        self._views = {chip: view for chip, view in self._views.items() if chip in kept}


def choose_chips(chips: Sequence[Chip], viewed: Collection[Chip]) -> list[tuple[str, Chip]]:
    """Returns up to SHOWN of the best, of the median and of the worst chips, each once, from the best to the worst.

    Chips with few labels are left out where there are others. All that are chosen are `viewed`: the best and the worst have to be,
    and of those in the middle the nearest to it are taken that are.
    """
    enough = _enough(chips)
    ranked = _rank(chip for chip in chips if chip.labelled_share >= enough)
    count = min(SHOWN, -(-len(ranked) // 3))
    middle = (len(ranked) - count) // 2 + (count - 1) / 2
    places = [place for place, chip in enumerate(ranked) if chip in viewed]
    nearest = sorted(places, key=lambda place: abs(place - middle))[:count]
    kinds = {
        "best": ranked[:count],
        "median": [ranked[place] for place in nearest],
        "worst": ranked[len(ranked) - count :],
    }
    once = {chip: kind for kind in ("median", "worst", "best") for chip in kinds[kind]}
    return [(once[chip], chip) for chip in ranked if chip in once]


def _enough(chips: Collection[Chip]) -> float:
    """Returns the least share of a chip that is labelled, for it to be shown."""
    return min(LEAST_LABELLED, max((chip.labelled_share for chip in chips), default=0))


def _rank(chips: Iterable[Chip]) -> list[Chip]:
    return sorted(chips, key=lambda chip: -chip.accuracy)
