"""The model card of a training: what the network expects and how it came to be."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from itertools import repeat
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import torch

from paddy_segmenter.command_line import command_of
from paddy_segmenter.core.card import ModelCard, Normalisation
from paddy_segmenter.core.identity import plain
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.credentials import source_to_pass_on, to_pass_on, without_credentials
from paddy_segmenter.jobs import TrainJob

from .baseline.measure import Baseline
from .baseline.verdict import Verdict, judge
from .block_counts import BlockCounts
from .bootstrap import class_intervals, intervals, plain_intervals
from .ground.ground import Ground
from .logbook import Logbook
from .machine import describe_machine, describe_versions
from .metrics import Figures

FILES = (*TrainJob.inputs, *TrainJob.outputs, "weights")  # options that name files
FROM_ALL = "learnt from all folds; its figures are those of the folds, each judged by a network that did not learn it"


@dataclass
class Outcome:
    """What a training has come to so far.

    Attributes:
        normalisation: of the band values.
        atrous_rates: of the pyramid.
        best: figures of the best epoch on the ground that is validated on.
        best_epoch: counted from 1.
        curves: figures of each epoch.
        judged: the confusion matrices behind them.
        coarse_epochs: the first ones, at a coarser output stride, among which the best is not sought.
        chips_per_epoch: chips drawn.
        found: the batch and the learning rate, where the job leaves them open those that the training found.
        folds: what was held out in each fold, what its training found, and its figures.
        optimism: what a random split of the same ground shows.
        baseline: what the baseline comes to on the same ground; None where that is not measured.
        ended: why before the job's last epoch; "" where it was done.
        lost_in: the epoch whose loss was not finite, with which it ended; 0 where there is none.
    """

    normalisation: Normalisation
    atrous_rates: tuple[int, int, int]
    best: Figures
    best_epoch: int = 0
    curves: list[dict[str, float]] = field(default_factory=list)
    judged: list[Figures] = field(default_factory=list)
    coarse_epochs: int = 0
    chips_per_epoch: int = 0
    found: dict[str, Any] = field(default_factory=dict)
    folds: list[dict[str, Any]] = field(default_factory=list)
    optimism: dict[str, Any] = field(default_factory=dict)
    baseline: Baseline | None = None
    ended: str = ""
    lost_in: int = 0

    def forget_blocks(self) -> None:
        """Lets go of the counts by block of all epochs but the best: on much ground those of hundreds of epochs fill the memory."""
        best = self.best_epoch - 1
        self.judged = [each if n == best else replace(each, by_block=None) for n, each in enumerate(self.judged)]

    @property
    def last(self) -> Figures:
        """Figures of the last epoch."""
        return self.judged[-1] if self.judged else self.best

    def at_last(self) -> "Outcome":
        """Returns the same as if the last epoch were the best one: what a model of the last epoch says of itself."""
        return replace(self, best=self.last, best_epoch=len(self.curves))

    @property
    def verdict(self) -> Verdict | None:
        """How the network compares with the baseline; None where that was not measured."""
        return judge(self.best, self.baseline.figures) if self.baseline else None

    def course(self) -> dict[str, Any]:
        """Returns what the epochs so far have come to, as a checkpoint keeps it."""
        matrices = [figures.matrix.tolist() for figures in self.judged]
        blocks = [_kept_counts(figures.by_block) for figures in self.judged]
        return {"curves": self.curves, "matrices": matrices, "blocks": blocks, "best_epoch": self.best_epoch}

    def go_on(self, course: dict[str, Any]) -> None:
        """Takes up the course of the training that is continued."""
        self.curves, self.best_epoch = course["curves"], course["best_epoch"]
        blocks = course.get("blocks", repeat(None))
        self.judged = [
            Figures(np.array(matrix, np.int64), _taken_up(counts))
            for matrix, counts in zip(course["matrices"], blocks, strict=False)
        ]
        self.best = self.judged[self.best_epoch - 1]

    @property
    def over_epochs(self) -> dict[str, float]:
        """The best and the average validation accuracy of all epochs, which Table I of Heryadi et al. reports; {} where none was judged."""
        accuracies = [figures["validation_accuracy"] for figures in self.curves if "validation_accuracy" in figures]
        return {"best_accuracy": max(accuracies), "average_accuracy": fmean(accuracies)} if accuracies else {}


def _kept_counts(counts: BlockCounts | None) -> dict[str, Any] | None:
    if counts is None:
        return None
    return {"cells": torch.from_numpy(counts.cells), "blocks": counts.blocks, "classes": counts.classes}


def _taken_up(kept: dict[str, Any] | None) -> BlockCounts | None:
    return BlockCounts(kept["cells"].numpy(), kept["blocks"], kept["classes"]) if kept else None


def make_card(job: TrainJob, ground: Ground, outcome: Outcome, log: Logbook) -> ModelCard:
    """Returns the card that is stored in the model file: what a segmentation must know, and what it takes to repeat the training.

    All options are named, beside a command that names those that are not as usual: another version may have other usual values.
    """
    names, device = ground.legend.names, choose_device(job.device)
    training = {
        "command": command_of(job, shown=_argument_to_pass_on),
        "options": _options_to_pass_on(plain(asdict(job))),
        "found": outcome.found,
        "preset": job.preset,
        "normalisation": tell_normalisation(outcome.normalisation),
        **_to_pass_on(log.data, source_to_pass_on),
        "split": _to_pass_on(_describe_split(job, ground, outcome), source_to_pass_on),
        "seed": job.seed,
        "versions": describe_versions(),
        "machine": describe_machine(device, choose_precision(job.precision, device)),
        "started": log.started.isoformat(timespec="seconds"),
        "plan": _options_to_pass_on(log.plan),
        "seconds": round(log.seconds),
        "seconds_at_epochs": log.epochs,
        "warnings": [*map(to_pass_on, log.warnings)],
        "epochs": len(outcome.curves),
        "ended": outcome.ended or "after the last epoch",
        "best_epoch": outcome.best_epoch,
        "validation": _describe_figures(outcome.best, names),
        "last_epoch": _describe_figures(outcome.last, names),
        "over_epochs": outcome.over_epochs,
        "curves": outcome.curves,
        **_describe_baseline(outcome, names),
    }
    return ModelCard(
        backbone=job.backbone,
        bands=ground.band_names,
        normalisation=outcome.normalisation,
        gsd=ground.gsd,
        chip=job.chip,
        output_stride=job.output_stride,
        decoder=job.decoder == "yes",
        atrous_rates=outcome.atrous_rates,
        classes=ground.legend.classes,
        training=training,
        aspect=ground.aspect,
        values=ground.values,
    )


def _to_pass_on(entry: Any, shown: Callable[[str], str]) -> Any:
    """Returns what goes into the card, which is sent along with the model, with all of its texts as they are to be `shown`."""
    if isinstance(entry, str):
        return shown(entry)
    if isinstance(entry, dict):
        return {name: _to_pass_on(value, shown) for name, value in entry.items()}
    if isinstance(entry, list | tuple):
        return [_to_pass_on(value, shown) for value in entry]
    return entry


def _options_to_pass_on(values: dict[str, Any]) -> dict[str, Any]:
    """Returns options by name for others: those that name files without their folders, the others, which may name classes, as they are."""
    return {name: _to_pass_on(value, _shown_as(name)) for name, value in values.items()}


def _argument_to_pass_on(word: str) -> str:
    """Returns --name=value for others."""
    name, equals, value = word.partition("=")
    return name + equals + _shown_as(name.removeprefix("--").replace("-", "_"))(value)


def _shown_as(option: str) -> Callable[[str], str]:
    """Returns how the values of an option are shown to others."""
    return source_to_pass_on if option in FILES else without_credentials


def tell_normalisation(normalisation: Normalisation) -> str:
    """Returns the figures of the bands in the form of the option: LOW:HIGH:MEAN:STD for each, with ; between them."""
    bands = zip(*vars(normalisation).values(), strict=True)
    return "; ".join(":".join(f"{figure:.9g}" for figure in band) for band in bands)


def _describe_figures(figures: Figures, names: list[str]) -> dict[str, Any]:
    described = figures.described(names) | {"confusion": figures.matrix.tolist()}  # rows are the reference
    return described | (_describe_intervals(figures.by_block, names) if figures.by_block else {})


def _describe_intervals(blocks: BlockCounts, names: list[str]) -> dict[str, Any]:
    """Returns how many blocks the figures rest on, and their intervals: None where the blocks are too few."""
    overall, of_classes = intervals(blocks), class_intervals(blocks, names)
    return {"blocks": blocks.measured, "intervals": plain_intervals(overall) | {"iou": plain_intervals(of_classes)}}


def _describe_baseline(outcome: Outcome, names: list[str]) -> dict[str, Any]:
    if not outcome.baseline or not (verdict := outcome.verdict):
        return {}
    return {"baseline": verdict.described(names) | {"seconds": round(outcome.baseline.seconds, 1)}}


def _describe_split(job: TrainJob, ground: Ground, outcome: Outcome) -> dict[str, Any]:
    split = {"kind": job.split, "block": ground.block, "buffer": ground.buffer} | PARAMETERS[job.split](job)
    split |= {"folds": outcome.folds, "model": FROM_ALL} if job.folds else describe_fold(ground)
    return split | ({"optimism": outcome.optimism} if outcome.optimism else {})


def describe_fold(ground: Ground) -> dict[str, Any]:
    """Returns which windows are validated on, and what the leak audit counted."""
    held_out = [
        {
            "raster": ground.sites[block.raster].raster.name,
            "number": block.raster,
            "place": place,
            **asdict(block.window),
        }
        for place, block in ground.validation_places
    ]
    return {"validation": held_out} | ({"audit": ground.audit.described()} if ground.audit else {})


PARAMETERS: dict[str, Callable[[TrainJob], dict[str, Any]]] = {
    "blocks": lambda job: {} if job.folds else {"share": job.validation_share},
    "polygons": lambda job: {"areas": Path(job.split_areas.partition("|")[0]).name, "field": job.split_field},
    "random": lambda job: {} if job.folds else {"share": job.validation_share},
}
