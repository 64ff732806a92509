"""What a training has come to so far: the figures of its epochs, and why it ended."""

from dataclasses import dataclass, field, replace
from itertools import repeat
from statistics import fmean
from typing import Any

import numpy as np
import torch

from paddy_segmenter.core.card import Normalisation

from .baseline.measure import Baseline
from .baseline.verdict import Verdict, judge
from .block_counts import BlockCounts
from .metrics import Figures


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
