"""Trains on real labelled imagery, maps ground that the training never saw, and prints a row of training/README.md.

    python -m benchmarks.real_data amazon_forest

Both steps go through qgis_process, as a script of a user's would. The imagery lies in the folder PADDY_DATA; its licences allow
use, not redistribution, so it is no part of this repository.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osgeo import gdal

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import AssessJob
from training.assessment.accuracy import assess_maps

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PADDY_DATA", ROOT.parent / "shared" / "data"))
QGIS_PROCESS = ROOT / "setup" / "qgis_process"


@dataclass(frozen=True)
class RealSet:
    """Rasters and labels to train on, others to test on, and what differs from the defaults in training and mapping."""

    rasters: list[Path]
    labels: list[Path]
    test_rasters: list[Path]
    test_labels: list[Path]
    parameters: dict[str, Any] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)


def amazon_forest(folder: Path) -> RealSet:
    """Sentinel-2 at the forest's edge, 30 tiles to train and 15 to test (Bragagnolo et al.)."""
    parts = [sorted((DATA / "amazon_forest" / part / kind).glob("*.tiff"))
             for part in ("training", "validation") for kind in ("images", "labels")]  # fmt: skip
    return RealSet(*parts, {"EPOCHS": 20}, {"TILE": 512, "ORIENTATIONS": 8})


def denmark_fields(folder: Path) -> RealSet:
    """Sentinel-2 and parcels by crop; the west two thirds train, the east third tests."""
    source = DATA / "denmark_fields" / "image.tif"
    width, height = 452, 413
    west, east = folder / "west.tif", folder / "east.tif"
    gdal.Translate(str(west), str(source), srcWin=[0, 0, width * 2 // 3, height])
    gdal.Translate(str(east), str(source), srcWin=[width * 2 // 3, 0, width - width * 2 // 3, height])
    fields = DATA / "denmark_fields" / "fields.gpkg"
    return RealSet([west], [fields], [east], [fields], {"CLASS_FIELD": "crop", "CHIP": 128, "EPOCHS": 30})


SETS: dict[str, Callable[[Path], RealSet]] = {"amazon_forest": amazon_forest, "denmark_fields": denmark_fields}


def train(data: RealSet, model: Path, **changes: Any) -> dict[str, Any]:
    """Trains through qgis_process. Returns the algorithm's results."""
    parameters = {"BACKBONE": "resnet34", "WEIGHTS": "none"} | data.parameters | changes
    return run("trainmodel", INPUT=data.rasters, LABELS=data.labels, OUTPUT=model, **parameters)


def segment(data: RealSet, raster: Path, model: Path, mapped: Path) -> None:
    """Maps one raster through qgis_process."""
    run("segmentraster", INPUT=raster, MODEL=model, OUTPUT=mapped, **data.mapping)


def assess(data: RealSet, maps: list[Path]) -> dict[str, Any]:
    """Returns the figures of the maps of the test rasters."""
    class_field = data.parameters.get("CLASS_FIELD", "")
    job = AssessJob(tuple(map(str, maps)), tuple(map(str, data.test_labels)), class_field=class_field)
    return assess_maps(job, Reporter(lambda event: None))


def run(algorithm: str, **parameters: Any) -> dict[str, Any]:
    """Runs an algorithm by qgis_process; lists become repeated arguments. Returns its results."""
    pairs = [
        (name, item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])
    ]
    command = [
        str(QGIS_PROCESS),
        "--json",
        "run",
        f"paddy_segmenter:{algorithm}",
        "--",
        *(f"{name}={item}" for name, item in pairs),
    ]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    results: dict[str, Any] = json.loads(ended.stdout)["results"]
    return results


def main(name: str, *changes: str) -> None:
    """Prints one row: data, command, epochs, minutes, accuracy, mIoU, IoU by class."""
    folder = ROOT / "build" / "real_data" / name
    folder.mkdir(parents=True, exist_ok=True)
    data, model = SETS[name](folder), folder / "model.safetensors"
    started = time.monotonic()
    results = train(data, model, **dict(change.split("=", 1) for change in changes))
    minutes = (time.monotonic() - started) / 60
    maps = [folder / f"map_{raster.stem}.tif" for raster in data.test_rasters]
    for raster, mapped in zip(data.test_rasters, maps, strict=True):
        segment(data, raster, model, mapped)
    figures = assess(data, maps)
    (folder / "figures.json").write_text(json.dumps(results | figures, indent=2, ensure_ascii=False), encoding="utf-8")
    by_class = ", ".join(f"{each} {'-' if iou is None else format(iou, '.3f')}" for each, iou in figures["iou"].items())
    command = " ".join(["python -m benchmarks.real_data", name, *changes])
    print(f"| {name} | `{command}` | {results['BEST_EPOCH']} | {minutes:.1f} | {figures['accuracy']:.4f} / {figures['mean_accuracy']:.4f}"
          f" | {figures['miou']:.4f} | {by_class} |")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
