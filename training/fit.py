"""A training from rasters and labels to a model file: one split, or k folds and a network that learns from all of them."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.claim import claimed
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.network.weights import fetch_initial_weights
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.errors import InputError, OutputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.scratch import scratch

from . import processes
from .baseline.verdict import tell
from .checkpoints import Checkpoints
from .course import Fit
from .cross_validation import Trainings, cross_validate
from .ground.fingerprints import take_fingerprints
from .ground.ground import Ground
from .ground.split import split_ground
from .ground.start_audit import audit_start
from .ground.survey import survey
from .logbook import Logbook
from .metrics import Figures
from .optimism import measure_optimism, prepare_comparison
from .outcome import Outcome
from .planning.disk_room import check_training_room
from .planning.planner import announce
from .record import make_card
from .report.gallery import Gallery
from .report.training_report import write_report
from .training_identity import identity_of_training


def fit_model(job: TrainJob, report: Reporter) -> dict[str, Any]:
    """Trains a network and writes the model file. Returns its path and the validation figures of the best epoch.

    Of several processes all train, and the first one writes and returns.
    """
    for path in job.output_paths() if processes.is_first() else ():
        check_writable(path)
    with (
        claimed(job.output, *job.output_paths()) if processes.is_first() else nullcontext(),
        scratch() as folder,
        Logbook(job) as log,
    ):
        report = report.heard_by(log)
        checkpoints = Checkpoints(job.output, log, report)
        gallery = Gallery(job)
        if not checkpoints.are_there:  # a training that goes on starts from these
            fetch_initial_weights(job.weights, job.backbone, report)

        def train(asked: TrainJob, part: Ground, told: Reporter, epochs: int) -> Outcome:
            is_fold = not epochs  # what is compared with it is told how many
            if is_fold:
                audit_start(asked.weights, part, log.data, told)
            each = train_on(log, checkpoints, asked, part, told, epochs)
            if is_fold and processes.is_first():
                gallery.visit(each.job, part, each.predictor(), told)
            return each.outcome

        trainings = Trainings(job, train, report)
        ground = survey(job, folder, report)
        comparison = prepare_comparison(job, ground, folder, report) if job.optimism == "yes" else None
        log.data = take_fingerprints(job, ground, report)
        if not job.folds:
            audit_start(job.weights, ground, log.data, report)
        checkpoints.begin(identity_of_training(job, ground, log.data), _arithmetic_of(job))
        fit, outcome = _train_model(job, ground, folder, trainings, log, checkpoints)
        if len(outcome.curves) > 1 and outcome.over_epochs:
            best, average = outcome.over_epochs.values()
            report.message(
                f"over all {len(outcome.curves)} epochs: accuracy {best:.3f} at best, {average:.3f} on average"
            )
        if comparison:
            outcome.optimism = measure_optimism(job, comparison, outcome, folder, trainings)
        if not processes.is_first():
            return {}
        if verdict := outcome.verdict:
            tell(verdict, report)
        repeated = job if job.folds else fit.job  # each fold looks for a batch and a learning rate of its own
        card = make_card(repeated, ground, outcome, log)
        try:
            save_model(job.output, fit.best_network(), card)
            if job.keep_last == "yes":
                save_model(job.last_path, fit.last_network(), make_card(fit.job, ground, outcome.at_last(), log))
        except OutputError as error:
            raise _with_remedy(error, fit, checkpoints.folder) from error
        if not job.folds:
            gallery.visit(fit.job, ground, fit.predictor(), report)
        page = write_report(fit.job, ground, outcome, card, gallery, report)
        checkpoints.discard()
    figures = {"accuracy": outcome.best.accuracy, "miou": outcome.best.miou, "best_epoch": outcome.best_epoch}
    return {"output": job.output} | ({"report": page} if page else {}) | figures


def _train_model(
    job: TrainJob, ground: Ground, folder: Path, trainings: Trainings, log: Logbook, checkpoints: Checkpoints
) -> tuple[Fit, Outcome]:
    """Returns the training whose network is handed out, and what its recipe comes to on ground that was not learnt."""
    if not job.folds:
        fit = train_on(log, checkpoints, job, ground, trainings.next_report())
        return fit, fit.outcome
    outcome = cross_validate(job, split_ground(ground, job, folder, trainings.report), trainings)
    trainings.report.message(f"the model learns from all folds for {many(outcome.best_epoch, 'epoch')}")
    fit = train_on(log, checkpoints, job, ground, trainings.next_report(), outcome.best_epoch)
    if fit.outcome.lost_in:
        raise InputError(
            f"the loss of the training on all folds is no longer finite in epoch {fit.outcome.lost_in} of {outcome.best_epoch}: start it again with"
            " precision float32, which goes on from the folds, or choose a lower learning rate"
        )
    ended = fit.outcome.ended or f"after {many(outcome.best_epoch, 'epoch')}, the best for all folds together"
    return fit, replace(outcome, normalisation=fit.outcome.normalisation, found=fit.outcome.found, ended=ended)


def train_on(
    log: Logbook, checkpoints: Checkpoints, job: TrainJob, ground: Ground, report: Reporter, epochs: int = 0
) -> Fit:
    """Trains a network on a ground: for this many epochs, or up to the job's where it is 0."""
    log.begin(report)
    fit = Fit(job, ground, checkpoints.next(), report)
    unmeasured = replace(fit.outcome, best=Figures.of_nothing(len(ground.legend.classes)), judged=[])
    make_card(fit.job, ground, unmeasured, log)  # refuses now what could not be saved after hours
    check_training_room(job, fit.learner, report)
    fit.outcome.baseline = announce(job, ground, fit.learner, log, report)
    fit.run(epochs or job.epochs)
    return fit


def _with_remedy(error: OutputError, fit: Fit, folder: Path) -> OutputError:
    """Returns what is told of a model that cannot be written: with the way to it, where a checkpoint holds what was learnt."""
    if not fit.is_kept():
        return error
    return OutputError(
        f"{error}; what was learnt is kept in {folder}: with room there, start the training again with the same settings and it"
        " goes on from there, or move that folder to another disk and name an output of the same file name beside it"
    )


def _arithmetic_of(job: TrainJob) -> str:
    """Returns what the network computes in, and where, on this machine."""
    device = choose_device(job.device)
    precision = str(choose_precision(job.precision, device)).removeprefix("torch.")
    return f"{precision} on {device.type}"
