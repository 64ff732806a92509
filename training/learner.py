"""What learns in a training: a network, the chips that it is shown and what moves its weights, fitted to the machine."""

import math
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import torch

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, plan_atrous_rates
from paddy_segmenter.core.network.device import choose_device, choose_precision, move_to
from paddy_segmenter.core.network.weights import are_at_hand, load_initial_weights
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from . import processes
from .chips.feed import Feed
from .chips.streams import DROP, seed_of
from .ground.ground import Ground
from .learning.batch import settle_batch
from .learning.freezing import freeze, freeze_layers, frozen_layers
from .learning.gradients import Draw, Gradients
from .learning.objective import make_objective
from .learning.optimisation import Optimisation
from .learning.range_test import settle_learning_rate
from .learning.schedules import plan_rates
from .learning.sharing import share_layers

COARSE_STRIDE = 16  # output stride of the first epochs
ROUNDS = 2  # how often an epoch covers the training ground, so that validating it takes the smaller part of the time
FEWEST_CHIPS = 128  # per epoch, where there is little ground
LOST_STEPS_IN_A_ROW = 10  # after which no later step is expected to be finite


class Learner:
    """The network of a training, its chips and its optimiser.

    Args:
        job: what is asked for.
        ground: split into what is learnt and what is validated on.
        found: the batch and the learning rate that an earlier run of the same training found; {}: they are looked for.
        report: hears how far it is.

    Attributes:
        job: with the batch and the learning rate that were found, where it left them open.
        atrous_rates: in cells of the job's output stride.
        coarse_epochs: the first ones, at output stride COARSE_STRIDE.
        steps_per_epoch: how many there are.
    """

    def __init__(self, job: TrainJob, ground: Ground, found: dict[str, Any], report: Reporter) -> None:
        torch.manual_seed(job.seed)
        self._report = report
        self._device = choose_device(job.device)
        self._precision = choose_precision(job.precision, self._device)
        self._feed = Feed(job, ground, self._device)
        first, second, third = job.atrous_rates or plan_atrous_rates(job.chip, job.output_stride)
        self.atrous_rates = first, second, third
        self.coarse_epochs = int(job.coarse_share * job.epochs) if job.output_stride < COARSE_STRIDE else 0
        self._network = move_to(self._make_network(job, ground, bool(found)), self._device)
        processes.take_from_first(self._network)
        freeze(self._network, job)
        objective, most = make_objective(job, ground, self._device), job.batch // processes.count()
        self._gradients = Gradients(self._network, objective, self._device, self._precision, most, report)
        on_trial = self._feed.on_trial()
        self.job = replace(job, **found) if found else settle_batch(job, self._gradients, on_trial, report)
        processes.check_batch(self.job)
        share_layers(self._network, self._device)
        if self.coarse_epochs:
            self._network.set_output_stride(COARSE_STRIDE, self._rates_at(COARSE_STRIDE))
        self.job = settle_learning_rate(self.job, self._gradients, on_trial, report)
        chips = job.chips_per_epoch or max(FEWEST_CHIPS, round(ROUNDS * self._feed.chips_to_cover))
        self.steps_per_epoch = max(1, round(chips / self.job.chips_per_step))
        rates = plan_rates(job, self.steps_per_epoch * job.epochs)
        self._optimisation = Optimisation(self._network, self.job, rates)
        self._lost_in_a_row = 0

    @property
    def normalisation(self) -> Normalisation:
        """Of the band values."""
        return self._feed.normalisation

    @property
    def found(self) -> dict[str, Any]:
        """The batch and the learning rate, as an option of the job each."""
        return {"batch": self.job.batch, "learning_rate": self.job.learning_rate}

    @property
    def chips_per_epoch(self) -> int:
        """Chips that are drawn in an epoch, by all processes together."""
        return self.steps_per_epoch * self.job.chips_per_step

    @property
    def averaged(self) -> DeepLabV3:
        """The network with the moving averages of its weights, which is what a training hands out."""
        return self._optimisation.averaged

    @property
    def learning_rate(self) -> float:
        """The learning rate of the heads in the next step."""
        return self._optimisation.learning_rate

    @property
    def output_stride(self) -> int:
        """That of the network by now."""
        return self._network.output_stride

    def stride_at(self, epoch: int) -> int:
        """Returns the output stride of an epoch, counted from 1."""
        return COARSE_STRIDE if epoch <= self.coarse_epochs else self.job.output_stride

    def set_output_stride(self, output_stride: int) -> None:
        """Trains at this stride from now on."""
        for network in (self._network, self.averaged):
            network.set_output_stride(output_stride, self._rates_at(output_stride))

    def train_epoch(self, epoch: int, is_enough: Callable[[], bool]) -> float:
        """Trains for one epoch, counted from 1, or until it is enough, and returns the mean loss.

        Steps whose loss or gradients are not finite are left out, and that is told. NaN is returned where nearly all of them are.
        """
        torch.manual_seed(seed_of(self.job.seed, epoch, DROP))
        losses: list[float] = []
        lost = 0
        with closing(self._feed.batches(epoch, self.steps_per_epoch, self.job.chips_per_step)) as batches:
            for step, batch in enumerate(batches):
                share = (epoch - 1 + step / self.steps_per_epoch) / self.job.epochs
                self._report.progress(share, f"epoch {epoch} of {self.job.epochs}")

                loss = self._gradients.compute(*batch)
                if self._move(loss):
                    losses.append(loss)
                else:
                    lost += 1
                if is_enough() or self._is_lost:
                    break

        if self._is_lost or not losses:
            return math.nan
        if lost:
            self._report.warning(
                f"{many(lost, 'step')} of epoch {epoch} changed nothing, because the loss or its gradients were not finite: should"
                " there be more of them, choose a lower learning rate or precision float32"
            )
        return sum(losses) / len(losses)

    def predictor(self, network: DeepLabV3) -> Predictor:
        """Returns what maps with a network of this training."""
        return Predictor(network.to(self._device).eval(), self.normalisation, self._device, self._precision)

    @contextmanager
    def rehearsal(self, output_stride: int) -> Iterator[tuple[Gradients, Draw]]:
        """Yields what computes the gradients of a copy of the network at this stride, and draws chips for it; what is trained stays as it is."""
        with self._gradients.rehearsal() as trial:
            trial.network.set_output_stride(output_stride, self._rates_at(output_stride))
            yield trial, self._feed.on_trial()

    def state(self) -> dict[str, Any]:
        """Returns all that the next epochs depend on, beside the job and the ground."""
        return {
            "found": self.found,
            "most": self._gradients.most * processes.count(),
            "network": self._network.state_dict(),
            "frozen": frozen_layers(self._network),
            "optimisation": self._optimisation.state_dict(),
        }

    def go_on(self, state: dict[str, Any], done: int) -> None:
        """Goes on after so many epochs, where the training was when it gave this state."""
        self.set_output_stride(self.stride_at(done))
        self._network.load_state_dict(state["network"])
        freeze_layers(self._network, state["frozen"])
        self._optimisation.load_state_dict(state["optimisation"])
        self._gradients.most = max(
            1, state["most"] // processes.count()
        )  # as many as all together had, however many go on

    def _make_network(self, job: TrainJob, ground: Ground, is_continued: bool) -> DeepLabV3:
        """Returns the network with the weights that a training starts from; those of one that is continued come from its checkpoint."""
        bands, names = ground.band_names, ground.legend.names
        rates, with_decoder = self.atrous_rates, job.decoder == "yes"
        network = DeepLabV3(job.backbone, len(bands), len(names), job.output_stride, rates, job.chip, with_decoder)
        if is_continued:
            return network
        if job.only_plans and not are_at_hand(job.weights, job.backbone):
            self._report.message(
                f"initial weights: {job.weights}, which the training is going to download; the plan goes without them"
            )
            return network
        load_initial_weights(network, job.weights, bands, names, self._report)
        return network

    def _move(self, loss: float) -> bool:
        """Moves the weights by the gradients of this loss, unless either is not finite. Returns whether it did."""
        if math.isfinite(loss) and self._optimisation.step():
            self._lost_in_a_row = 0
            return True
        self._optimisation.restore_statistics()
        self._lost_in_a_row += 1
        return False

    @property
    def _is_lost(self) -> bool:
        return self._lost_in_a_row >= LOST_STEPS_IN_A_ROW

    def _rates_at(self, output_stride: int) -> tuple[int, int, int]:
        """Returns the atrous rates, in cells, that reach as far at this stride as the planned ones do at the job's."""
        coarser = output_stride // self.job.output_stride
        first, second, third = (max(1, rate // coarser) for rate in self.atrous_rates)
        return first, second, third
