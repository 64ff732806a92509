"""The files that jobs name: what they must end in, and which labels belong to which rasters."""

import os
from pathlib import Path

from ..errors import InputError
from ..rules import is_same_file

RASTERS = (".tif", ".tiff")  # maps are GeoTIFFs


def check_suffix(path: str, suffixes: tuple[str, ...]) -> None:
    """Raises InputError where a path that is given ends in none of the suffixes."""
    if path and Path(path).suffix.lower() not in suffixes:
        raise InputError(f"{path} does not end in {suffixes[0]}: choose a name that does")


def check_styles(outputs: tuple[str, ...], raster: str) -> None:
    """Raises InputError where a raster to be written and another one would have one style (.qml), which is named after both."""
    given = [raster, *filter(None, outputs)]
    for number, path in enumerate(given):
        for other in given[:number]:
            if is_same_file(os.path.splitext(path)[0], os.path.splitext(other)[0]):
                raise InputError(
                    f"{path} and {other} would share one style file, which is named after both: choose another name"
                )


def check_pairs(labels: tuple[str, ...], rasters: tuple[str, ...], kind: str) -> None:
    """Raises InputError unless there are rasters, and labels for all of them together or for each. `kind` names the rasters."""
    if not rasters:
        raise InputError(f"no {kind} is given: name at least one")
    if len(labels) not in (1, len(rasters)):
        raise InputError(
            f"{len(labels)} labels for {len(rasters)} {kind}s: give one for all, or one for each in the same order"
        )
