"""Runs with all that they can write, which are broken off and started again, and what tells their results from each other."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from osgeo import gdal

from .base_rasters import scene, scene_in_memory
from .forked_run import Outcome, run
from .pixel_network import GSD, give_pixel_network

ROWS, COLUMNS = 1100, 72  # three strips
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")  # GeoPackages note when they were made
SETTINGS = ("--device=cpu", "--precision=float32", "--runtime=torch", "--probability-type=float32", "--minimum-area=0.05",
            "--tolerance=8")  # fmt: skip
LAYERS = ("confidence", "probabilities", "polygons")


@dataclass(frozen=True)
class Night:
    """A run that writes below `outputs`, and the content of what it writes undisturbed.

    `settle` prepares the fork that it runs in. `comparable` gives the content of a file that two runs must have in common.
    """

    folder: Path
    arguments: list[str]
    settle: Callable[[pytest.MonkeyPatch], object]
    comparable: Callable[[Path], object]

    @property
    def outputs(self) -> Path:
        return self.folder / "out"

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    def clear(self) -> None:
        """Removes what earlier runs wrote."""
        for folder in (self.outputs, self.scratch):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def run(self, *watches: Callable[[], object]) -> Outcome:
        """Runs the job under these context managers."""
        return run(self.arguments, self.folder, lambda: self._around(*watches))

    def content(self) -> dict[str, object]:
        """Returns what can be compared of each file below the outputs; of hidden ones and of folders that they are there."""
        found: dict[str, object] = {}
        for path in sorted(self.outputs.rglob("*")):
            name = str(path.relative_to(self.outputs))
            is_plain = path.is_file() and not name.startswith(".")
            found[name] = self.comparable(path) if is_plain else "there"
        return found

    @contextmanager
    def _around(self, *watches: Callable[[], object]) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            self.settle(patch)
            with watches[0]() if watches else pytest.MonkeyPatch.context():
                yield


def one_raster(folder: Path, gsd: float = GSD) -> Night:
    """Returns a run on one raster; with another ground sample distance than the model's it is seen resampled."""
    raster = folder / "raster.tif"
    _write_raster(raster, gsd)
    outputs = folder / "out"
    maps = [f"--{layer}={outputs / layer}{'.gpkg' if layer == 'polygons' else '.tif'}" for layer in LAYERS]
    arguments = [
        "segment",
        f"--raster={raster}",
        f"--model={folder / 'model.safetensors'}",
        f"--output={outputs / 'map.tif'}",
    ]
    return Night(folder, [*arguments, *maps, *SETTINGS], _settle_in(folder), bytes_of_map)


def many_rasters(folder: Path) -> Night:
    """Returns a run on three rasters."""
    rasters = folder / "rasters"
    rasters.mkdir(parents=True)
    for name in "abc":
        _write_raster(rasters / f"{name}.tif", GSD)
    layers = [f"--layers={layer}" for layer in LAYERS]
    arguments = [
        "segment-many",
        f"--folder={rasters}",
        f"--model={folder / 'model.safetensors'}",
        f"--output-folder={folder / 'out'}",
    ]
    return Night(folder, [*arguments, *layers, *SETTINGS], _settle_in(folder), bytes_of_map)


def bytes_of_map(path: Path) -> object:
    """Returns the bytes of a map or its style; of a GeoPackage the commands that make it, but for the time."""
    if path.suffix != ".gpkg":
        return path.read_bytes()
    try:
        connection = sqlite3.connect(path)
        text = "\n".join(connection.iterdump())
        connection.close()
    except sqlite3.Error as error:
        return f"no GeoPackage: {error}"
    return TIME.sub("TIME", text)


def _write_raster(path: Path, gsd: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scale = round(GSD / gsd) if gsd < GSD else 1
    source = scene_in_memory(scene(ROWS * scale, COLUMNS * scale), gsd=gsd)
    gdal.Translate(str(path), source, outputType=gdal.GDT_Byte, noData=7, creationOptions=["COMPRESS=DEFLATE"])


def _settle_in(folder: Path) -> Callable[[pytest.MonkeyPatch], object]:
    return lambda patch: give_pixel_network(patch, folder / "model.safetensors")
