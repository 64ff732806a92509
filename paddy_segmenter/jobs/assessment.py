"""The job that measures maps against reference labels."""

from dataclasses import dataclass

from ..rules import Job, option, pairs_of
from .files import check_pairs
from .labels import IGNORED_VALUES, LABELLED_AREAS, VALUE_MAP


@dataclass(frozen=True)
class AssessJob(Job):
    """Maps against reference labels."""

    program = ("training", "assess")
    inputs = ("maps", "labels", "labelled_areas")

    maps: tuple[str, ...] = option("class rasters to assess")
    labels: tuple[str, ...] = option(
        "one polygon layer or class raster for all maps, or one for each map in the same order"
    )
    class_field: str = option(
        "field of the polygons that names or numbers the class; empty: every polygon is of one class. Where polygons overlap, the later"
        " one in the layer counts",
        "",
    )
    unlabelled: str = option(
        "what ground without a label is: ignore or background", "ignore", choices=("ignore", "background")
    )
    ignored_values: tuple[int, ...] = option(IGNORED_VALUES, ())
    value_map: tuple[str, ...] = option(VALUE_MAP, ())
    labelled_areas: str = option(LABELLED_AREAS, "")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_pairs(self.labels, self.maps, "map")
        pairs_of("value_map", self.value_map)
