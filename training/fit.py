"""The training: steps over drawn chips, a validation per epoch, early stopping, the best epoch kept."""

import copy
import math
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.prefetch import prefetch
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import autocast, choose_device, choose_precision, move_to
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.core.network.weights import load_initial_weights
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.partial import scratch
from paddy_segmenter.variations import variations_of

from .assessment.validate import validate
from .chips.drawer import Chip, ChipDrawer
from .chips.radiometry import Radiometry
from .chips.streams import VARY, stream
from .cross_validation import Trainings, cross_validate
from .ground.fingerprints import take_fingerprints
from .ground.ground import Ground
from .ground.split import split_ground
from .ground.survey import survey
from .learning.losses import segmentation_loss
from .learning.optimisation import Optimisation
from .logbook import Logbook
from .metrics import Figures
from .optimism import measure_optimism
from .record import Outcome, make_card
from .report.training_report import write_report

COARSE_STRIDE = 16  # output stride of the first epochs
ROUNDS = 2  # how often an epoch covers the training ground, so that validating it takes the smaller part of the time
AHEAD = 2  # batches that are drawn while the network computes
FEWEST_CHIPS = 128  # per epoch, where there is little ground


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
        network, card = fit.best_network(), make_card(job, ground, outcome, log)
        save_model(job.output, network, card)
        page = write_report(job, ground, outcome, card, network, report)
    figures = {"accuracy": outcome.best.accuracy, "miou": outcome.best.miou, "best_epoch": outcome.best_epoch}
    return {"output": job.output, "report": page} | figures


def _train_model(
    job: TrainJob, ground: Ground, folder: Path, trainings: Trainings, log: Logbook
) -> "tuple[Fit, Outcome]":
    """Returns the training whose network is handed out, and what its recipe comes to on ground that was not learnt."""
    if not job.folds:
        fit = train_on(log, job, ground, trainings.next_report())
        return fit, fit.outcome
    outcome = cross_validate(job, split_ground(ground, job, folder, trainings.report), trainings)
    trainings.report.message(f"the model learns from all labelled ground for {outcome.best_epoch} epochs")
    fit = train_on(log, job, ground, trainings.next_report(), outcome.best_epoch)
    return fit, replace(outcome, normalisation=fit.outcome.normalisation)


def train_on(log: Logbook, job: TrainJob, ground: Ground, report: Reporter, epochs: int = 0) -> "Fit":
    """Trains a network on a ground: for this many epochs, or up to the job's where it is 0."""
    fit = Fit(job, ground, report)
    make_card(job, ground, fit.outcome, log)  # refuses now what could not be saved after hours
    report.message(fit.describe())
    fit.run(epochs or job.epochs)
    return fit


class Fit:
    """One training run: the network, its optimiser, and what was reached so far."""

    def __init__(self, job: TrainJob, ground: Ground, report: Reporter) -> None:
        torch.manual_seed(job.seed)
        self._job, self._ground, self._report = job, ground, report
        self._device = choose_device(job.device)
        self._precision = choose_precision(job.precision, self._device)
        self._drawer = ChipDrawer(ground, job)
        first, second, third = job.atrous_rates or plan_atrous_rates(job.chip, job.output_stride)
        self.outcome = Outcome(
            self._drawer.measure(), (first, second, third), Figures.of_nothing(len(ground.legend.classes))
        )
        self._radiometry = Radiometry(variations_of(job.augment), self.outcome.normalisation)
        self._coarse_epochs = int(job.coarse_share * job.epochs) if job.output_stride < COARSE_STRIDE else 0
        self.outcome.coarse_epochs = self._coarse_epochs
        self._network = move_to(self._make_network(), self._device)
        chips = job.chips_per_epoch or max(FEWEST_CHIPS, round(ROUNDS * self._drawer.chips_to_cover))
        self._steps_per_epoch = max(1, round(chips / job.batch))
        self.outcome.chips_per_epoch = self._steps_per_epoch * job.batch
        steps = self._steps_per_epoch * job.epochs
        self._optimisation = Optimisation(self._network, job.learning_rate, job.weight_decay, steps)
        self._best_state: dict[str, Tensor] = {}

    def describe(self) -> str:
        """Returns a sentence for the log about what is going to be trained, and how."""
        job, ground = self._job, self._ground
        rates = ", ".join(map(str, self.outcome.atrous_rates))
        coarse = f" (the first {self._coarse_epochs} at {COARSE_STRIDE})" if self._coarse_epochs else ""
        return (
            f"{len(ground.legend.classes)} classes, {len(ground.training_blocks)} blocks to train and"
            f" {len(ground.validation_blocks)} to validate of {ground.block} pixels; {job.backbone} at output stride"
            f" {job.output_stride}{coarse} with atrous rates {rates}; up to {job.epochs} epochs of {self._steps_per_epoch} steps"
            f" of {job.batch} chips of {job.chip} pixels, on {self._device} in {str(self._precision).removeprefix('torch.')}"
        )

    def run(self, epochs: int) -> Outcome:
        """Trains for this many of the job's epochs, or until `patience` of them brought nothing better."""
        outcome = self.outcome
        for epoch in range(1, epochs + 1):
            self._set_output_stride(COARSE_STRIDE if epoch <= self._coarse_epochs else self._job.output_stride)
            loss = self._train_epoch(epoch)
            if not math.isfinite(loss):
                raise InputError("the loss is no longer finite: choose a lower learning rate or precision float32")
            self._judge(epoch, loss)
            if epoch - max(outcome.best_epoch, self._coarse_epochs) >= self._job.patience:
                self._report.message(f"stopped after epoch {epoch}: nothing better since epoch {outcome.best_epoch}")
                break
        return outcome

    def best_network(self) -> DeepLabV3:
        """Returns the network of the best epoch, on the host."""
        network: DeepLabV3 = copy.deepcopy(self._network).cpu()
        network.load_state_dict(self._best_state)
        return network

    def _make_network(self) -> DeepLabV3:
        job, bands, classes = self._job, len(self._ground.band_names), len(self._ground.legend.classes)
        network = DeepLabV3(job.backbone, bands, classes, job.output_stride, self.outcome.atrous_rates, job.chip)
        load_initial_weights(network, job.weights, self._ground.band_names, self._report)
        return network

    def _set_output_stride(self, output_stride: int) -> None:
        """Trains and validates at this stride from now on; what was best at another one no longer counts."""
        if output_stride == self._network.output_stride:
            return
        coarser = output_stride // self._job.output_stride
        first, second, third = (max(1, rate // coarser) for rate in self.outcome.atrous_rates)
        for network in (self._network, self._optimisation.averaged):
            network.set_output_stride(output_stride, (first, second, third))
        self._best_state = {}

    def _train_epoch(self, epoch: int) -> float:
        """Returns the mean loss."""
        self._network.train()
        total, generator = 0.0, stream(self._job.seed, epoch, VARY)
        with closing(prefetch(self._drawer.batches(epoch, self._steps_per_epoch), AHEAD)) as batches:
            for step, batch in enumerate(batches):
                share = (epoch - 1 + step / self._steps_per_epoch) / self._job.epochs
                self._report.progress(share, f"epoch {epoch} of {self._job.epochs}")
                total += self._step(batch, generator)
        return total / self._steps_per_epoch

    def _step(self, batch: Chip, generator: torch.Generator) -> float:
        images, valid, labels = (part.to(self._device) for part in batch)
        inputs = normalise(images, valid, self.outcome.normalisation)
        inputs = self._radiometry.vary(inputs, valid, generator).contiguous(memory_format=torch.channels_last)
        with autocast(self._device, self._precision):
            logits, auxiliary = self._network.forward_with_auxiliary(inputs)
        loss = segmentation_loss(logits, auxiliary, labels)
        self._optimisation.step(loss)
        return float(loss.detach())

    def _judge(self, epoch: int, loss: float) -> None:
        averaged = self._optimisation.averaged.eval()
        predictor = Predictor(averaged, self.outcome.normalisation, self._device, self._precision)
        figures = validate(predictor, self._ground, self._job.chip, self._job.batch, lambda tiles: self._report.check())
        judged = bool(self._ground.validation_blocks)  # else the newest epoch counts
        self.outcome.judged.append(figures)
        if not self._best_state or not judged or figures.miou > self.outcome.best.miou:
            self.outcome.best, self.outcome.best_epoch = figures, epoch
            self._best_state = {name: tensor.detach().cpu().clone() for name, tensor in averaged.state_dict().items()}
        measured = {"validation_accuracy": figures.accuracy, "validation_miou": figures.miou} if judged else {}
        pace = {"learning_rate": self._optimisation.learning_rate, "output_stride": self._network.output_stride}
        curves = {"loss": loss} | measured | pace
        self.outcome.curves.append(curves)
        self._report.epoch(epoch, curves)
