"""Cross-validation: a training for each fold, and what their figures say together."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from paddy_segmenter.core.amounts import many
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from .baseline.measure import Baseline
from .block_counts import BlockCounts
from .ground.ground import Ground
from .metrics import Figures
from .outcome import Outcome
from .record import describe_fold

# Trains on a ground, as many epochs as the last argument says, or up to the job's where it is 0.
Train = Callable[[TrainJob, Ground, Reporter, int], Outcome]


class Trainings:
    """The trainings of a job, one after the other, each with its part of the progress; tells first how many there will be."""

    def __init__(self, job: TrainJob, train: Train, report: Reporter) -> None:
        self.report = report
        self._train, self._plan, self._begun = train, plan_trainings(job), 0
        number = sum(self._plan.values())
        if number > 1:
            parts = ", ".join(f"{count} {purpose}" for purpose, count in self._plan.items())
            report.message(
                f"{number} trainings of up to {many(job.epochs, 'epoch')} ({parts}): they take about {number} times as long as one"
            )

    def next_report(self) -> Reporter:
        """Returns the reporter of the next training."""
        self._begun += 1
        return self.report.part(self._begun - 1, sum(self._plan.values()))

    def run(self, job: TrainJob, ground: Ground, epochs: int = 0) -> Outcome:
        """Does the next training."""
        return self._train(job, ground, self.next_report(), epochs)


def plan_trainings(job: TrainJob) -> dict[str, int]:
    """Returns how many trainings the job takes, by what they are for."""
    plan = {"on the folds": job.folds, "on all folds": 1} if job.folds else {"for the model": 1}
    return plan | ({"on a random split to compare with": job.folds or 1} if job.optimism == "yes" else {})


def cross_validate(
    job: TrainJob,
    folds: Iterator[Ground],
    trainings: Trainings,
    epochs: int = 0,
    found: Sequence[dict[str, Any]] = (),
) -> Outcome:
    """Trains once for each fold. Returns what they come to together; the model itself is still to be trained.

    Args:
        job: with the folds.
        folds: the ground of each.
        trainings: of the job.
        epochs: of each, or 0 for up to the job's.
        found: the batch and the learning rate of each, if they are not to be looked for where the job leaves them open.
    """
    outcomes, described = [], []
    for number in range(1, job.folds + 1):
        trainings.report.message(f"fold {number} of {job.folds}")
        ground = next(folds)
        recipe = replace(job, **found[number - 1]) if found else job
        outcomes.append(trainings.run(recipe, ground, epochs))
        _check_loss(outcomes[-1], number, trainings.report)
        described.append(describe_fold(ground) | {"found": outcomes[-1].found, "ended": outcomes[-1].ended})
    together = sum_up(outcomes)
    at_best = [outcome.judged[together.best_epoch - 1] for outcome in outcomes]
    together.folds = [
        fold | {"figures": figures.described(ground.legend.names)}
        for fold, figures in zip(described, at_best, strict=True)
    ]
    mious = [figures.miou for figures in at_best if not math.isnan(figures.miou)] or [math.nan]
    trainings.report.message(
        f"out of fold, over all folds: accuracy {together.best.accuracy:.3f}, mIoU {together.best.miou:.3f}"
        f" (folds {min(mious):.3f} to {max(mious):.3f}) at epoch {together.best_epoch}, the best for all folds together"
    )
    return together


def _check_loss(outcome: Outcome, fold: int, report: Reporter) -> None:
    """Warns of a fold that a loss ended which is not finite. Raises InputError where it has no epoch that others can be compared with."""
    reached = len(outcome.curves)
    if outcome.lost_in and reached <= outcome.coarse_epochs:
        raise InputError(
            f"the loss of fold {fold} is no longer finite in epoch {outcome.lost_in}, before any at the output stride of the map: choose a lower"
            " learning rate or precision float32"
        )
    if outcome.lost_in:
        report.warning(
            f"fold {fold} ended after {many(reached, 'epoch')}, as its loss was no longer finite: the best epoch for all folds is sought"
            " among these"
        )


def sum_up(outcomes: Sequence[Outcome]) -> Outcome:
    """Returns the figures over all folds by epoch, from their summed confusion matrices, and the best epoch.

    One epoch is chosen for all folds, among those that all of them reached: the best of each would flatter the figures, and the
    training on all ground has nothing of its own to choose by.
    """
    first = outcomes[0]
    by_epoch = zip(*(outcome.judged for outcome in outcomes), strict=False)
    judged = [_sum_figures(folds) for folds in by_epoch]
    counting = range(first.coarse_epochs, len(judged))
    best = max(counting, key=lambda epoch: -1.0 if math.isnan(judged[epoch].miou) else judged[epoch].miou)
    curves = [_mean(folds) for folds in zip(*(outcome.curves for outcome in outcomes), strict=False)]
    for curve, figures in zip(curves, judged, strict=True):
        curve |= {"validation_accuracy": figures.accuracy, "validation_miou": figures.miou}
    return Outcome(
        first.normalisation,
        first.atrous_rates,
        best=judged[best],
        best_epoch=best + 1,
        curves=curves,
        judged=judged,
        coarse_epochs=first.coarse_epochs,
        chips_per_epoch=max(outcome.chips_per_epoch for outcome in outcomes),
        baseline=_sum_baselines([outcome.baseline for outcome in outcomes]),
        lost_in=max(outcome.lost_in for outcome in outcomes),
    )


def _sum_figures(folds: Sequence[Figures]) -> Figures:
    """Returns the figures over the ground of all folds; their blocks follow each other fold by fold."""
    blocks = [figures.by_block for figures in folds if figures.by_block]
    by_block = BlockCounts.joined(blocks) if len(blocks) == len(folds) else None
    return Figures(np.sum([figures.matrix for figures in folds], axis=0), by_block)


def _sum_baselines(folds: Sequence[Baseline | None]) -> Baseline | None:
    """Returns the baseline over the ground of all folds; None where it is missing in one."""
    known = [each for each in folds if each]
    if len(known) < len(folds):
        return None
    return Baseline(_sum_figures([each.figures for each in known]), sum(each.seconds for each in known))


def _mean(curves: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([each[name] for each in curves])) for name in curves[0]}
