"""The files that jobs name: what they must end in, and which labels belong to which rasters."""

from pathlib import Path

from ..errors import InputError

RASTERS = (".tif", ".tiff")  # maps are GeoTIFFs


def check_suffix(path: str, suffixes: tuple[str, ...]) -> None:
    """Raises InputError where a path that is given ends in none of the suffixes."""
    if path and Path(path).suffix.lower() not in suffixes:
        raise InputError(f"{path} does not end in {suffixes[0]}: choose a name that does")


def check_pairs(labels: tuple[str, ...], rasters: tuple[str, ...], kind: str) -> None:
    """Raises InputError unless there are rasters, and labels for all of them together or for each. `kind` names the rasters."""
    if not rasters:
        raise InputError(f"no {kind} is given: name at least one")
    if len(labels) not in (1, len(rasters)):
        raise InputError(
            f"{len(labels)} labels for {len(rasters)} {kind}s: give one for all, or one for each in the same order"
        )
