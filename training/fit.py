"""The training: steps over drawn chips, a validation per epoch, early stopping, the best epoch kept."""

import copy
import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from paddy_segmenter.core.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.device import autocast, choose_device, choose_precision, move_to
from paddy_segmenter.core.model_file import save_model
from paddy_segmenter.core.normalise import normalise
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.core.predictor import Predictor
from paddy_segmenter.core.weights import load_initial_weights
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.partial import scratch

from .augment import vary_bands
from .chips import ChipDrawer
from .ground import Ground, survey
from .losses import segmentation_loss
from .metrics import Figures
from .record import Outcome, make_card
from .validate import validate

EMA_DECAY = 0.995
WARM_UP = 0.05  # share of the steps
POLY_POWER = 0.9  # Chen et al. 2017
LARGEST_GRADIENT = 5.0  # norm
ROUNDS = 2  # how often an epoch covers the training ground, so that validating it takes the smaller part of the time
FEWEST_CHIPS = 128  # per epoch, where there is little ground


def fit_model(job: TrainJob, report: Reporter) -> dict[str, Any]:
    """Trains a network and writes the model file. Returns its path and the validation figures of the best epoch."""
    check_writable(job.output)
    with scratch() as folder:
        ground = survey(job, folder, report)
        fit = Fit(job, ground, report)
        make_card(job, ground, fit.outcome)  # refuses now what could not be saved after hours
        report.message(fit.describe())
        outcome = fit.run()
        save_model(job.output, fit.best_network(), make_card(job, ground, outcome))
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
        self._network = move_to(self._make_network(), self._device)
        self._averaged = AveragedModel(self._network, multi_avg_fn=_average, use_buffers=True)
        self._optimiser = torch.optim.AdamW(_parameter_groups(self._network, job.weight_decay), lr=job.learning_rate)
        chips = job.chips_per_epoch or max(FEWEST_CHIPS, round(ROUNDS * self._drawer.chips_to_cover))
        self._steps_per_epoch = max(1, round(chips / job.batch))
        steps = self._steps_per_epoch * job.epochs
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: learning_rate_factor(step, steps)
        )
        self._best_state: dict[str, Tensor] = {}

    def describe(self) -> str:
        """Returns a sentence for the log about what is going to be trained, and how."""
        job, ground = self._job, self._ground
        rates = ", ".join(map(str, self.outcome.atrous_rates))
        return (
            f"{len(ground.legend.classes)} classes, {len(ground.training_blocks)} blocks to train and"
            f" {len(ground.validation_blocks)} to validate of {ground.block} pixels; {job.backbone} at output stride"
            f" {job.output_stride} with atrous rates {rates}; up to {job.epochs} epochs of {self._steps_per_epoch} steps"
            f" of {job.batch} chips of {job.chip} pixels, on {self._device} in {str(self._precision).removeprefix('torch.')}"
        )

    def run(self) -> Outcome:
        """Trains until the last epoch, or until `patience` epochs brought nothing better."""
        outcome = self.outcome
        for epoch in range(1, self._job.epochs + 1):
            loss = self._train_epoch(epoch)
            if not math.isfinite(loss):
                raise InputError("the loss is no longer finite: choose a lower learning rate or precision float32")
            self._judge(epoch, loss)
            if epoch - outcome.best_epoch >= self._job.patience:
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
        load_initial_weights(network, job.weights, self._report)
        return network

    def _train_epoch(self, epoch: int) -> float:
        """Returns the mean loss."""
        self._network.train()
        total = 0.0
        for step in range(self._steps_per_epoch):
            share = (epoch - 1 + step / self._steps_per_epoch) / self._job.epochs
            self._report.progress(share, f"epoch {epoch} of {self._job.epochs}")
            total += self._step()
        return total / self._steps_per_epoch

    def _step(self) -> float:
        images, valid, labels = (part.to(self._device) for part in self._drawer.draw_batch(self._job.batch))
        inputs = normalise(images, valid, self.outcome.normalisation)
        inputs = vary_bands(inputs, valid, self._drawer.generator).contiguous(memory_format=torch.channels_last)
        with autocast(self._device, self._precision):
            logits, auxiliary = self._network.forward_with_auxiliary(inputs)
        loss = segmentation_loss(logits, auxiliary, labels)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.parameters(), LARGEST_GRADIENT)
        self._optimiser.step()
        self._schedule.step()
        self._averaged.update_parameters(self._network)
        return float(loss.detach())

    def _judge(self, epoch: int, loss: float) -> None:
        averaged: nn.Module = self._averaged.module.eval()
        predictor = Predictor(averaged, self.outcome.normalisation, self._device, self._precision, self._job.batch)
        figures = validate(predictor, self._ground, self._job.chip, lambda tiles: self._report.check())
        if not self._best_state or figures.miou > self.outcome.best.miou:
            self.outcome.best, self.outcome.best_epoch = figures, epoch
            self._best_state = {name: tensor.detach().cpu().clone() for name, tensor in averaged.state_dict().items()}
        curves = {
            "loss": loss,
            "validation_accuracy": figures.accuracy,
            "validation_miou": figures.miou,
            "learning_rate": float(self._schedule.get_last_lr()[0]),
        }
        self.outcome.curves.append(curves)
        self._report.epoch(epoch, curves)


def learning_rate_factor(step: int, steps: int) -> float:
    """Returns the share of the highest learning rate at a step: a linear warm-up, then the poly schedule down to 0."""
    warm_up = max(1, math.ceil(WARM_UP * steps))
    if step < warm_up:
        return (step + 1) / warm_up
    return float(max(0.0, 1 - (step - warm_up) / max(1, steps - warm_up)) ** POLY_POWER)


def _parameter_groups(network: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay for what multiplies, none for biases and normalisation."""
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": weights, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]


def _average(averaged: Any, current: Any, count: Tensor | int) -> None:
    """Exponential moving average of weights and statistics whose memory grows with the steps up to EMA_DECAY."""
    decay = min(EMA_DECAY, (1 + int(count)) / (10 + int(count)))
    for mean, now in zip(averaged, current, strict=True):
        if mean.is_floating_point():
            mean.lerp_(now, 1 - decay)
        else:
            mean.copy_(now)
