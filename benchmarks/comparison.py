"""Rows of benchmarks.real_data, one after the other: backbones, presets and splits over seeds, with mean and spread.

    python -m benchmarks.comparison amazon_forest --backbones resnet34 resnet50 --splits blocks random --seeds 0 1 2 [NAME=VALUE ...]

Each finished row goes to build/real_data/NAME/rows.jsonl, and a comparison that is started again goes on after them; remove that
file after the code has changed. Of the processor minutes of a training that was taken up again only the later ones are counted.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from paddy_segmenter.core.amounts import many

from .machine import describe_machine
from .real_data import FOLDER, Row, add_mapping, measure, parse_changes
from .real_sets import SETS
from .table import mean_with_spread, print_table

AXES = {
    "seeds": "SEED",
    "backbones": "BACKBONE",
    "presets": "PRESET",
    "splits": "SPLIT",
}  # seeds first: all are seen early
NETWORKS = ("best", "last")


def plan(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yields the parameters of each row."""
    axes = {name: getattr(asked, axis) for axis, name in AXES.items() if getattr(asked, axis)}
    for values in product(*axes.values()):
        yield parse_changes(asked.changes) | dict(zip(axes, values, strict=True))


def rows_of(asked: argparse.Namespace) -> list[Row]:
    """Returns the rows, after measuring those that are not in the file yet."""
    path = FOLDER / asked.name / "rows.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    mapping, rows = parse_changes(asked.mapping), []
    for changes in plan(asked):
        settings = {"changes": changes, "inside": asked.inside, "mapping": mapping}
        found = [row for row in _read(path) if settings.items() <= row.items()]
        if not found:
            found = [measure(asked.name, changes, asked.inside, mapping) | settings | {"machine": describe_machine()}]
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found[0], ensure_ascii=False) + "\n")
        rows += found[:1]
    return rows


def summarise(rows: Sequence[Row], limit: float, reach: float) -> dict[str, str]:
    """Returns rows that differ by their seed alone as the cells of one, by the heads of their columns."""
    first, over = rows[0], sum(row["minutes"] > limit for row in rows)
    cells = {name: str(value) for name, value in first["changes"].items() if name != "SEED"} | {
        "split": first["split"],
        "seeds": str(len(rows)),
        "minutes": mean_with_spread([row["minutes"] for row in rows], 1) + (f", {over} over {limit:g}" if over else ""),
        "processor minutes": mean_with_spread([row["processor_minutes"] for row in rows], 1),
        "best epoch": mean_with_spread([row["best_epoch"] for row in rows], 0),
    }
    if reach and not first["inside"]:
        cells[f"minutes to {reach:g} on own validation"] = _minutes_to(reach, rows)
    source = "out of fold" if first["inside"] else "own validation"
    for name in first["validation"]["best"]:
        cells[f"{source}: {name}"] = mean_with_spread([row["validation"]["best"][name] for row in rows])
    if first["inside"]:
        folds = [fold["accuracy"] for row in rows for fold in row["folds"]]
        return cells | {"accuracy of the folds": mean_with_spread(folds)}
    flattery = [row["validation"]["best"]["accuracy"] - row["test"]["best"]["accuracy"] for row in rows]
    cells["own validation less test: accuracy"] = mean_with_spread(flattery)
    names = [name for name in first["test"]["best"] if name != "iou"]
    return cells | {
        f"{name}, {which}": mean_with_spread([row["test"][which][name] for row in rows])
        for name in names
        for which in NETWORKS
    }


def without_twins(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Returns the rows without the options that the command gives to all of them, and without columns that say what an earlier one says."""
    columns: dict[tuple[str, ...], str] = {}
    for head in rows[0]:
        values = tuple(row[head] for row in rows)
        if not (head.isupper() and len(set(values)) == 1):
            columns.setdefault(values if len(rows) > 1 else (head,), head)
    return [{head: row[head] for head in columns.values()} for row in rows]


def _minutes_to(reach: float, rows: Sequence[Row]) -> str:
    """Returns the minutes until the training's own validation was this accurate for the first time."""
    minutes = []
    for row in rows:
        epochs = zip(row["seconds"], row["accuracies"], strict=False)
        minutes += [seconds / 60 for seconds, accuracy in epochs if accuracy >= reach][:1]
    told = mean_with_spread(minutes, 1) if minutes else "-"
    return told if len(minutes) == len(rows) else f"{told}, {len(rows) - len(minutes)} never"


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def main() -> None:
    """Prints the command, the machine and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=SETS)
    parser.add_argument("changes", nargs="*", metavar="NAME=VALUE", help="parameters of trainmodel for all rows")
    for axis in ("backbones", "presets", "splits"):
        parser.add_argument(f"--{axis}", nargs="+", default=[])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument(
        "--inside", type=int, default=0, metavar="FOLDS", help="cross-validate the training tiles instead"
    )
    parser.add_argument("--minutes", type=float, default=45.0, help="trainings that take longer are marked")
    parser.add_argument("--reach", type=float, default=0.0, help="accuracy to which the minutes are wanted")
    add_mapping(parser)
    asked = parser.parse_intermixed_args()
    rows, groups = rows_of(asked), {}
    for row in rows:
        groups.setdefault(json.dumps(row["changes"] | {"SEED": None}), []).append(row)
    print(f"`{' '.join(['python -m benchmarks.comparison', *sys.argv[1:]])}`. Mean (lowest to highest).\n")
    for machine, times in Counter(row.get("machine", "a machine that was not written down") for row in rows).items():
        print(f"{many(times, 'training')} on {machine}\n")
    cells = without_twins([summarise(rows, asked.minutes, asked.reach) for rows in groups.values()])
    print_table(list(cells[0]), [list(each.values()) for each in cells])


if __name__ == "__main__":
    main()
