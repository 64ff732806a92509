"""Where the trainings of a job stand, in a hidden folder beside the model file: what a training that was stopped goes on from.

A checkpoint is one file that takes its name when it is whole. It holds tensors and JSON, so that reading it runs no code.
"""

import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from paddy_segmenter.core.identity import Identity, changes, keep_identity, plain, read_identity
from paddy_segmenter.core.output import whole_file
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter

from . import processes
from .logbook import Logbook

FORMAT = 2
STATE, LOG, TENSOR, PAIRS = "state", "log", "tensor", "pairs"  # keys in the file's header
BEGUN_IN = "begun_in"  # beside the job's identity: what its precision came to where it was begun
WORTH_SAVING = 5.0  # seconds of work: a checkpoint of a deep network takes one or two

State = dict[str, Any]  # tensors, numbers, texts, None, and lists and dictionaries of them


class Checkpoint:
    """The checkpoint of one training, and what the logbook held by then. Of several processes the first one writes, all read."""

    def __init__(self, path: Path, log: Logbook, report: Reporter, identity: Identity) -> None:
        self._path, self._log, self._report, self._identity = path, log, report, identity
        self._saved = time.monotonic()
        self._refused = False

    @property
    def is_due(self) -> bool:
        """Whether more would be lost than saving takes, and this process is to save."""
        return processes.is_first() and time.monotonic() - self._saved >= WORTH_SAVING

    def save(self, state: State) -> None:
        """Keeps where the training stands. A full disk is told once and does not end it."""
        tensors: dict[str, Tensor] = {}
        header = json.dumps(_take_apart(state | {LOG: self._log.notes()}, "", tensors))
        try:
            keep_identity(self._path.parent, self._identity)
            with whole_file(str(self._path)) as part:
                save_file(tensors, part, {STATE: header})
        except (OSError, SafetensorError, OutputError) as error:
            if not self._refused:
                self._report.warning(f"the training cannot be continued if it is stopped: no checkpoint ({error})")
            self._refused = True
        self._saved = time.monotonic()

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
                state: State = _put_together(json.loads(file.metadata()[STATE]), tensors)
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            self._report.warning(f"the checkpoint {self._path} cannot be read ({error}): this training starts anew")
            return None
        return state


class Checkpoints:
    """The checkpoints of the job that writes a model file, one for each of its trainings in turn."""

    def __init__(self, output: str, log: Logbook, report: Reporter) -> None:
        target = Path(output)
        self.folder = target.with_name(f".{target.name}.checkpoints")
        self._log, self._report = log, report
        self._begun = 0
        self._identity: Identity = {}

    def begin(self, identity: Identity, precision: str) -> None:
        """Takes up a job that computes in this precision; what one that differs left behind is removed."""
        if processes.is_first():
            self._prepare(identity, precision)
        processes.least(0)  # the others wait

    def next(self) -> Checkpoint:
        """Returns the checkpoint of the job's next training."""
        self._begun += 1
        return Checkpoint(self.folder / f"training_{self._begun}.safetensors", self._log, self._report, self._identity)

    def discard(self) -> None:
        """Removes the folder: the job is done."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self, identity: Identity, precision: str) -> None:
        identity = plain({"format": FORMAT, **identity})
        known = read_identity(self.folder)
        begun_in = known.pop(BEGUN_IN, precision)
        if self.folder.exists() and known != identity:
            changed = ", ".join(changes(known, identity)) or "nobody knows what it was"
            self._report.message(
                f"a training that was stopped was not the same ({changed}): its checkpoints are deleted, and this one starts anew"
            )
            self.discard()
        elif begun_in != precision:
            self._report.warning(
                f"the training was begun in {begun_in} and goes on in {precision}, which precision auto chooses on this machine:"
                " it no longer ends bit for bit as it would have where it was begun"
            )
        for unfinished in self.folder.glob(".*.part.*"):  # of a process that was killed
            unfinished.unlink()
        self._identity = identity | {BEGUN_IN: precision}
        self._report.message(
            "if this is stopped, start it again with the same settings: it goes on after the last epoch that was kept"
        )


def _take_apart(part: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    """Returns what JSON can hold of a state, with the names of its tensors, which are added to `tensors`."""
    if isinstance(part, Tensor):
        tensors[name] = part.detach().cpu().contiguous()
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
