"""Trains on real labelled imagery, maps ground that the training never saw, and prints a row of training/README.md.

    python -m benchmarks.real_data amazon_forest [NAME=VALUE ...] [--mapping NAME=VALUE ...] [--inside 5]

Both steps go through qgis_process, as a script of a user's would, or through the terminal where there is no QGIS. With --inside
nothing is mapped: the training tiles are dealt into as many folds, and the figures are those out of the folds, so that settings
can be chosen without a look at the test tiles. The imagery lies in the folder PADDY_DATA; its licences allow use, not redistribution, so it is no part of this repository.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import AssessJob
from training.assessment.accuracy import assess_maps

from .real_sets import ROOT, SETS, Figures, RealSet
from .table import print_table

FOLDER = ROOT / "build" / "real_data"
QGIS_PROCESS = ROOT / "setup" / "qgis_process"

Row = dict[str, Any]


def measure(name: str, changes: Mapping[str, Any], inside: int = 0, mapping: Mapping[str, Any] | None = None) -> Row:
    """Trains on a set with changed parameters and maps its test rasters by the best and by the last epoch's network.

    Args:
        name: of the set.
        changes: parameters of trainmodel.
        inside: how many folds the training rasters are dealt into, and no test raster is looked at; 0: none.
        mapping: parameters of segmentrasters.

    Returns:
        What the training's own validation says, how long it took, and the figures of the maps.
    """
    folder = FOLDER / name / _name_of(changes, inside)
    folder.mkdir(parents=True, exist_ok=True)
    data, model = SETS[name](FOLDER / name), folder / "model.safetensors"
    data = replace(data, mapping=data.mapping | dict(mapping or {}))
    before = _processor_seconds()
    extra = data.folds | {"FOLDS": inside} if inside else {"KEEP_LAST": "yes"}
    train(data, model, **extra | changes)
    row = {"processor_minutes": (_processor_seconds() - before) / 60}
    row |= read_record(model)
    if not inside:
        networks = {"best": model, "last": model.with_suffix(".last.safetensors")}
        row["test"] = {which: judge(data, network, folder / which) for which, network in networks.items()}
    return row


def train(data: RealSet, model: Path, **changes: Any) -> None:
    """Trains through qgis_process; without QGIS, and with a preset, through the terminal, which tells an option given at its default."""
    own_split = {} if {"SPLIT", "FOLDS"} & changes.keys() else data.own_split
    labelled = {
        name.upper(): list(value) if isinstance(value, tuple) else value for name, value in data.labelled.items()
    }
    parameters = {"BACKBONE": "resnet34", "WEIGHTS": "none"} | labelled | data.parameters | own_split | changes
    if has_qgis() and "PRESET" not in changes:
        run("trainmodel", INPUT=data.rasters, LABELS=data.labels, OUTPUT=model, **parameters)
    else:
        run_program("training", "fit", RASTERS=data.rasters, LABELS=data.labels, OUTPUT=model, **parameters)


def segment(data: RealSet, model: Path, folder: Path) -> list[Path]:
    """Maps the test rasters into a folder, which is emptied first, through qgis_process. Returns the maps."""
    shutil.rmtree(folder, ignore_errors=True)
    asked = {"MODEL": model, "OUTPUT_FOLDER": folder} | data.mapping
    if has_qgis():
        run("segmentrasters", INPUT=data.test_rasters, **asked)
    else:
        run_program("paddy_segmenter", "segment-many", RASTERS=data.test_rasters, **asked)
    return [folder / f"{raster.stem}.tif" for raster in data.test_rasters]


def assess(data: RealSet, maps: list[Path]) -> Figures:
    """Returns the figures of the maps of the test rasters."""
    job = AssessJob(tuple(map(str, maps)), tuple(map(str, data.test_labels)), **data.labelled)
    return assess_maps(job, Reporter(lambda event: None))


def judge(data: RealSet, model: Path, folder: Path) -> dict[str, Any]:
    """Maps the test rasters into the folder. Returns the set's measures of these maps, and the IoU by class."""
    figures = assess(data, segment(data, model, folder))
    return {name: of(figures) for name, of in data.measures.items()} | {"iou": figures["iou"]}


def read_record(model: Path) -> Row:
    """Returns what a training has written of itself: its figures at the best and at the last epoch, and its pace."""
    record = json.loads(model.with_suffix(".report.json").read_text(encoding="utf-8"))["training"]
    history = json.loads(model.with_suffix(".history.json").read_text(encoding="utf-8"))
    folds = [fold["figures"] for fold in record["split"].get("folds", [])]
    return {
        "split": record["split"]["kind"],
        "minutes": record["seconds"] / 60,
        "best_epoch": record["best_epoch"],
        "validation": {which: _plain(record[part]) for which, part in (("best", "validation"), ("last", "last_epoch"))},
        "folds": [_plain(figures) for figures in folds],
        "seconds": record["seconds_at_epochs"],
        "accuracies": [epoch.get("validation_accuracy") for epoch in history],
    }


def has_qgis() -> bool:
    """Returns whether this machine has qgis_process."""
    return shutil.which("qgis_process") is not None


def run_program(name: str, verb: str, **parameters: Any) -> None:
    """Runs a job through the terminal; lists become repeated options."""
    options = [f"--{key.lower().replace('_', '-')}={value}" for key, value in _pairs(parameters)]
    subprocess.run([sys.executable, "-m", name, verb, *options], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def run(algorithm: str, **parameters: Any) -> dict[str, Any]:
    """Runs an algorithm by qgis_process; lists become repeated arguments. Returns its results."""
    options = [f"{name}={value}" for name, value in _pairs(parameters)]
    command = [str(QGIS_PROCESS), "--json", "run", f"paddy_segmenter:{algorithm}", "--", *options]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    try:
        results: dict[str, Any] = json.loads(ended.stdout)["results"]
    except ValueError as error:  # seen once, from a training that had ended well
        raise RuntimeError(f"qgis_process answered {ended.stdout[:500]!r}") from error
    return results


def cells_of(row: Row) -> dict[str, str]:
    """Returns a row by the heads of its columns."""
    both = ("best", "last")
    cells = {
        "best epoch": str(row["best_epoch"]),
        "minutes": f"{row['minutes']:.1f}",
        "processor minutes": f"{row['processor_minutes']:.1f}",
    }
    if folds := row["folds"]:
        own = row["validation"]["best"]
        for name in own:
            values = [fold[name] for fold in folds]
            cells[f"out of fold: {name}"] = f"{own[name]:.4f} ({min(values):.4f} to {max(values):.4f})"
        return cells
    for name in row["validation"]["best"]:
        cells[f"own validation: {name}"] = " / ".join(f"{row['validation'][which][name]:.4f}" for which in both)
    tested = row["test"]
    cells |= {
        name: " / ".join(f"{tested[which][name]:.4f}" for which in both) for name in tested["best"] if name != "iou"
    }
    by_class = tested["best"]["iou"].items()
    listed = ", ".join(f"{each} {'-' if iou is None else format(iou, '.3f')}" for each, iou in by_class)
    return cells | {"IoU by class": listed}


def add_mapping(parser: argparse.ArgumentParser) -> None:
    """Adds the option for what differs in mapping."""
    parser.add_argument(
        "--mapping",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="parameters of segmentrasters for the test rasters",
    )


def parse_changes(pairs: list[str]) -> dict[str, str]:
    """Returns parameters that were given as NAME=VALUE."""
    return dict(pair.split("=", 1) for pair in pairs)


def _pairs(parameters: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Returns parameters with one entry for each item of a list."""
    return [
        (name, item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])
    ]


def _plain(figures: Mapping[str, Any]) -> dict[str, float]:
    return {"accuracy": figures["accuracy"], "mIoU": figures["miou"]}


def _name_of(changes: Mapping[str, Any], inside: int) -> str:
    """Returns the name of a folder for these changes, so that none of them takes up what another left unfinished."""
    words = [f"{name}={value}" for name, value in changes.items()] + ([f"inside={inside}"] if inside else [])
    return re.sub(r"[^\w=.-]+", "-", ",".join(words)) or "defaults"


def _processor_seconds() -> float:
    """Returns the processor time of all processes that were started here and have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints a table of one row; the best and the last epoch's figures stand side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=SETS)
    parser.add_argument("changes", nargs="*", metavar="NAME=VALUE", help="parameters of trainmodel")
    parser.add_argument(
        "--inside", type=int, default=0, metavar="FOLDS", help="cross-validate the training tiles instead"
    )
    add_mapping(parser)
    asked = parser.parse_intermixed_args()
    changes, mapping = parse_changes(asked.changes), parse_changes(asked.mapping)
    cells = cells_of(measure(asked.name, changes, asked.inside, mapping))
    command = " ".join(["python -m benchmarks.real_data", *sys.argv[1:]])
    print_table(["command", *cells], [[f"`{command}`", *cells.values()]])


if __name__ == "__main__":
    main()
