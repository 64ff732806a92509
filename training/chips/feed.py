"""The chips of a training as its network takes them: normalised and varied, on the device."""

from collections.abc import Callable, Generator
from contextlib import closing
from itertools import count

import torch
from torch import Tensor

from paddy_segmenter.core.mapping.prefetch import prefetch
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.variations import variations_of

from ..ground.ground import Ground
from .drawer import ChipDrawer, Chips
from .radiometry import Radiometry
from .streams import VARY, streams

Batch = tuple[Tensor, Tensor]  # inputs (N, bands, S, S) and labels (N, S, S), on the device

AHEAD = 2  # batches that are drawn while the network computes


class Feed:
    """Brings the chips that a network learns from, which depend on the job and the epoch alone; measures their normalisation first."""

    def __init__(self, job: TrainJob, ground: Ground, device: torch.device) -> None:
        self._job, self._device = job, device
        self._drawer = ChipDrawer(ground, job)
        self.normalisation = self._drawer.measure()
        self._radiometry = Radiometry(variations_of(job.augment), self.normalisation)

    @property
    def chips_to_cover(self) -> float:
        """How many chips cover the labelled training ground once."""
        return self._drawer.chips_to_cover

    def batches(self, epoch: int, steps: int, size: int) -> Generator[Batch, None, None]:
        """Yields this process' share of an epoch's batches, one for each step, of `size` chips of all processes."""
        with closing(prefetch(self._drawer.batches(epoch, steps, size), AHEAD)) as drawn:
            for step, chips in enumerate(drawn):
                yield self._varied(chips, epoch, step, size)

    def on_trial(self) -> Callable[[int], Batch]:
        """Returns what draws so many chips to try something on: those of epochs that never come."""
        epochs = count(self._job.epochs + 1)

        def draw(chips: int) -> Batch:
            epoch = next(epochs)
            [drawn] = self._drawer.batches(epoch, 1, chips)
            return self._varied(drawn, epoch, 0, chips)

        return draw

    def _varied(self, chips: Chips, epoch: int, step: int, size: int) -> Batch:
        images, valid, labels = (part.to(self._device) for part in chips)
        inputs = normalise(images, valid, self.normalisation)
        varied = self._radiometry.vary(inputs, valid, streams(self._job.seed, epoch, VARY, step, size))
        return varied.contiguous(memory_format=torch.channels_last), labels
