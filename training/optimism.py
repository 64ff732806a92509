"""How far a random split of the same ground would have flattered the validation figures."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.training.validation import LEAST_SHARE, MOST_SHARE

from .cross_validation import Trainings, cross_validate
from .ground.blocks import sum_counts
from .ground.ground import Ground
from .ground.split import cut_for_split, limit_sites, split_ground
from .record import Outcome

MEASURES = ("accuracy", "miou", "weighted_iou")


def measure_optimism(
    job: TrainJob, ground: Ground, honest: Outcome, folder: Path, trainings: Trainings
) -> dict[str, Any]:
    """Trains by the same recipe and for as many steps on a random split of the ground, and tells what it shows.

    The recipe is that of the honest training, and in folds that of each one: batch and learning rate are what it found.

    Returns:
        The figures of the random split, and by how much they exceed the honest ones, for the model's card: None where either
        split measured no pixel.
    """
    trainings.report.message("the same training on a random split, to compare with")
    flattered = _train_at_random(job, ground, honest, folder, trainings)
    names = ground.legend.names
    shown, known = flattered.best.described(names), honest.best.described(names)
    if not shown["pixels"] or not known["pixels"]:
        trainings.report.message("optimism: not known, because no labelled pixel was measured on one of the two splits")
        return {"random": shown, "best_epoch": flattered.best_epoch, "excess": dict.fromkeys(MEASURES)}
    trainings.report.message(
        f"optimism: a random split of the same ground shows accuracy {shown['accuracy']:.3f} and mIoU {shown['miou']:.3f} after as many steps,"
        f" {job.split} show {known['accuracy']:.3f} and {known['miou']:.3f}"
    )
    excess = {name: round(shown[name] - known[name], 6) for name in MEASURES}
    return {"random": shown, "best_epoch": flattered.best_epoch, "excess": excess}


def _train_at_random(job: TrainJob, ground: Ground, honest: Outcome, folder: Path, trainings: Trainings) -> Outcome:
    epochs, chips = len(honest.curves), honest.chips_per_epoch
    sites = limit_sites(job, ground.sites, folder)
    job = replace(job, split="random", split_areas="", optimism="no", chips_per_epoch=chips, validation_share=_share(job, ground),
                  patience=job.epochs)  # never stopped early: the best of more epochs would look better by itself # fmt: skip
    whole = cut_for_split(job, sites, ground.legend, ground.band_names)
    silent = Reporter(lambda event: trainings.report.check())  # its warnings are no news here
    splits = split_ground(whole, job, folder, silent)
    if job.folds:
        return cross_validate(job, splits, trainings, epochs, [fold["found"] for fold in honest.folds])
    return trainings.run(replace(job, **honest.found), next(splits), epochs)


def _share(job: TrainJob, ground: Ground) -> float:
    """Returns the share of the ground to validate on: the job's own, or what its areas come to."""
    if job.split != "polygons" or job.folds:
        return job.validation_share
    learnt, validated = (
        int(sum_counts(blocks, len(ground.legend.classes)).sum())
        for blocks in (ground.training_blocks, ground.validation_blocks)
    )
    return min(max(validated / (learnt + validated), LEAST_SHARE), MOST_SHARE)
