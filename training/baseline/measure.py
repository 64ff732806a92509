"""The baseline of a training: learnt where the network learns, and measured where it is measured, window by window."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter

from ..block_counts import BlockCounts
from ..ground.blocks import Block, cut_blocks
from ..ground.ground import Ground
from ..ground.site import Site, labelled_box
from ..metrics import UNLABELLED, Counts, Figures, confusion
from .discriminant import Discriminant, Moments, Values
from .features import BOXES, REACH, features_of

PIECE_VALUES = 2**24  # features of the pixels that are read at once
LARGEST_PIECE = 512  # pixels: its side


class Baseline(NamedTuple):
    """What a linear discriminant analysis comes to on the ground that a training validates on, and the seconds that it took."""

    figures: Figures
    seconds: float


class _Overtime(Exception):
    """The baseline takes longer than it may."""


class Clock:
    """Ends what takes longer than these seconds; never where they are None."""

    def __init__(self, allowance: float | None, report: Reporter) -> None:
        self._begun = time.monotonic()
        self._allowance = allowance
        self._report = report

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._begun

    def check(self, share: float) -> None:
        """Tells how much is done, 0..1. Raises _Overtime where the time is up."""
        self._report.progress(0.0, f"measuring the baseline ({share:.0%})")
        if self._allowance is not None and self.seconds > self._allowance:
            raise _Overtime


def measure_baseline(
    ground: Ground, normalisation: Normalisation, allowance: float | None, report: Reporter
) -> Baseline | None:
    """Learns a linear discriminant analysis on the learnt ground and measures it on the ground to validate on.

    Args:
        ground: split into both.
        normalisation: of the band values.
        allowance: seconds that it may take; None: as many as it needs.
        report: hears how far it is.

    Returns:
        None where it takes longer, or nothing is validated on.
    """
    if not ground.validation_blocks:
        return None
    clock = Clock(allowance, report)
    try:
        learnt = _learn(ground, normalisation, clock)
        return Baseline(_measure(ground, normalisation, learnt, clock), clock.seconds)
    except _Overtime:
        return None


def _learn(ground: Ground, normalisation: Normalisation, clock: Clock) -> Discriminant:
    features = (1 + len(BOXES)) * len(ground.band_names)
    moments = Moments(len(ground.legend.classes), features)
    blocks = ground.training_blocks
    for number, block in enumerate(blocks):
        site = ground.sites[block.raster]
        for window in _pieces(block, features):
            clock.check(0.8 * number / len(blocks))
            labelled = _labelled(site, window, site.read_learnt(window), normalisation)
            if labelled:
                moments.add(*labelled)
    return moments.solve()


def _measure(ground: Ground, normalisation: Normalisation, learnt: Discriminant, clock: Clock) -> Figures:
    places = ground.validation_places
    classes = len(ground.legend.classes)
    features = (1 + len(BOXES)) * len(ground.band_names)

    def measure() -> Iterator[tuple[int, Counts]]:
        for number, (place, block) in enumerate(places):
            site = ground.sites[block.raster]
            for window in _pieces(block, features):
                clock.check(0.8 + 0.2 * number / len(places))
                labelled = _labelled(site, window, site.read_to_validate(window), normalisation)
                if labelled:
                    values, reference = labelled
                    yield place, confusion(reference, learnt.classify(values), classes)

    by_block = BlockCounts.gather(measure(), max(place for place, _ in places) + 1, classes)
    return Figures(by_block.matrix, by_block)


def _labelled(site: Site, window: Window, labels: Counts, normalisation: Normalisation) -> tuple[Values, Counts] | None:
    """Returns the features (features, pixels) of a window's labelled pixels and their class indices (pixels,); None where it has none."""
    part = labelled_box(labels, window)
    if part is None:
        return None
    image, _ = site.raster.read(part.grown(REACH), site.bands)
    labels = labels[part.inside(window)]
    counted = labels != UNLABELLED
    return features_of(image, normalisation)[:, counted], labels[counted]


def _pieces(block: Block, features: int) -> Iterator[Window]:
    """Yields windows that cover a block and of which each fits into memory."""
    side = min(LARGEST_PIECE, int(np.sqrt(PIECE_VALUES / features)))
    for part in cut_blocks(block.window.height, block.window.width, side):
        yield replace(part, row=block.window.row + part.row, column=block.window.column + part.column)
