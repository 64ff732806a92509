"""Places of chips: pixels of the training blocks, drawn at random."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Generator, Tensor

from paddy_segmenter.core.rasters.raster import Image, Validity

from ..ground.blocks import Block
from ..ground.ground import Ground
from ..ground.site import Indices, Site
from ..metrics import UNLABELLED

SAMPLED_PIXELS = 16_384  # of a block


class Place(NamedTuple):
    """A pixel of a site, around which a chip is laid."""

    site: Site
    row: int
    column: int

    @property
    def room(self) -> int:
        """Side in pixels of the largest square that the raster holds."""
        grid = self.site.raster.grid
        return min(grid.height, grid.width)


class Places:
    """The pixels of all training blocks. Blocks are drawn as often as they are labelled."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._blocks = ground.training_blocks
        self._counts = torch.tensor([block.counts for block in self._blocks], dtype=torch.float64)  # (blocks, classes)
        self._labelled = self._counts.sum(dim=1)

    @property
    def labelled_pixels(self) -> float:
        return float(self._counts.sum())

    def anywhere(self, generator: Generator) -> Place:
        """Draws any pixel of a block."""
        block = self._block(self._labelled, generator)
        return self._place(block, _below(block.window.height, generator), _below(block.window.width, generator))

    def at_label(self, generator: Generator) -> Place:
        """Draws a labelled pixel."""
        block = self._block(self._labelled, generator)
        return self._one_of(block, self._labels(block) != UNLABELLED, generator)

    def of_class(self, index: int, generator: Generator) -> Place:
        """Draws a pixel of the class with this index, each as likely as the others."""
        block = self._block(self._counts[:, index], generator)
        return self._one_of(block, self._labels(block) == index, generator)

    def any_class(self, generator: Generator) -> int:
        """Draws the index of a class that may be learnt, each as likely as the others."""
        present = self._counts.sum(dim=0).nonzero().flatten()
        return int(present[_below(len(present), generator)])

    def read_around(self, place: Place, side: int) -> tuple[Tensor, Tensor, Tensor]:
        """Reads the window of `side` pixels around a place, moved into the raster where that is large enough.

        Returns image (bands, side, side), validity (side, side) and labels (side, side).
        """
        image, valid, labels = place.site.read_to_train(place.site.window_around(place.row, place.column, side))
        return torch.from_numpy(image), torch.from_numpy(valid), torch.from_numpy(labels)

    def sample(self, generator: Generator) -> Image:
        """Draws pixels of a block that have data and may be learnt, labelled or not, (bands, n)."""
        block = self._block(self._labelled, generator)
        site = self._ground.sites[block.raster]
        image, valid, _ = site.read(block.window)
        pixels = image[:, valid & site.is_learnt(block.window)]
        return pixels[:, torch.randperm(pixels.shape[1], generator=generator)[:SAMPLED_PIXELS].numpy()]

    def _block(self, weights: Tensor, generator: Generator) -> Block:
        return self._blocks[int(torch.multinomial(weights, 1, generator=generator))]

    def _place(self, block: Block, row: int, column: int) -> Place:
        return Place(self._ground.sites[block.raster], block.window.row + row, block.window.column + column)

    def _labels(self, block: Block) -> Indices:
        return self._ground.sites[block.raster].read_learnt(block.window)

    def _one_of(self, block: Block, wanted: Validity, generator: Generator) -> Place:
        pixels = np.argwhere(wanted)
        return self._place(block, *pixels[_below(len(pixels), generator)].tolist())


def _below(limit: int, generator: Generator) -> int:
    return int(torch.randint(limit, (), generator=generator))
