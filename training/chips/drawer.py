"""Chips: square windows drawn at random from the training blocks, read on the fly."""

import numpy as np
import torch
from torch import Tensor

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.network.normalise import measure_normalisation
from paddy_segmenter.core.rasters.raster import Image
from paddy_segmenter.core.tiles import Window

from ..ground.blocks import Block
from ..ground.ground import Ground
from ..ground.site import Site
from ..metrics import UNLABELLED
from .augment import draw_side, orient_randomly, resize

REDRAWS = 50  # windows tried for one chip before one is laid around a label
SAMPLED_BLOCKS = 64  # read to measure the normalisation
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
        return measure_normalisation(np.concatenate([self._sample() for _ in range(SAMPLED_BLOCKS)], axis=1))

    def _draw(self) -> tuple[Tensor, Tensor, Tensor]:
        for _ in range(REDRAWS):
            block, side = self._choose_block(), draw_side(self._chip, self.generator)
            chip = self._read_around(block, self._any_pixel(block), side)
            if (chip[2] != UNLABELLED).any():
                return chip
        return self._read_around(block, self._labelled_pixel(block), self._chip)

    def _choose_block(self) -> Block:
        return self._blocks[int(torch.multinomial(self._weights, 1, generator=self.generator))]

    def _site(self, block: Block) -> Site:
        return self._ground.sites[block.raster]

    def _read_around(self, block: Block, pixel: tuple[int, int], side: int) -> tuple[Tensor, Tensor, Tensor]:
        """Reads the window around a pixel (row, column) of the block, moved into the raster where that is large enough, as a chip."""
        site = self._site(block)
        limits = site.raster.grid.height, site.raster.grid.width
        row, column = (
            max(min(centre - side // 2, limit - side), 0) for centre, limit in zip(pixel, limits, strict=True)
        )
        image, valid, labels = site.read_to_train(Window(row, column, side, side))
        return resize(torch.from_numpy(image), torch.from_numpy(valid), torch.from_numpy(labels), self._chip)

    def _any_pixel(self, block: Block) -> tuple[int, int]:
        window = block.window
        return window.row + self._random(window.height), window.column + self._random(window.width)

    def _labelled_pixel(self, block: Block) -> tuple[int, int]:
        _, _, labels = self._site(block).read_to_train(block.window)
        places = np.argwhere(labels != UNLABELLED)
        row, column = places[self._random(len(places))].tolist()
        return block.window.row + row, block.window.column + column

    def _random(self, limit: int) -> int:
        return int(torch.randint(limit, (), generator=self.generator))

    def _sample(self) -> Image:
        block = self._choose_block()
        image, valid, _ = self._site(block).read(block.window)
        pixels = image[:, valid]
        chosen = torch.randperm(pixels.shape[1], generator=self.generator)[:SAMPLED_PIXELS]
        return pixels[:, chosen.numpy()]
