"""Chips: square windows drawn at random from the training blocks, read on the fly."""

import numpy as np
import torch
from torch import Tensor

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.normalise import measure_normalisation
from paddy_segmenter.core.raster import Image
from paddy_segmenter.core.tiles import Window

from .augment import orient_randomly
from .folds import Block
from .ground import Ground, Site
from .metrics import UNLABELLED

REDRAWS = 50  # windows tried for one chip before it is taken without labels
SAMPLED_CHIPS = 64  # read to measure the normalisation
SAMPLED_PIXELS = 16_384  # of each of them


class ChipDrawer:
    """Draws training chips of `chip` pixels, reproducibly from the seed; places are as likely as they are labelled."""

    def __init__(self, ground: Ground, chip: int, seed: int) -> None:
        self._ground, self._chip = ground, chip
        self.generator = torch.Generator().manual_seed(seed)
        self._blocks = ground.training_blocks
        self._weights = torch.tensor([float(sum(block.counts)) for block in self._blocks])

    @property
    def chips_to_cover(self) -> float:
        """How many chips cover the labelled training ground once."""
        return float(self._weights.sum()) / self._chip**2

    def draw_batch(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Returns images (size, bands, S, S), validity (size, S, S) and labels (size, S, S), in random orientations."""
        chips = [orient_randomly(*self._draw(), self.generator) for _ in range(size)]
        images, valid, labels = zip(*chips, strict=True)
        return torch.stack(images), torch.stack(valid), torch.stack(labels)

    def measure(self) -> Normalisation:
        """Returns the normalisation measured on pixels of training blocks."""
        return measure_normalisation(np.concatenate([self._sample() for _ in range(SAMPLED_CHIPS)], axis=1))

    def _draw(self) -> tuple[Tensor, Tensor, Tensor]:
        for _ in range(REDRAWS):
            block = self._choose_block()
            chip = self._site(block).read_to_train(self._place(block), self._ground.buffer)
            if (chip[2] != UNLABELLED).any():
                break
        image, valid, labels = chip
        return torch.from_numpy(image), torch.from_numpy(valid), torch.from_numpy(labels)

    def _choose_block(self) -> Block:
        return self._blocks[int(torch.multinomial(self._weights, 1, generator=self.generator))]

    def _site(self, block: Block) -> Site:
        return self._ground.sites[block.raster]

    def _place(self, block: Block) -> Window:
        """Returns a chip around a random pixel of the block, moved into the raster where that is large enough."""
        grid = self._site(block).raster.grid
        row = self._start(block.window.row, block.window.height, grid.height)
        column = self._start(block.window.column, block.window.width, grid.width)
        return Window(row, column, self._chip, self._chip)

    def _start(self, first: int, length: int, limit: int) -> int:
        centre = first + int(torch.randint(length, (), generator=self.generator))
        return max(min(centre - self._chip // 2, limit - self._chip), 0)

    def _sample(self) -> Image:
        block = self._choose_block()
        image, valid, _ = self._site(block).read(block.window)
        pixels = image[:, valid]
        chosen = torch.randperm(pixels.shape[1], generator=self.generator)[:SAMPLED_PIXELS]
        return pixels[:, chosen.numpy()]
