"""The training: steps over drawn chips, a validation per epoch, early stopping, the best epoch kept."""

import copy
import math
from functools import partial
from typing import Any

import torch
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import choose_device, choose_precision, move_to
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.core.network.weights import load_initial_weights
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.partial import scratch

from .assessment.validate import validate
from .chips.augment import vary_bands
from .chips.drawer import ChipDrawer
from .ground.survey import Ground, survey
from .learning.batch import settle_batch
from .learning.freezing import freeze
from .learning.gradients import Gradients
from .learning.objective import make_objective
from .learning.optimisation import Optimisation
from .learning.range_test import settle_learning_rate
from .learning.schedules import plan_rates
from .metrics import Figures
from .record import Outcome, make_card

COARSE_STRIDE = 16  # output stride of the first epochs
ROUNDS = 2  # how often an epoch covers the training ground, so that validating it takes the smaller part of the time
FEWEST_CHIPS = 128  # per epoch, where there is little ground


def fit_model(job: TrainJob, report: Reporter) -> dict[str, Any]:
    """Trains a network and writes the model file. Returns its path and the validation figures of the best epoch."""
    check_writable(job.output)
    with scratch() as folder:
        ground = survey(job, folder, report)
        fit = Fit(job, ground, report)
        make_card(fit.job, ground, fit.outcome)  # refuses now what could not be saved after hours
        report.message(fit.describe())
        outcome = fit.run()
        save_model(job.output, fit.best_network(), make_card(fit.job, ground, outcome))
    figures = {"accuracy": outcome.best.accuracy, "miou": outcome.best.miou, "best_epoch": outcome.best_epoch}
    return {"output": job.output} | figures


class Fit:
    """One training run: the network, its optimiser, and what was reached so far."""

    def __init__(self, job: TrainJob, ground: Ground, report: Reporter) -> None:
        torch.manual_seed(job.seed)
        self._job, self._ground, self._report = job, ground, report
        self._device = choose_device(job.device)
        self._precision = choose_precision(job.precision, self._device)
        self._drawer = ChipDrawer(ground, job.chip, job.seed)
        first, second, third = job.atrous_rates or plan_atrous_rates(job.chip, job.output_stride)
        self.outcome = Outcome(
            self._drawer.measure(), (first, second, third), Figures.of_nothing(len(ground.legend.classes))
        )
        self._coarse_epochs = int(job.coarse_share * job.epochs) if job.output_stride < COARSE_STRIDE else 0
        self._network = move_to(self._make_network(), self._device)
        freeze(self._network, job)
        objective = make_objective(job, ground, self._device)
        self._gradients = Gradients(self._network, objective, self._device, self._precision, job.batch, report)
        on_trial = partial(self._draw, ChipDrawer(ground, job.chip, job.seed))
        self._job = settle_batch(job, self._gradients, on_trial, report)
        if self._coarse_epochs:
            self._network.set_output_stride(COARSE_STRIDE, self._rates_at(COARSE_STRIDE))
        self._job = settle_learning_rate(self._job, self._gradients, on_trial, report)
        chips = job.chips_per_epoch or max(FEWEST_CHIPS, round(ROUNDS * self._drawer.chips_to_cover))
        self._steps_per_epoch = max(1, round(chips / self._job.chips_per_step))
        steps = self._steps_per_epoch * job.epochs
        self._optimisation = Optimisation(self._network, self._job, plan_rates(job, steps))
        self._best_state: dict[str, Tensor] = {}

    @property
    def job(self) -> TrainJob:
        """What is trained: the job with the batch and the learning rate that were found, where it left them open."""
        return self._job

    def describe(self) -> str:
        """Returns a sentence for the log about what is going to be trained, and how."""
        job, ground = self._job, self._ground
        rates = ", ".join(map(str, self.outcome.atrous_rates))
        coarse = f" (the first {self._coarse_epochs} at {COARSE_STRIDE})" if self._coarse_epochs else ""
        return (
            f"{len(ground.legend.classes)} classes, {len(ground.training_blocks)} blocks to train and"
            f" {len(ground.validation_blocks)} to validate of {ground.block} pixels; {job.backbone} at output stride"
            f" {job.output_stride}{coarse} with atrous rates {rates}; up to {job.epochs} epochs of {self._steps_per_epoch} steps"
            f" of {job.chips_per_step} chips of {job.chip} pixels, on {self._device} in {str(self._precision).removeprefix('torch.')};"
            f" {job.loss} by {job.optimiser} at {job.learning_rate:.3g}"
        )

    def run(self) -> Outcome:
        """Trains until the last epoch, or until `patience` epochs brought nothing better."""
        outcome = self.outcome
        for epoch in range(1, self._job.epochs + 1):
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

    def _rates_at(self, output_stride: int) -> tuple[int, int, int]:
        """Returns the atrous rates, in cells, that reach as far at this stride as the planned ones do at the job's."""
        coarser = output_stride // self._job.output_stride
        first, second, third = (max(1, rate // coarser) for rate in self.outcome.atrous_rates)
        return first, second, third

    def _set_output_stride(self, output_stride: int) -> None:
        """Trains and validates at this stride from now on; what was best at another one no longer counts."""
        if output_stride == self._network.output_stride:
            return
        for network in (self._network, self._optimisation.averaged):
            network.set_output_stride(output_stride, self._rates_at(output_stride))
        self._best_state = {}

    def _train_epoch(self, epoch: int) -> float:
        """Returns the mean loss."""
        total = 0.0
        for step in range(self._steps_per_epoch):
            share = (epoch - 1 + step / self._steps_per_epoch) / self._job.epochs
            self._report.progress(share, f"epoch {epoch} of {self._job.epochs}")
            total += self._step()
        return total / self._steps_per_epoch

    def _step(self) -> float:
        loss = self._gradients.compute(*self._draw(self._drawer, self._job.chips_per_step))
        self._optimisation.step()
        return loss

    def _draw(self, drawer: ChipDrawer, chips: int) -> tuple[Tensor, Tensor]:
        """Returns the inputs (chips, bands, S, S) and labels (chips, S, S) of a step, on the device."""
        images, valid, labels = (part.to(self._device) for part in drawer.draw_batch(chips))
        inputs = normalise(images, valid, self.outcome.normalisation)
        return vary_bands(inputs, valid, drawer.generator).contiguous(memory_format=torch.channels_last), labels

    def _judge(self, epoch: int, loss: float) -> None:
        averaged = self._optimisation.averaged.eval()
        predictor = Predictor(averaged, self.outcome.normalisation, self._device, self._precision)
        figures = validate(predictor, self._ground, self._job.chip, self._job.batch, lambda tiles: self._report.check())
        if not self._best_state or figures.miou > self.outcome.best.miou:
            self.outcome.best, self.outcome.best_epoch = figures, epoch
            self._best_state = {name: tensor.detach().cpu().clone() for name, tensor in averaged.state_dict().items()}
        curves = {
            "loss": loss,
            "validation_accuracy": figures.accuracy,
            "validation_miou": figures.miou,
            "learning_rate": self._optimisation.learning_rate,
        }
        self.outcome.curves.append(curves)
        self._report.epoch(epoch, curves)
