"""The course of one training: epochs of steps over drawn chips, each validated, until nothing gets better."""

import copy
import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import torch
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.prefetch import prefetch
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import choose_device, choose_precision, move_to
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.core.network.weights import load_initial_weights
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.variations import variations_of

from . import processes
from .assessment.preview import Preview
from .assessment.validate import Sizes, validate
from .checkpoints import Checkpoint
from .chips.drawer import ChipDrawer, Chips
from .chips.radiometry import Radiometry
from .chips.streams import DROP, VARY, seed_of, streams
from .ground.ground import Ground
from .learning.batch import settle_batch
from .learning.freezing import freeze
from .learning.gradients import Draw, Gradients
from .learning.objective import make_objective
from .learning.optimisation import Optimisation
from .learning.range_test import settle_learning_rate
from .learning.schedules import plan_rates
from .learning.sharing import share_layers
from .metrics import Figures
from .record import Outcome

COARSE_STRIDE = 16  # output stride of the first epochs
ROUNDS = 2  # how often an epoch covers the training ground, so that validating it takes the smaller part of the time
AHEAD = 2  # batches that are drawn while the network computes
FEWEST_CHIPS = 128  # per epoch, where there is little ground


class Fit:
    """One training run: the network, its optimiser, and what was reached so far."""

    def __init__(self, job: TrainJob, ground: Ground, checkpoint: Checkpoint, report: Reporter) -> None:
        torch.manual_seed(job.seed)
        self._job, self._ground, self._checkpoint, self._report = job, ground, checkpoint, report
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
        processes.take_from_first(self._network)
        freeze(self._network, job)
        objective = make_objective(job, ground, self._device)
        most = job.batch // processes.count()
        self._gradients = Gradients(self._network, objective, self._device, self._precision, most, report)
        state, on_trial = checkpoint.load(), self._draw_on_trial()
        self._job = replace(job, **state["found"]) if state else settle_batch(job, self._gradients, on_trial, report)
        share_layers(self._network, self._device)
        if self._coarse_epochs:
            self._network.set_output_stride(COARSE_STRIDE, self._rates_at(COARSE_STRIDE))
        self._job = settle_learning_rate(self._job, self._gradients, on_trial, report)
        chips = job.chips_per_epoch or max(FEWEST_CHIPS, round(ROUNDS * self._drawer.chips_to_cover))
        self._steps_per_epoch = max(1, round(chips / self._job.chips_per_step))
        self.outcome.chips_per_epoch = self._steps_per_epoch * self._job.chips_per_step
        steps = self._steps_per_epoch * job.epochs
        self._optimisation = Optimisation(self._network, self._job, plan_rates(job, steps))
        self._best_state: dict[str, Tensor] = {}
        self._preview = Preview(ground, job.chip)
        if state:
            self._go_on(state)

    @property
    def job(self) -> TrainJob:
        """What is trained: the job with the batch and the learning rate that were found, where it left them open."""
        return self._job

    @property
    def steps_per_epoch(self) -> int:
        return self._steps_per_epoch

    @contextmanager
    def rehearsal(self, output_stride: int) -> Iterator[tuple[Gradients, Draw]]:
        """Yields what computes the gradients of a copy of the network at this stride, and draws chips for it; what is trained stays as it is."""
        with self._gradients.rehearsal() as trial:
            trial.network.set_output_stride(output_stride, self._rates_at(output_stride))
            yield trial, self._draw_on_trial()

    def run(self, epochs: int) -> Outcome:
        """Trains for this many of the job's epochs, or until `patience` of them brought nothing better."""
        done = len(self.outcome.curves)
        while done < epochs and not self._is_exhausted(done) and not self._is_enough:
            self._set_output_stride(self._stride_at(done + 1))
            loss = self.train_epoch(done + 1)
            if self._is_enough:
                break
            done += 1
            if not math.isfinite(loss):
                raise InputError("the loss is no longer finite: choose a lower learning rate or precision float32")
            self._judge(done, loss)
            if self._checkpoint.is_due:
                self._checkpoint.save(self._state())
        if self._is_exhausted(done):
            self._report.message(f"stopped after epoch {done}: nothing better since epoch {self.outcome.best_epoch}")
        elif done < epochs and self._is_enough:
            self._end_early()
        return self.outcome

    def best_network(self) -> DeepLabV3:
        """Returns the network of the best epoch, on the host."""
        network: DeepLabV3 = copy.deepcopy(self._network).cpu()
        network.load_state_dict(self._best_state)
        return network

    def last_network(self) -> DeepLabV3:
        """Returns the network of the last epoch, on the host: the moving average, as that of the best one is."""
        return copy.deepcopy(self._optimisation.averaged).cpu()

    def _is_exhausted(self, done: int) -> bool:
        """Whether too many of the epochs that are done brought nothing better."""
        return done - max(self.outcome.best_epoch, self._coarse_epochs) >= self._job.patience

    @property
    def _is_enough(self) -> bool:
        """Whether the training was asked to end and has a network to hand out."""
        return self._report.is_finishing and bool(self._best_state)

    def _end_early(self) -> None:
        """Tells that the training ends as asked; a network that only coarse epochs have judged is measured as it is going to map."""
        best = self._best_state
        if self._network.output_stride != self._job.output_stride:
            self._set_output_stride(self._job.output_stride)
            self._best_state = best
            self.outcome.best = self._measure(self.best_network().to(self._device))
        self._report.message(
            f"finished early, as asked: the best network so far is that of epoch {self.outcome.best_epoch}"
        )

    def _state(self) -> dict[str, Any]:
        """Returns all that the next epochs depend on, beside the job and the ground."""
        return {
            "found": {"batch": self._job.batch, "learning_rate": self._job.learning_rate},
            "most": self._gradients.most,
            "network": self._network.state_dict(),
            "optimisation": self._optimisation.state_dict(),
            "best": self._best_state,
            "outcome": self.outcome.course(),
        }

    def _go_on(self, state: dict[str, Any]) -> None:
        """Goes on where the training was when it gave this state."""
        self.outcome.go_on(state["outcome"])
        done = len(self.outcome.curves)
        self._set_output_stride(self._stride_at(done))
        self._network.load_state_dict(state["network"])
        self._optimisation.load_state_dict(state["optimisation"])
        self._gradients.most, self._best_state = state["most"], state["best"]
        self._report.message(f"the training goes on after epoch {done} of {self._job.epochs}")

    def _make_network(self) -> DeepLabV3:
        job, bands, classes = self._job, len(self._ground.band_names), len(self._ground.legend.classes)
        network = DeepLabV3(job.backbone, bands, classes, job.output_stride, self.outcome.atrous_rates, job.chip)
        names = self._ground.legend.names
        load_initial_weights(network, job.weights, self._ground.band_names, names, self._report)
        return network

    def _rates_at(self, output_stride: int) -> tuple[int, int, int]:
        """Returns the atrous rates, in cells, that reach as far at this stride as the planned ones do at the job's."""
        coarser = output_stride // self._job.output_stride
        first, second, third = (max(1, rate // coarser) for rate in self.outcome.atrous_rates)
        return first, second, third

    def _stride_at(self, epoch: int) -> int:
        return COARSE_STRIDE if epoch <= self._coarse_epochs else self._job.output_stride

    def _set_output_stride(self, output_stride: int) -> None:
        """Trains and validates at this stride from now on; what was best at another one no longer counts."""
        if output_stride == self._network.output_stride:
            return
        for network in (self._network, self._optimisation.averaged):
            network.set_output_stride(output_stride, self._rates_at(output_stride))
        self._best_state = {}

    def train_epoch(self, epoch: int) -> float:
        """Trains for one epoch, counted from 1, without looking at the validation ground. Returns the mean loss."""
        torch.manual_seed(seed_of(self._job.seed, epoch, DROP))
        total = 0.0
        batches = self._drawer.batches(epoch, self._steps_per_epoch, self._job.chips_per_step)
        with closing(prefetch(batches, AHEAD)) as drawn:
            for step, chips in enumerate(drawn):
                share = (epoch - 1 + step / self._steps_per_epoch) / self._job.epochs
                self._report.progress(share, f"epoch {epoch} of {self._job.epochs}")
                total += self._gradients.compute(*self._varied(chips, epoch, step, self._job.chips_per_step))
                self._optimisation.step()
                if self._is_enough:
                    break
        return total / self._steps_per_epoch

    def _varied(self, chips: Chips, epoch: int, step: int, size: int) -> tuple[Tensor, Tensor]:
        """Returns the inputs (N, bands, S, S) and labels (N, S, S) of a step of `size` chips of all processes, on the device."""
        images, valid, labels = (part.to(self._device) for part in chips)
        inputs = normalise(images, valid, self.outcome.normalisation)
        varied = self._radiometry.vary(inputs, valid, streams(self._job.seed, epoch, VARY, step, size))
        return varied.contiguous(memory_format=torch.channels_last), labels

    def _draw_on_trial(self) -> Draw:
        """Returns what draws chips to try the batch and the learning rate on: those of epochs that never come."""
        epochs = count(self._job.epochs + 1)

        def draw(chips: int) -> tuple[Tensor, Tensor]:
            epoch = next(epochs)
            [drawn] = self._drawer.batches(epoch, 1, chips)
            return self._varied(drawn, epoch, 0, chips)

        return draw

    def _measure(self, network: DeepLabV3) -> Figures:
        """Returns the network's figures on the ground that is validated on."""
        sizes = Sizes.of(self._job, self._ground)
        return validate(self._predictor(network), self._ground, sizes, lambda tiles: self._report.check())

    def _predictor(self, network: DeepLabV3) -> Predictor:
        return Predictor(network.eval(), self.outcome.normalisation, self._device, self._precision)

    def _judge(self, epoch: int, loss: float) -> None:
        averaged = self._optimisation.averaged
        figures = self._measure(averaged)
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
        if processes.is_first():
            self._report.panels(epoch, self._preview.panels(self._predictor(averaged)))
