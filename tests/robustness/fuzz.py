"""Mutated inputs, each run once: none may end in a traceback, a hang or a wrong map.

python -m tests.robustness.fuzz [--count 2000] [--seed 0] [--kinds raster area strips model] [--only NUMBER] [--folder FOLDER]
"""

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest
from osgeo import gdal

from . import area_cases, model_cases, raster_cases, strip_cases
from .case import Case, remains
from .forked_run import Outcome, run
from .pixel_network import give_pixel_network

SHARES = {"raster": 45, "area": 25, "strips": 20, "model": 10}  # of a hundred cases


@dataclass(frozen=True)
class Verdict:
    """How one case ended, and what is wrong with that, "" where nothing is."""

    number: int
    kind: str
    note: str
    outcome: Outcome
    complaint: str

    def __str__(self) -> str:
        return f"case {self.number} ({self.kind}) {self.complaint}: {self.note}"


class Fuzz:
    """Makes the cases of a seed, each by its number alone, and runs them in folders below `folder`."""

    def __init__(self, folder: Path, seed: int, kinds: tuple[str, ...] = tuple(SHARES)) -> None:
        self._folder, self._seed = folder, seed
        self._kinds = [kind for kind in kinds for _ in range(SHARES[kind])]
        Random(seed).shuffle(self._kinds)
        self._makers = dict[str, Callable[[Random, Path], Case]]()

    def verdicts(self, numbers: range) -> Iterator[Verdict]:
        """Runs the cases with these numbers."""
        for number in numbers:
            yield self.verdict(number)

    def verdict(self, number: int, keep: bool = False) -> Verdict:
        """Runs one case; what it left stays if that is wanted, or if something is wrong with it."""
        kind = self._kinds[number % len(self._kinds)]
        make = self._maker(kind)
        place = self._folder / f"case_{number}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if kind != "model":
                give_pixel_network(patch, self._folder / "pixel.safetensors")
            case = make(Random(f"{self._seed} {number} {kind}"), place)
            outcome = run(case.arguments, place)
            complaint = outcome.fault or _judge(case, outcome, place)

        if not complaint and not keep:
            shutil.rmtree(place)
        return Verdict(number, kind, case.note, outcome, complaint)

    def _maker(self, kind: str) -> Callable[[Random, Path], Case]:
        """Returns what makes cases of a kind; what all of them are made from is made once."""
        if kind not in self._makers:
            self._makers[kind] = self._new_maker(kind)
        return self._makers[kind]

    def _new_maker(self, kind: str) -> Callable[[Random, Path], Case]:
        shutil.rmtree(self._folder / kind, ignore_errors=True)
        place, model = self._folder / kind, str(self._folder / "pixel.safetensors")
        if kind == "raster":
            return partial(raster_cases.make_case, bases=raster_cases.write_bases(place), model=model)
        if kind == "area":
            return partial(area_cases.make_case, areas=area_cases.write_areas(place), model=model)
        if kind == "model":
            return partial(model_cases.make_case, whole=model_cases.write_model(place))
        with pytest.MonkeyPatch.context() as patch:
            broken = strip_cases.break_off(place, give_pixel_network(patch, Path(model)))
        return partial(strip_cases.make_case, broken=broken)


def _judge(case: Case, outcome: Outcome, place: Path) -> str:
    outputs = [Path(word.partition("=")[2]).parent for word in case.arguments if word.startswith("--output=")]
    left = remains(outputs[0], place / "scratch") if outputs else ""
    return left or case.complaint(outcome)


def main() -> None:
    """Prints what is wrong as it is found, and in the end how many cases of each kind ended how."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="how many cases are run")
    parser.add_argument("--seed", type=int, default=0, help="what the cases are drawn from")
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--kinds", nargs="+", default=list(SHARES), choices=list(SHARES), help="kinds of inputs")
    parser.add_argument("--only", type=int, help="number of the one case to be run, whose folder is kept")
    parser.add_argument("--folder", type=Path, help="where to work; default: a new folder for scratch files")
    wanted = parser.parse_args()
    folder = wanted.folder or Path(tempfile.mkdtemp(prefix="fuzz_"))
    folder.mkdir(exist_ok=True)
    gdal.PushErrorHandler("CPLQuietErrorHandler")  # of what is read of mutants here
    fuzz = Fuzz(folder, wanted.seed, tuple(wanted.kinds))
    if wanted.only is not None:
        verdict = fuzz.verdict(wanted.only, keep=True)
        print(verdict, verdict.outcome.output, verdict.outcome.errors, sep="\n")
        return

    counts = Counter[tuple[str, str]]()
    for verdict in fuzz.verdicts(range(wanted.start, wanted.start + wanted.count)):
        counts[verdict.kind, verdict.outcome.fault or ("wrong" if verdict.complaint else verdict.outcome.kind)] += 1
        if verdict.complaint:
            print(verdict, *verdict.outcome.errors.splitlines()[-3:], sep="\n    ", flush=True)
    for (kind, end), number in sorted(counts.items()):
        print(f"{kind:8} {end:30} {number:6}")


if __name__ == "__main__":
    main()
