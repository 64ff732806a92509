"""A training as a first script writes it, on the chips of ours: fp32, contiguous tensors, Adam, cross-entropy, chips drawn in the loop."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.jobs import TrainJob
from training.assessment.validate import Sizes, validate
from training.chips.drawer import ChipDrawer
from training.ground.ground import Ground
from training.metrics import UNLABELLED, Figures

from .machine import wait_for_gpu

BATCH = 8  # chips


class PlainTraining:
    """What is not said here is as torch does it by itself.

    Args:
        job: its chips and its device; how it optimises is not looked at.
        ground: split into what is learnt and what is validated on.
        network: from (N, bands, S, S) to logits (N, classes, S, S).
    """

    def __init__(self, job: TrainJob, ground: Ground, network: nn.Module) -> None:
        self._ground, self._sizes, self._device = ground, Sizes.of(job, ground), torch.device(job.device)
        self._drawer = ChipDrawer(ground, job)
        self._normalisation = self._drawer.measure()
        self._network = network.to(self._device)
        self._optimiser = torch.optim.Adam(self._network.parameters())

    def train_epoch(self, epoch: int, steps: int) -> None:
        """Trains for one epoch, counted from 1."""
        self._network.train()
        for chips in self._drawer.batches(epoch, steps, BATCH):
            images, valid, labels = (part.to(self._device) for part in chips)
            logits = self._network(normalise(images, valid, self._normalisation))
            self._optimiser.zero_grad()
            cross_entropy(logits, labels, ignore_index=UNLABELLED).backward()
            self._optimiser.step()
        wait_for_gpu()

    def validate(self) -> Figures:
        """Returns the figures of the stitched map of the validation ground, as a training of ours measures them."""
        predictor = Predictor(self._network.eval(), self._normalisation, self._device, torch.float32)
        return validate(predictor, self._ground, self._sizes, lambda tiles: None)
