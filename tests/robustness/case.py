"""A mutant with what is to be run on it, and what is looked at afterwards whatever it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal, ogr

from .forked_run import Outcome

RASTERS = ("map.tif", "confidence.tif", "probabilities.tif")


@dataclass(frozen=True)
class Case:
    """What was changed, the program's arguments, and what tells what is wrong with the result: "" where nothing is."""

    note: str
    arguments: list[str]
    complaint: Callable[[Outcome], str]


def outputs_in(folder: Path, everything: bool = True) -> list[str]:
    """Returns the options for the class map and, if wanted, all other outputs in a folder, which is made."""
    folder.mkdir(exist_ok=True)
    layers = ["confidence", "probabilities"] if everything else []
    polygons = [f"--polygons={folder / 'polygons.gpkg'}"] if everything else []
    return [f"--output={folder / 'map.tif'}", *(f"--{each}={folder / each}.tif" for each in layers), *polygons]


def remains(folder: Path, scratch: Path) -> str:
    """Returns what is wrong with the files that a run left in its outputs' folder and its scratch folder."""
    parts = [path.name for path in folder.rglob("*") if ".part" in path.name or path.name.endswith(".lock")]
    if parts:
        return f"left {', '.join(parts)}"
    if any(scratch.iterdir()):
        return f"left {', '.join(path.name for path in scratch.iterdir())} in the scratch folder"
    broken = [path.name for path in folder.iterdir() if path.suffix in (".tif", ".gpkg") and not _is_whole(path)]
    return f"half written: {', '.join(broken)}" if broken else ""


def _is_whole(path: Path) -> bool:
    try:
        if path.suffix == ".gpkg":
            vectors = ogr.Open(str(path))
            return all(feature is not None for feature in vectors.GetLayer(0))
        dataset = gdal.Open(str(path))
        return all(dataset.GetRasterBand(number + 1).Checksum() >= 0 for number in range(dataset.RasterCount))
    except RuntimeError:
        return False
