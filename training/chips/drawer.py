"""Chips: square windows drawn at random from the training blocks, read on the fly."""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from torch import Generator, Tensor

from paddy_segmenter.band_figures import band_figures_of
from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.network.normalise import measure_normalisation
from paddy_segmenter.errors import InputError
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.variations import variations_of

from ..ground.ground import Ground
from ..metrics import UNLABELLED
from .augment import draw_side, orient_randomly, resize
from .places import Places
from .streams import BEFORE, DRAW, stream, streams

Chips = tuple[Tensor, Tensor, Tensor]  # image, validity and labels of one chip or of a batch

REDRAWS = 50  # windows tried for one chip before one is laid around a label
# As in MMSegmentation's RandomCrop (cat_max_ratio).
WISHES = 10  # windows tried for one chip that is as it is wished, before the best of them is taken
MOST_OF_ONE = 0.75  # share of one class in the labels of a mixed chip
SAMPLED_BLOCKS = 64  # read to measure the normalisation


class ChipDrawer:
    """Draws training chips, reproducibly from seed and epoch; places are as likely as they are labelled.

    Of the chips, `balance` are centred on a pixel of a class, each class as often as the others: so rare ones are seen at all
    (Isensee et al. 2021, nnU-Net, where it is a third and the class is drawn from those of one image). `mixed` are wished to
    hold no class nearly alone, and all to be labelled for `least_labelled`: where few windows are, the best of some is taken.
    """

    def __init__(self, ground: Ground, job: TrainJob) -> None:
        self._job = job
        self._places, self._bands = Places(ground), len(ground.band_names)
        self._variations = variations_of(job.augment)

    @property
    def chips_to_cover(self) -> float:
        """How many chips cover the labelled training ground once."""
        return self._places.labelled_pixels / self._job.chip**2

    def batches(self, epoch: int, count: int, size: int) -> Iterator[Chips]:
        """Yields this process' share of an epoch's batches of `size` chips: images (N, bands, S, S), validity and labels (N, S, S).

        They depend on the job and the epoch, not on what was drawn before, nor on how many processes share them.
        """
        for step in range(count):
            chips = [self._draw_oriented(own) for own in streams(self._job.seed, epoch, DRAW, step, size)]
            images, valid, labels = (torch.stack(parts) for parts in zip(*chips, strict=True))
            yield images, valid, labels

    def measure(self) -> Normalisation:
        """Returns the normalisation that the job gives, else one measured on ground that is learnt.

        Raises:
            InputError: the job gives figures of more or fewer bands than there are.
        """
        if given := band_figures_of(self._job.normalisation):
            if len(given) != self._bands:
                raise InputError(
                    f"normalisation gives figures of {many(len(given), 'band')}, but {many(self._bands, 'band')} are learnt from: give"
                    " LOW:HIGH:MEAN:STD for each"
                )
            return Normalisation(*zip(*given, strict=True))
        generator = stream(self._job.seed, BEFORE, DRAW)
        samples = [self._places.sample(generator) for _ in range(SAMPLED_BLOCKS)]
        return measure_normalisation(np.concatenate(samples, axis=1))

    def _draw_oriented(self, generator: Generator) -> Chips:
        return orient_randomly(*self._draw(generator), self._variations["orientation"], generator)

    def _draw(self, generator: Generator) -> Chips:
        places, wishes = self._places, torch.tensor([self._job.balance, self._job.mixed])
        balanced, mixed = (torch.rand(2, generator=generator) < wishes).tolist()
        choose = partial(places.of_class, places.any_class(generator)) if balanced else places.anywhere
        best, least_lack = None, math.inf
        for tried in range(1, REDRAWS + 1):
            place, drawn = choose(generator), draw_side(self._job.chip, self._variations["scale"], generator)
            side = min(drawn, max(self._job.chip, place.room))  # no ground beyond the raster for the sake of the scale
            chip = resize(*places.read_around(place, side), self._job.chip)
            lack = self._lack(chip[2], mixed)
            if lack < least_lack:
                best, least_lack = chip, lack
            if best is not None and (least_lack == 0 or tried >= WISHES):
                return best
        return places.read_around(places.at_label(generator), self._job.chip)

    def _lack(self, labels: Tensor, mixed: bool) -> float:
        """Returns how far labels (S, S) are from what is wished; 0: they are as wished, infinity: there are none."""
        counts = labels[labels != UNLABELLED].bincount()
        labelled = int(counts.sum())
        if not labelled:
            return math.inf
        excess = float(counts.max()) / labelled - MOST_OF_ONE if mixed else 0.0
        return max(self._job.least_labelled - labelled / labels.numel(), 0.0) + max(excess, 0.0)
