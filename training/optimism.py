"""How far a random split of the same ground would have flattered the validation figures."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.training.validation import LEAST_SHARE, MOST_SHARE

from .cross_validation import Trainings, cross_validate
from .ground.ground import Ground
from .ground.split import check_split, cut_for_split, limit_sites, split_ground
from .outcome import Outcome

MEASURES = ("accuracy", "miou", "weighted_iou")


@dataclass(frozen=True)
class Comparison:
    """What is compared with: the recipe of a job on a random split, and the ground in its cells, none of which is held out yet."""

    job: TrainJob
    ground: Ground


def prepare_comparison(job: TrainJob, ground: Ground, folder: Path, report: Reporter) -> Comparison:
    """Cuts the ground of a job for the random split. Raises InputError where that cannot be, before the honest training begins."""
    recipe = replace(job, split="random", split_areas="", optimism="no", baseline="no", validation_share=_share(job, ground),
                     patience=job.epochs)  # never stopped early: the best of more epochs would look better by itself # fmt: skip
    whole = cut_for_split(recipe, limit_sites(job, ground.sites, folder), ground.legend, ground.band_names)
    try:
        check_split(whole, recipe, folder, report.muted())  # its warnings are no news
    except InputError as error:
        raise InputError(
            f"optimism compares with a random split, but that is impossible: {error}, or choose optimism no"
        ) from error
    return Comparison(recipe, whole)


def measure_optimism(
    job: TrainJob, comparison: Comparison, honest: Outcome, folder: Path, trainings: Trainings
) -> dict[str, Any]:
    """Trains by the same recipe and for as many steps on a random split of the ground, and tells what it shows.

    The recipe is that of the honest training, and in folds that of each one: batch and learning rate are what it found.

    Returns:
        The figures of the random split, and by how much they exceed the honest ones, for the model's card: None where either
        split measured no pixel.

    Raises:
        InputError: a training on the random split failed.
    """
    trainings.report.message("the same training on a random split, to compare with")
    try:
        flattered = _train_at_random(comparison, honest, folder, trainings)
    except InputError as error:
        raise InputError(
            f"the training to compare with failed ({error}): train again with optimism no, which goes on from what was kept"
        ) from error
    names = comparison.ground.legend.names
    shown, known = flattered.best.described(names), honest.best.described(names)
    why = ""
    if not shown["pixels"] or not known["pixels"]:
        why = "no labelled pixel was measured on one of the two splits"
    elif honest.lost_in or flattered.lost_in:
        why = "a training ended early, as its loss was no longer finite"
    if why:
        trainings.report.message(f"optimism: not known, because {why}")
        return {"random": shown, "best_epoch": flattered.best_epoch, "excess": dict.fromkeys(MEASURES)}
    trainings.report.message(
        f"optimism: a random split of the same ground shows accuracy {shown['accuracy']:.3f} and mIoU {shown['miou']:.3f} after as many steps,"
        f" {job.split} show {known['accuracy']:.3f} and {known['miou']:.3f}"
    )
    excess = {name: round(shown[name] - known[name], 6) for name in MEASURES}
    return {"random": shown, "best_epoch": flattered.best_epoch, "excess": excess}


def _train_at_random(comparison: Comparison, honest: Outcome, folder: Path, trainings: Trainings) -> Outcome:
    job, epochs = replace(comparison.job, chips_per_epoch=honest.chips_per_epoch), len(honest.curves)
    splits = split_ground(comparison.ground, job, folder, trainings.report.muted())
    if job.folds:
        return cross_validate(job, splits, trainings, epochs, [fold["found"] for fold in honest.folds])
    return trainings.run(replace(job, **honest.found), next(splits), epochs)


def _share(job: TrainJob, ground: Ground) -> float:
    """Returns the share of the ground to validate on: the job's own, or what its areas come to."""
    if job.split != "polygons" or job.folds:
        return job.validation_share
    learnt, validated = (int(counts.sum()) for counts in ground.labelled)
    return min(max(validated / (learnt + validated), LEAST_SHARE), MOST_SHARE)
