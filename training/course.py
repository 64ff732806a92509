"""The course of one training: epochs, each validated, until nothing gets better."""

import copy
import math
from typing import Any

from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.tensor_file import bytes_of
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from . import processes
from .assessment.preview import Preview
from .assessment.validate import Sizes, validate
from .checkpoints import Checkpoint
from .ground.ground import Ground
from .learner import Learner
from .metrics import Figures
from .outcome import Outcome


class Fit:
    """One training: what learns, and what was reached so far."""

    def __init__(self, job: TrainJob, ground: Ground, checkpoint: Checkpoint, report: Reporter) -> None:
        self._ground, self._checkpoint, self._report = ground, checkpoint, report
        state = checkpoint.load()
        self.learner = Learner(job, ground, state["found"] if state else {}, report)
        self.outcome = Outcome(
            self.learner.normalisation,
            self.learner.atrous_rates,
            Figures.of_nothing(len(ground.legend.classes)),
            coarse_epochs=self.learner.coarse_epochs,
            chips_per_epoch=self.learner.chips_per_epoch,
            found=self.learner.found,
        )
        self._best_state: dict[str, Tensor] = {}
        self._is_best_comparable = False
        self._last_state: dict[str, Tensor] = {}
        self._preview = Preview(ground, job.chip)
        self._kept_epochs = 0
        if state:
            self._go_on(state)

    @property
    def job(self) -> TrainJob:
        """What is trained: the job with the batch and the learning rate that were found, where it left them open."""
        return self.learner.job

    def run(self, epochs: int) -> Outcome:
        """Trains for this many of the job's epochs, or until `patience` of them brought nothing better."""
        done = len(self.outcome.curves)
        is_lost = False
        while done < epochs and not self._is_exhausted(done) and not self._is_enough():
            self._set_output_stride(self.learner.stride_at(done + 1))
            loss = self.learner.train_epoch(done + 1, self._is_enough)
            if self._is_enough():
                break
            is_lost = not math.isfinite(loss)
            if is_lost:
                break

            done += 1
            self._judge(done, loss)
            if self._checkpoint.is_due:
                self._keep(to_spare=bytes_of(self._best_state) * (1 + (self.job.keep_last == "yes")))

        if is_lost:
            self._end_lost(done + 1)
        elif self._is_exhausted(done):
            self.outcome.ended = f"stopped after epoch {done}: nothing better since epoch {self.outcome.best_epoch}"
        elif done < epochs and self._is_enough():
            self._measure_as_it_maps()
            self.outcome.ended = (
                f"finished early, as asked: the best network so far is that of epoch {self.outcome.best_epoch}"
            )
        if self.outcome.ended:
            self._report.message(self.outcome.ended)
        return self.outcome

    def is_kept(self) -> bool:
        """Makes sure, where it can, that a later run goes on after the last epoch. Returns whether it will."""
        return self._kept_epochs == len(self.outcome.curves) or self._keep()

    def best_network(self) -> DeepLabV3:
        """Returns the network of the best epoch, on the host."""
        return self._network_with(self._best_state)

    def predictor(self) -> Predictor:
        """Returns what maps with the network of the best epoch."""
        return self.learner.predictor(self.best_network())

    def last_network(self) -> DeepLabV3:
        """Returns the network of the last epoch, on the host: the moving average, as that of the best one is."""
        return self._network_with(self._last_state)

    def _network_with(self, state: dict[str, Tensor]) -> DeepLabV3:
        network = copy.deepcopy(self.learner.averaged).cpu()
        network.load_state_dict(state)
        return network

    def _is_exhausted(self, done: int) -> bool:
        """Whether too many of the epochs that are done brought nothing better."""
        return done - max(self.outcome.best_epoch, self.learner.coarse_epochs) >= self.job.patience

    def _is_enough(self) -> bool:
        """Whether the training was asked to end and has a network to hand out."""
        return bool(self._best_state) and processes.any_of(self._report.is_finishing)

    def _end_lost(self, epoch: int) -> None:
        """Ends a training whose loss is no longer finite. Raises InputError where no epoch before has left a network."""
        if not self._best_state:
            raise InputError("the loss is no longer finite: choose a lower learning rate or precision float32")

        self._report.warning(
            f"the loss is no longer finite in epoch {epoch}: the training ends with the best network before; for a better one choose a"
            " lower learning rate or precision float32"
        )
        self._measure_as_it_maps()
        best = self.outcome.best_epoch
        self.outcome.lost_in = epoch
        self.outcome.ended = (
            f"ended in epoch {epoch}, whose loss was not finite: the best network so far is that of epoch {best}"
        )

    def _measure_as_it_maps(self) -> None:
        """Measures the networks of a training that ends early, where only coarse epochs have judged them."""
        if len(self.outcome.curves) > self.learner.coarse_epochs:
            return
        self.learner.set_output_stride(self.job.output_stride)
        self.outcome.judged[-1] = self._measure(self.last_network())
        is_last = self.outcome.best_epoch == len(self.outcome.curves)
        self.outcome.best = self.outcome.last if is_last else self._measure(self.best_network())

    def _set_output_stride(self, output_stride: int) -> None:
        """Trains and validates at this stride from now on; what was best at another one is beaten by any network."""
        if output_stride != self.learner.output_stride:
            self.learner.set_output_stride(output_stride)
            self._is_best_comparable = False

    def _measure(self, network: DeepLabV3) -> Figures:
        """Returns the network's figures on the ground that is validated on."""
        sizes = Sizes.of(self.job, self._ground)
        return validate(self.learner.predictor(network), self._ground, sizes, lambda tiles: self._report.check())

    def _judge(self, epoch: int, loss: float) -> None:
        averaged = self.learner.averaged
        figures = self._measure(averaged)
        judged = bool(self._ground.validation_blocks)  # else the newest epoch counts
        if not self.job.folds:  # else each epoch may be the best one of all folds together
            self.outcome.forget_blocks()
        self.outcome.judged.append(figures)
        self._last_state = _copied(averaged)
        if not self._is_best_comparable or not judged or figures.miou > self.outcome.best.miou:
            self.outcome.best, self.outcome.best_epoch = figures, epoch
            self._best_state = self._last_state
            self._is_best_comparable = True
        measured = {"validation_accuracy": figures.accuracy, "validation_miou": figures.miou} if judged else {}
        pace = {"learning_rate": self.learner.learning_rate, "output_stride": self.learner.output_stride}
        curves = {"loss": loss} | measured | pace
        self.outcome.curves.append(curves)
        self._report.epoch(epoch, curves)
        if processes.is_first():
            self._report.panels(epoch, self._preview.panels(self.learner.predictor(averaged)))

    def _keep(self, to_spare: int = 0) -> bool:
        is_kept = self._checkpoint.save(self._state(), to_spare)
        if is_kept:
            self._kept_epochs = len(self.outcome.curves)
        return is_kept

    def _state(self) -> dict[str, Any]:
        """Returns all that the next epochs depend on, beside the job and the ground."""
        return self.learner.state() | {"best": self._best_state, "outcome": self.outcome.course()}

    def _go_on(self, state: dict[str, Any]) -> None:
        """Goes on where the training was when it gave this state."""
        self.outcome.go_on(state["outcome"])
        done = len(self.outcome.curves)
        self._kept_epochs = done
        self.learner.go_on(state, done)
        self._best_state, self._last_state = state["best"], _copied(self.learner.averaged)
        self._is_best_comparable = True
        text = f"the training goes on after epoch {done} of {self.job.epochs}"
        self._report.go_on(done / self.job.epochs, text)
        self._report.message(text)


def _copied(network: DeepLabV3) -> dict[str, Tensor]:
    """Returns the network's weights and statistics by now, on the host."""
    return {name: tensor.detach().cpu().clone() for name, tensor in network.state_dict().items()}
