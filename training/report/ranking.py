"""Chips of the validation ground by how much of them a network has right, and which of them are worth a look."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from paddy_segmenter.core.tiles import Window

from ..assessment.validate import validation_strips
from ..ground.blocks import cut_blocks
from ..ground.site import Site
from ..metrics import UNLABELLED

SHOWN = 3  # chips of each kind
LEAST_LABELLED = 0.05  # share of a chip: accuracy over fewer pixels says little

StripMapper = Callable[[Site, Sequence[Window]], Iterator[tuple[Window, Tensor]]]


@dataclass(frozen=True)
class Chip:
    """A window of the raster with this index: how many of its pixels are labelled, and how many of those the network has right."""

    raster: int
    window: Window
    right: int
    labelled: int

    @property
    def accuracy(self) -> float:
        """Share of the labelled pixels that are right, in 0..1."""
        return self.right / self.labelled


def score_chips(sites: Sequence[Site], side: int, map_strips: StripMapper) -> list[Chip]:
    """Cuts the validation blocks into chips of at most `side` pixels and returns those that hold labels, scored on the stitched map."""
    chips = []
    for number, site in enumerate(sites):
        windows = [window for block in site.validation for window in _cut(block, side)]
        counts = np.zeros((len(windows), 2), np.int64)
        for strip, probabilities in map_strips(site, validation_strips(site)):
            predicted, reference = probabilities.max(dim=0).indices.cpu().numpy(), site.read_to_validate(strip)
            for place, window in enumerate(windows):
                part = _within(window, strip)
                counts[place] += np.sum(predicted[part] == reference[part]), np.sum(reference[part] != UNLABELLED)
        scored = zip(windows, counts.tolist(), strict=True)
        chips += [Chip(number, window, right, labelled) for window, (right, labelled) in scored if labelled]
    return chips


def choose_chips(chips: Sequence[Chip]) -> list[tuple[str, Chip]]:
    """Returns up to SHOWN of the best, of the median and of the worst chips, each once, from the best to the worst.

    Chips with few labels are left out where there are others.
    """
    enough = min(LEAST_LABELLED, max((_labelled_share(chip) for chip in chips), default=0))
    ranked = sorted((c for c in chips if _labelled_share(c) >= enough), key=lambda c: -c.accuracy)
    count = min(SHOWN, -(-len(ranked) // 3))
    middle = (len(ranked) - count) // 2
    kinds = {"best": ranked[:count], "median": ranked[middle : middle + count], "worst": ranked[len(ranked) - count :]}
    once = {chip: kind for kind in ("median", "worst", "best") for chip in kinds[kind]}
    return [(once[chip], chip) for chip in ranked if chip in once]


def _cut(block: Window, side: int) -> list[Window]:
    parts = cut_blocks(block.height, block.width, side)
    return [replace(part, row=block.row + part.row, column=block.column + part.column) for part in parts]


def _within(window: Window, strip: Window) -> tuple[slice, slice]:
    """Returns where in the strip, which is as wide as the raster, the window lies."""
    rows = slice(max(window.row - strip.row, 0), max(window.bottom - strip.row, 0))
    return rows, slice(window.column, window.right)


def _labelled_share(chip: Chip) -> float:
    return chip.labelled / (chip.window.height * chip.window.width)
