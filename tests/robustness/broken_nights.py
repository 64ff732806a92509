"""Runs that are killed, or whose power fails, at many moments, and started again: their results against the undisturbed ones.

python -m tests.robustness.broken_nights [--kills 100] [--cuts 100] [--disks 0] [--seed 0] [--nights one view many fit] [--start 0]
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .events import Events
from .forked_run import Outcome
from .loop_disk import LoopDisk
from .nights import Night, many_rasters, one_raster
from .power_cut import Disk
from .short_training import short_training

NIGHTS: dict[str, Callable[[Path], Night]] = {
    "one": one_raster, "view": lambda folder: one_raster(folder, gsd=5.0), "many": many_rasters, "fit": short_training,
}  # fmt: skip
MAPPING = ("one", "view", "many")
WAYS = ("kill", "cut", "disk")
LATEST_CUT = 4.0  # seconds
THE_END = "the end"  # the power fails when the run has just ended
AFTER_ALL = 10**9
KILLED = -9
REPEATED_SHARE = 0.3  # of the runs: they are broken off a second time before they may end


@dataclass
class BrokenNight:
    """A night with its undisturbed result, that is broken off again and again."""

    name: str
    night: Night
    seed: int
    moments: dict[str, list[int]] = field(default_factory=dict)
    expected: dict[str, object] = field(default_factory=dict)

    def prepare(self) -> None:
        """Runs it undisturbed and counts its moments."""
        self.night.clear()
        whole = self.night.run(Events(self.night.outputs, self._record, 0))
        assert whole.code == 0, whole.errors
        for number, event in enumerate(self._record.read_text().splitlines(), 1):
            self.moments.setdefault(event, []).append(number)
        self.expected = self.night.content()

    def complaint(self, way: str, number: int) -> str:
        """Breaks the run off at a moment that depends on the number, lets it end, and returns what is wrong then."""
        random = Random(f"{self.seed} {way} {self.name} {number}")
        self.night.clear()
        moments = [self._moment(way, random)]
        if way != "disk" and random.random() < REPEATED_SHARE:
            moments.append(self._moment(way, random))
        told = ", ".join(f"{event} {moment}" for event, moment in moments)
        if way == "disk":
            wrong = self._break_off_on_disk(*moments[0], random)
        else:
            wrong = self._break_off_in_turn(way, moments, random)
        return f"before {told}: {wrong}" if wrong else ""

    def _break_off_in_turn(self, way: str, moments: list[tuple[str, int]], random: Random) -> str:
        for event, moment in moments:
            self._break_off(way, moment, random)
            if event == THE_END and (lost := self._differences(hidden=False)):
                return f"what was finished is lost: {lost}"
        return self._compare(self.night.run())

    def _break_off_on_disk(self, event: str, moment: int, random: Random) -> str:
        """Does the same with a true file system, of which a copy is taken at the moment or some seconds later."""
        outputs, seconds = self.night.outputs, random.choice((0.0, random.uniform(0, LATEST_CUT)))
        disk = LoopDisk(self.night.folder / "disk.img", outputs)
        with disk.fresh():
            outcome = self.night.run(Events(outputs, self._record, moment, lambda: disk.cut(seconds)))
            assert outcome.code == KILLED, outcome
        with disk.after_the_cut():
            if event == THE_END and (lost := self._differences(hidden=False)):
                return f"what was finished is lost: {lost}"
            return self._compare(self.night.run())

    def _moment(self, way: str, random: Random) -> tuple[str, int]:
        """Returns what is about to be done when the run ends, each kind of event as often, and its number."""
        kinds = sorted(self.moments) + [THE_END] * (way != "kill")
        event = random.choice(kinds)
        return event, random.choice(self.moments.get(event, [AFTER_ALL]))

    def _break_off(self, way: str, moment: int, random: Random) -> None:
        """Kills the run at a moment, or when it has ended; after a power cut the disk's state takes the outputs' place."""
        outputs, shadow, after = (self.night.folder / name for name in ("out", "shadow", "after"))
        if way == "kill":
            outcome = self.night.run(Events(outputs, self._record, moment))
            assert outcome.code == KILLED, outcome
            return

        disk = Disk(outputs, shadow)
        outcome = self.night.run(Events(outputs, self._record, moment, lambda: disk.cut(after, random), disk.sync))
        assert outcome.code == KILLED, outcome
        shutil.rmtree(outputs)
        after.rename(outputs)
        shutil.rmtree(shadow)

    def _compare(self, outcome: Outcome) -> str:
        if outcome.code != 0:
            return f"code {outcome.code}: {' '.join(outcome.errors.split())[-300:]}"
        scratch = [f"scratch {path.name} is left" for path in self.night.scratch.iterdir()]
        return ", ".join(filter(None, [self._differences(), *scratch]))

    def _differences(self, hidden: bool = True) -> str:
        """Returns what is otherwise than after the undisturbed run, hidden files included or not."""
        found = self.night.content()
        names = sorted(name for name in self.expected.keys() | found.keys() if hidden or not name.startswith("."))
        differing = [name for name in names if self.expected.get(name) != found.get(name)]
        return ", ".join(_told(name, self.expected, found) for name in differing)

    @property
    def _record(self) -> Path:
        return self.night.folder / "moments.txt"


def _told(name: str, expected: dict[str, object], found: dict[str, object]) -> str:
    if name not in found:
        return f"{name} is missing"
    if name not in expected:
        return f"{name} is left"
    size = len(found[name]) if isinstance(found[name], (bytes, str)) else "other"  # type: ignore[arg-type]
    return f"{name} differs ({size} bytes)"


def broken_nights(folder: Path, seed: int, names: tuple[str, ...]) -> Iterator[BrokenNight]:
    """Yields nights that can be broken off, each with its undisturbed result."""
    for name in names:
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        night = BrokenNight(name, NIGHTS[name](place), seed)
        night.prepare()
        yield night


def main() -> None:
    """Prints what is wrong as it is found, and in the end how many runs ended as the undisturbed one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="runs that are killed, in turn of each night")
    parser.add_argument("--cuts", type=int, default=100, help="runs whose power fails")
    parser.add_argument("--disks", type=int, default=0, help="power cuts of a mounted file system; only root can")
    parser.add_argument("--seed", type=int, default=0, help="what the moments are drawn from")
    parser.add_argument("--nights", nargs="+", default=list(MAPPING), choices=list(NIGHTS), help="what is run")
    parser.add_argument("--start", type=int, default=0, help="number of the first run")
    parser.add_argument("--folder", type=Path, help="where to work; default: a new folder for scratch files")
    wanted = parser.parse_args()
    folder = wanted.folder or Path(tempfile.mkdtemp(prefix="nights_"))
    nights = list(broken_nights(folder, wanted.seed, tuple(wanted.nights)))
    for way, count in zip(WAYS, (wanted.kills, wanted.cuts, wanted.disks), strict=True):
        right = 0
        for number in range(wanted.start, wanted.start + count):
            night = nights[number % len(nights)]
            complaint = night.complaint(way, number)
            right += not complaint
            if complaint:
                print(f"{way} {number} ({night.name}) {complaint}", flush=True)
        print(f"{way}: {right} of {count} ended as the undisturbed runs", flush=True)


if __name__ == "__main__":
    main()
