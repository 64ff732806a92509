"""Work that was broken off, in a hidden folder beside its output: whose it is, and what becomes of it when another job comes."""

import json
import os
import shutil
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from paddy_segmenter.durable import sync_folder, take_name
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.partial import place_of

from .amounts import size
from .identity import Identity, changes, plain

OWNER = "job.json"
FINISHED = "finished"
# Files in the folder that are no work.
NOTES = OWNER, FINISHED
UNKNOWN_OWNER = "starts anew, nobody knows which job an earlier run was"
REMEDY = "run that job again to go on with it, or delete the folder"


class Owner(NamedTuple):
    """The job that work belongs to: what it depends on, and what its first run decided. Both are empty where nobody knows."""

    identity: dict[str, Any]
    decided: dict[str, Any]


class UnfinishedWork:
    """The folder with the unfinished work on an output, which comes with the first file in it.

    Work of another job is never continued. It is set aside, and taken back when its job comes again.

    Args:
        output: the file that is being made.
        kind: of the files in the folder, for its name: strips, checkpoints.
        keeps_all: whether the work of each other job stays, because its size does not tell what it is worth; else the larger of two does.
    """

    def __init__(self, output: str, kind: str, keeps_all: bool = False) -> None:
        target = place_of(output)
        self.folder = target.with_name(f".{target.name}.{kind}")
        self.aside = target.with_name(f".{target.name}.{kind}.aside")
        self._between = target.with_name(f".{target.name}.{kind}.moving")
        self._keeps_all = keeps_all
        self.owner = _owner_of(self.folder)

    @property
    def is_there(self) -> bool:
        """Whether there is work of any job, in the folder or set aside."""
        return self.folder.exists() or bool(self._asides())

    def decided_for(self, identity: Identity) -> dict[str, Any] | None:
        """Returns what an earlier run of the same job decided, or None where none left work.

        Raises OutputError where that work was set aside and cannot be taken back.
        """
        self._end_exchange()
        if self.owner.identity != plain(identity):
            for aside in self._asides():
                if _owner_of(aside).identity == plain(identity):
                    self._take_back(aside)
                    break
        return self.owner.decided if self.owner.identity == plain(identity) else None

    def changed(self, identity: Identity) -> list[str]:
        """Returns the names of what differs from the job whose work lies here; none where there is no work."""
        return changes(self.owner.identity, identity)

    def begin(self, identity: Identity, decided: Identity, report: Reporter) -> None:
        """Makes the folder this job's. What lies there of another one is set aside, and that is told.

        Raises OutputError where it cannot be moved.
        """
        owner = Owner(plain(identity), plain(decided))
        # First of all: a run that was killed before it noted whose the folder is has left no work.
        _remove_half_files(self.folder)
        if self.owner != owner:
            self._set_aside(identity, report)
        self.owner = owner

    def keep_owner(self) -> None:
        """Makes the folder, and notes in it whose it is, where that is not done yet. Raises OSError where the disk refuses."""
        note = self.folder / OWNER
        if note.exists() and _owner_of(self.folder) == self.owner:
            return
        if not self.folder.exists():
            self.folder.mkdir()
            sync_folder(self.folder.parent)
        part = self.folder / f"{OWNER}.{os.getpid()}.part"
        part.write_text(json.dumps(self.owner._asdict(), indent=2), encoding="utf-8")
        take_name(part, note)

    def discard(self) -> None:
        """Removes the folder, as far as it can be removed: the work is done."""
        # The note of whose it is goes last: what a run that is killed here leaves is still known.
        with suppress(OSError):
            self.discard_files()
        _remove(self.folder)
        self.owner = Owner({}, {})

    def discard_files(self) -> None:
        """Removes the work and keeps the notes: the output is whole, and that is noted. Raises OSError where the disk refuses."""
        for entry in self.folder.iterdir():
            if entry.name not in NOTES:
                entry.unlink()
        sync_folder(self.folder)

    def _set_aside(self, identity: Identity, report: Reporter) -> None:
        """Moves the folder away where it holds work, in place of work that was set aside before and is less."""
        here = _bytes_in(self.folder)
        if not here:
            _remove(self.folder)
            return

        names = ", ".join(self.changed(identity))
        why = f"starts anew, an earlier run was another job: {names} changed" if names else UNKNOWN_OWNER
        before = 0 if self._keeps_all else _bytes_in(self.aside)
        if before > here:
            _remove(self.folder)
            report.message(
                f"{why}; more work than its own is set aside in {self.aside} already ({size(before)}) and stays: {REMEDY}"
            )
            return

        if not self._keeps_all:
            _remove(self.aside)
        aside = self._free_aside()
        self._move(self.folder, aside)
        report.message(f"{why}; its work is set aside in {aside} ({size(here)}): {REMEDY}")

    def _asides(self) -> list[Path]:
        """Returns the folders of work that is set aside."""
        with suppress(OSError):
            return sorted(each for each in self.aside.parent.iterdir() if each.name.startswith(self.aside.name))
        return []

    def _free_aside(self) -> Path:
        """Returns where to set work aside: the usual folder, or one of the same name with a number."""
        numbered = (self.aside.with_name(f"{self.aside.name}.{number}") for number in count(2))
        return next(each for each in chain([self.aside], numbered) if not each.exists())

    def _take_back(self, aside: Path) -> None:
        """Exchanges what lies here with what was set aside."""
        if self.folder.exists():
            self._move(self.folder, self._between)
        self._move(aside, self.folder)
        self._end_exchange()
        self.owner = _owner_of(self.folder)

    def _end_exchange(self) -> None:
        """Ends an exchange, in this run or in one that was killed in the middle of it."""
        if self._between.exists():
            self._move(self._between, self._free_aside() if self.folder.exists() else self.folder)
            self.owner = _owner_of(self.folder)

    def _move(self, source: Path, target: Path) -> None:
        try:
            os.replace(source, target)
        except OSError as error:
            raise OutputError(
                f"the unfinished work of another job in {source} cannot be set aside ({error.strerror or error}): remove it, or"
                " choose another output file"
            ) from error


def _owner_of(folder: Path) -> Owner:
    """Returns whose work lies in a folder."""
    try:
        found = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        owner = Owner(found["identity"], found["decided"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Owner({}, {})
    return owner if all(isinstance(part, dict) for part in owner) else Owner({}, {})


def _bytes_in(folder: Path) -> int:
    """Returns the bytes of the work in a folder; 0 where there is none, or its job is finished."""
    if (folder / FINISHED).exists():
        return 0
    try:
        files = [entry for entry in os.scandir(folder) if entry.name not in NOTES]
        return sum(max(entry.stat().st_size, 1) for entry in files)
    except OSError:
        return 0


def _remove_half_files(folder: Path) -> None:
    """Removes what a killed run was writing: our own files in the making, and those of safetensors."""
    for entry in (*folder.glob("*.part*"), *folder.glob(".tmp*")):
        with suppress(OSError):
            entry.unlink()


def _remove(folder: Path) -> None:
    """Removes a folder with all that is in it, as far as it can be removed; of a link to one, the folder and the link stay."""
    if not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
        return

    for entry in folder.glob("*"):
        with suppress(OSError):
            entry.unlink()
