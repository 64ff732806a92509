"""Chips of the validation ground by how much of them a network has right, and which of them are worth a look."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from torch import Tensor

from paddy_segmenter.core.tiles import Window

from ..ground.blocks import cut_blocks
from ..ground.site import Site
from ..metrics import UNLABELLED

Mapper = Callable[
    [Site], Iterator[tuple[Window, Tensor]]
]  # yields probabilities of all validation ground, part by part


@dataclass(frozen=True)
class Chip:
    """A window of the raster with this index: how many of its pixels are labelled, and how many of those the network has right.

    `fold` is that whose network mapped it, counted from 1; 0 where there are none.
    """

    raster: int
    window: Window
    right: int
    labelled: int
    fold: int = 0

    @property
    def accuracy(self) -> float:
        """Share of the labelled pixels that are right, in 0..1."""
        return self.right / self.labelled

    @property
    def labelled_share(self) -> float:
        """Share of the pixels that are labelled, in 0..1."""
        return self.labelled / (self.window.height * self.window.width)


class View:
    """What there is to see of a chip beside its image, each (H, W): labels and prediction as class indices, and the confidence in 0..1.

    `missing` pixels are not mapped yet.
    """

    def __init__(self, height: int, width: int) -> None:
        self.labels = np.full((height, width), UNLABELLED, np.int16)
        self.predicted = np.full((height, width), UNLABELLED, np.int16)
        self.confidence = np.zeros((height, width), np.float16)
        self.missing = height * width

    def counts(self) -> tuple[int, int]:
        """Returns how many of the labelled pixels are right, and how many there are."""
        labelled = self.labels != UNLABELLED
        return int(np.sum(self.predicted[labelled] == self.labels[labelled])), int(np.sum(labelled))


def score_chips(sites: Sequence[Site], side: int, map_site: Mapper, fold: int = 0) -> Iterator[tuple[Chip, View]]:
    """Cuts the validation blocks into chips of at most `side` pixels and yields those that hold labels, as the stitched map shows them.

    A chip comes as soon as it is mapped, so that few of them are held.
    """
    for number, site in enumerate(sites):
        windows = [window for block in site.validation for window in _cut(block, side)]
        views: dict[Window, View] = {}
        for mapped, probabilities in map_site(site):
            confidence, predicted = (part.cpu().numpy() for part in probabilities.max(dim=0))
            seen = site.read_to_validate(mapped), np.where(confidence > 0, predicted, UNLABELLED), confidence
            for window in [each for each in windows if each.overlaps(mapped)]:
                view = views.setdefault(window, View(window.height, window.width))
                _copy(seen, mapped, view, window)
                if view.missing:
                    continue
                right, labelled = views.pop(window).counts()
                if labelled:
                    yield Chip(number, window, right, labelled, fold), view


def _cut(block: Window, side: int) -> list[Window]:
    parts = cut_blocks(block.height, block.width, side)
    return [replace(part, row=block.row + part.row, column=block.column + part.column) for part in parts]


def _copy(seen: Sequence[npt.NDArray[np.generic]], mapped: Window, view: View, window: Window) -> None:
    """Copies what is seen of the part that is mapped to where the window has it."""
    shared = window.within(mapped)
    for layer, source in zip((view.labels, view.predicted, view.confidence), seen, strict=True):
        layer[shared.inside(window)] = source[shared.inside(mapped)]
    view.missing -= shared.height * shared.width
