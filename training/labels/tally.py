"""What became of the polygons of a layer: how many are labels, and why the others are none, in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from paddy_segmenter.errors import NoPlaceError

SHOWN = 5  # ids of polygons


class Fate(IntEnum):
    """What became of a polygon on a raster; on several ones the highest counts."""

    BESIDE = 0
    WITHOUT_CENTRE = 1  # of a pixel
    OUTSIDE = 2  # of the labelled areas
    HIDDEN = 3  # by later ones
    LABEL = 4


@dataclass
class Tally:
    """The fates of polygons by their ids, and those that are left out, with the reason."""

    fates: dict[int, Fate] = field(default_factory=dict)
    left_out: dict[int, NoPlaceError] = field(default_factory=dict)

    def note(self, number: int, fate: Fate) -> None:
        """Notes what became of a polygon on one of the rasters."""
        self.fates[number] = max(fate, self.fates.get(number, Fate.BESIDE))

    @property
    def lost(self) -> dict[int, NoPlaceError]:
        """Those that are left out on all rasters."""
        return {number: error for number, error in self.left_out.items() if number not in self.fates}

    def counted(self) -> dict[Fate, int]:
        """Returns how many polygons had each fate."""
        found = [*self.fates.values()]
        return {fate: found.count(fate) for fate in Fate}


def told(path: str, polygons: int, without_class: int, ignored: int, tally: Tally, others: Mapping[str, int]) -> str:
    """Returns the line for the log.

    Args:
        path: of the layer.
        polygons: how many features hold polygons.
        without_class: how many of them have no value in the class field.
        ignored: how many have an ignored value.
        tally: what became of the rest.
        others: how many features hold none, by kind.
    """
    counts = tally.counted()
    noted = sum(counts.values())
    counts[Fate.BESIDE] += polygons - without_class - ignored - len(tally.lost) - noted
    parts = [f"{path} holds {polygons} polygons", f"{counts[Fate.LABEL]} of them are labels on these rasters"]
    if without_class:
        parts.append(f"{without_class} without a class")
    if ignored:
        parts.append(f"{ignored} with an ignored value")
    if tally.lost:
        parts.append(f"{len(tally.lost)} with a corner that is no place")
    if counts[Fate.HIDDEN]:
        parts.append(f"{counts[Fate.HIDDEN]} hidden by later ones")
    if counts[Fate.OUTSIDE]:
        parts.append(f"{counts[Fate.OUTSIDE]} outside of the labelled areas")
    if counts[Fate.WITHOUT_CENTRE]:
        parts.append(f"{counts[Fate.WITHOUT_CENTRE]} without the centre of a pixel")
    if counts[Fate.BESIDE] > 0:
        parts.append(f"{counts[Fate.BESIDE]} beside the rasters")
    dropped = [f"{count} {kind}" for kind, count in others.items()]
    if dropped:
        parts.append(f"what is no polygon does not count: {', '.join(dropped)}")
    return ", ".join(parts)
