"""One drawn case: plain values only, so that it can be printed, repeated and made simpler."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Draw:
    """A raster, a model, an area and options. The defaults are the simplest case; `seed` fills in every number."""

    seed: int

    height: int = 12
    width: int = 14
    field: int = 1  # side in pixels of the squares that have one class
    bands: int = 1
    number_type: str = "uint8"
    is_noisy: bool = False
    missing: str = "nothing"  # which pixels have no data
    is_apart: bool = False  # whether each band misses pixels of its own
    declared: str = "nothing"  # how the file says so
    undeclared: str = "leave-out"  # what is done with values that stand for missing data without being declared
    scale: str = "nothing"  # what the file says that its numbers mean

    place: str = "UTM"
    turn: str = "north-up"
    file: str = "tiled"

    order: tuple[int, ...] = (0,)  # the model's bands among the raster's, counted from 0
    chosen_by: str = "place"
    classes: int = 3
    legend: str = "low"
    chip: int = 32
    ratio: float = 1.0  # of the model's ground sample distance to the raster's
    aspect: str = "unknown"
    learnt: str = "raw"  # values: raw or scaled
    is_deep: bool = False
    is_overflowing: bool = False  # whether the model has no answer where its first band is above the mean
    is_clipped: bool = False  # whether the model clips values that there are

    area: str = "whole"
    missing_where: str = "all"
    grid: str = "raster"
    tile: int = 0
    overlap: int = 0
    orientations: int = 1
    batch: int = 0
    runtime: str = "torch"
    layers: tuple[str, ...] = ()
    probability_type: str = "uint8"

    def __str__(self) -> str:
        """The draw without what is as simple as can be."""
        told = [
            f"{rule.name}={value!r}" for rule in fields(self) if (value := getattr(self, rule.name)) != rule.default
        ]
        return f"Draw({', '.join(told)})"
