"""Where the trainings of a job stand, in a hidden folder beside the model file: what a training that was stopped goes on from.

A checkpoint is one file that takes its name when it is whole. It holds tensors and JSON, so that reading it runs no code.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from paddy_segmenter.core.amounts import free_size, size
from paddy_segmenter.core.identity import Identity, digest_of
from paddy_segmenter.core.network.tensor_file import bytes_of, write_tensors
from paddy_segmenter.core.network.tensor_file import digest_of as tensor_digest
from paddy_segmenter.core.output import whole_file
from paddy_segmenter.core.unfinished import UnfinishedWork
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter

from . import processes
from .logbook import Logbook

FORMAT = 4
STATE, LOG, TENSOR, PAIRS, OWNER, SEAL = "state", "log", "tensor", "pairs", "owner", "seal"  # keys in the file's header
BEGUN_IN = "begun_in"  # beside the job's identity: its arithmetic where it was begun, such as "float32 on cpu"
# Seconds of work for each second that saving takes, and seconds at least: a checkpoint has to reach the disk.
WORTH_SAVING = 5.0

State = dict[str, Any]  # tensors, numbers, texts, None, and lists and dictionaries of them


class Checkpoint:
    """The checkpoint of one training, and what the logbook held by then. Of several processes the first one writes, all read."""

    def __init__(self, name: str, work: UnfinishedWork, log: Logbook, report: Reporter) -> None:
        self._path = work.folder / name
        self._work = work
        self._log = log
        self._report = report
        self._saved = time.monotonic()
        self._seconds_of_saving = 0.0
        self._refused = False

    @property
    def is_due(self) -> bool:
        """Whether more would be lost than saving takes, and this process is to save."""
        return processes.is_first() and time.monotonic() - self._saved >= WORTH_SAVING * max(
            1.0, self._seconds_of_saving
        )

    def save(self, state: State, to_spare: int = 0) -> bool:
        """Keeps where the training stands, and returns whether it could. A full disk is told once and does not end it.

        Args:
            state: all that the next epochs depend on.
            to_spare: bytes that have to stay free on the disk, for the model.
        """
        started = time.monotonic()
        tensors: dict[str, Tensor] = {}
        header = json.dumps(_take_apart(state | {LOG: self._log.notes()}, "", tensors))
        is_kept = True
        try:
            self._work.keep_owner()
            self._check_room(tensors, to_spare)
            # One tensor after the other: a copy of them all would take as much memory again.
            with whole_file(str(self._path)) as part, Path(part).open("wb") as file:
                write_tensors(file, tensors, {STATE: header, OWNER: self._owner, SEAL: _seal(header, tensors)})
        except (OSError, OutputError) as error:
            is_kept = False
            if not self._refused:
                self._report.warning(f"the training cannot be continued if it is stopped: no checkpoint ({error})")
            self._refused = True
        self._saved = time.monotonic()
        self._seconds_of_saving = self._saved - started
        return is_kept

    def _check_room(self, tensors: Mapping[str, Tensor], to_spare: int) -> None:
        """Raises OutputError where the disk would then be too full for the model."""
        free = shutil.disk_usage(self._path.parent).free
        needed = bytes_of(tensors)
        if to_spare and free < needed + to_spare:
            raise OutputError(
                f"{free_size(free)} are free in {self._path.parent}, but it takes {size(needed)}, and the model"
                f" {size(to_spare)}: free disk space"
            )

    def load(self) -> State | None:
        """Returns what was saved last, or None where nothing was, or nothing that all processes can read."""
        state = self._read()
        if not processes.least(state is not None) or state is None:
            return None
        self._log.go_on(state.pop(LOG))
        return state

    def _read(self) -> State | None:
        if not self._path.exists():
            return None
        try:
            with safe_open(self._path, framework="pt") as file:
                # Cloned: the next checkpoint takes this file's place, which Windows refuses while it is mapped.
                tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
                notes = file.metadata()
                if notes[SEAL] != _seal(notes[STATE], tensors):
                    raise ValueError("it is not what was saved")
                state: State = _put_together(json.loads(notes[STATE]), tensors)
        except (OSError, SafetensorError, ValueError, KeyError, TypeError, RecursionError) as error:
            self._report.warning(f"the checkpoint {self._path} cannot be read ({error}): this training starts anew")
            return None
        # Of several processes only the first one knows whose work it is, and it is enough that one finds none.
        is_of_another_job = processes.is_first() and notes.get(OWNER) != self._owner
        return None if is_of_another_job else state

    @property
    def _owner(self) -> str:
        return digest_of(self._work.owner.identity).hex()


class Checkpoints:
    """The checkpoints of the job that writes a model file, one for each of its trainings in turn."""

    def __init__(self, output: str, log: Logbook, report: Reporter) -> None:
        # A checkpoint of the first epoch is as large as one of the last: none of other jobs is given up for another.
        self._work = UnfinishedWork(output, "checkpoints", keeps_all=True)
        self._log = log
        self._report = report
        self._begun = 0

    @property
    def folder(self) -> Path:
        return self._work.folder

    @property
    def are_there(self) -> bool:
        """Whether a training may have something to go on from, its own or what is set aside."""
        return self._work.is_there

    def begin(self, identity: Identity, arithmetic: str) -> None:
        """Takes up a job that computes in this way; what one that differs left behind is set aside."""
        if processes.is_first():
            self._prepare({"format": FORMAT, **identity}, arithmetic)
        # The others wait.
        processes.least(0)

    def next(self) -> Checkpoint:
        """Returns the checkpoint of the job's next training."""
        self._begun += 1
        return Checkpoint(f"training_{self._begun}.safetensors", self._work, self._log, self._report)

    def discard(self) -> None:
        """Removes the folder: the job is done."""
        self._work.discard()

    def _prepare(self, identity: Identity, arithmetic: str) -> None:
        decided = self._work.decided_for(identity)
        begun_in = arithmetic if decided is None else decided.get(BEGUN_IN, arithmetic)
        if begun_in != arithmetic:
            self._report.warning(
                f"the training was begun in {begun_in} and goes on in {arithmetic}: it no longer ends bit for bit as it would have"
                " where it was begun"
            )

        self._work.begin(identity, {BEGUN_IN: begun_in}, self._report)
        self._report.message(
            "if this is stopped, start it again with the same settings: it goes on after the last epoch that was kept"
        )


def _seal(header: str, tensors: Mapping[str, Tensor]) -> str:
    """Returns the SHA-256 of a state: a bit that a disk flips in a weight would be learnt from."""
    return hashlib.sha256(f"{header} {tensor_digest(tensors)}".encode()).hexdigest()


def _take_apart(part: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    """Returns what JSON can hold of a state, with the names of its tensors, which are added to `tensors`."""
    if isinstance(part, Tensor):
        tensors[name] = part.detach()
        return {TENSOR: name}
    if isinstance(part, Mapping):  # as pairs: JSON knows no keys but texts, an optimiser's are numbers
        return {PAIRS: [[key, _take_apart(value, f"{name}/{key}", tensors)] for key, value in part.items()]}
    if isinstance(part, (list, tuple)):
        return [_take_apart(value, f"{name}/{index}", tensors) for index, value in enumerate(part)]
    return part


def _put_together(part: Any, tensors: Mapping[str, Tensor]) -> Any:
    if isinstance(part, list):
        return [_put_together(value, tensors) for value in part]
    if not isinstance(part, dict):
        return part
    return (
        tensors[part[TENSOR]] if TENSOR in part else {key: _put_together(value, tensors) for key, value in part[PAIRS]}
    )
