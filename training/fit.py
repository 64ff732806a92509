"""A training from rasters and labels to a model file: one split, or k folds and a network that learns from all of them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.partial import scratch

from .course import Fit
from .cross_validation import Trainings, cross_validate
from .ground.fingerprints import take_fingerprints
from .ground.ground import Ground
from .ground.split import split_ground
from .ground.survey import survey
from .logbook import Logbook
from .optimism import measure_optimism
from .record import Outcome, make_card
from .report.training_report import write_report


def fit_model(job: TrainJob, report: Reporter) -> dict[str, Any]:
    """Trains a network and writes the model file. Returns its path and the validation figures of the best epoch."""
    for path in job.output_paths():
        check_writable(path)
    with scratch() as folder, Logbook(job) as log:
        report = report.heard_by(log)
        trainings = Trainings(job, lambda *course: train_on(log, *course).outcome, report)
        ground = survey(job, folder, report)
        log.data = take_fingerprints(job, ground, report)
        fit, outcome = _train_model(job, ground, folder, trainings, log)
        if job.optimism == "yes":
            outcome.optimism = measure_optimism(job, ground, outcome, folder, trainings)
        network, card = fit.best_network(), make_card(fit.job, ground, outcome, log)
        save_model(job.output, network, card)
        if job.keep_last == "yes":
            save_model(job.last_path, fit.last_network(), make_card(fit.job, ground, outcome.at_last(), log))
        page = write_report(fit.job, ground, outcome, card, network, report)
    figures = {"accuracy": outcome.best.accuracy, "miou": outcome.best.miou, "best_epoch": outcome.best_epoch}
    return {"output": job.output, "report": page} | figures


def _train_model(
    job: TrainJob, ground: Ground, folder: Path, trainings: Trainings, log: Logbook
) -> tuple[Fit, Outcome]:
    """Returns the training whose network is handed out, and what its recipe comes to on ground that was not learnt."""
    if not job.folds:
        fit = train_on(log, job, ground, trainings.next_report())
        return fit, fit.outcome
    outcome = cross_validate(job, split_ground(ground, job, folder, trainings.report), trainings)
    trainings.report.message(f"the model learns from all labelled ground for {outcome.best_epoch} epochs")
    fit = train_on(log, job, ground, trainings.next_report(), outcome.best_epoch)
    return fit, replace(outcome, normalisation=fit.outcome.normalisation)


def train_on(log: Logbook, job: TrainJob, ground: Ground, report: Reporter, epochs: int = 0) -> Fit:
    """Trains a network on a ground: for this many epochs, or up to the job's where it is 0."""
    fit = Fit(job, ground, report)
    make_card(fit.job, ground, fit.outcome, log)  # refuses now what could not be saved after hours
    report.message(fit.describe())
    fit.run(epochs or job.epochs)
    return fit
