"""Runs a network over batches of tiles: normalises, computes, returns probabilities on the device in fp32."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ..card import Normalisation
from ..network.device import autocast, is_out_of_memory
from ..network.normalise import normalise
from ..network.orientation import AVERAGED, orient, restore
from .stitch import Tile
from .tile_reader import Batch

Network = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Predictor:
    """A network in evaluation mode, what it needs to read pixels, and over how many orientations its answers are averaged."""

    network: Network
    normalisation: Normalisation
    device: torch.device
    precision: torch.dtype
    orientations: int = 1

    def tiles(self, batches: Iterable[Batch], told: Callable[[int], None]) -> Iterator[Tile]:
        """Yields what the network says of each tile; where that is no number, its pixels do not count. `told` hears after each batch how many tiles are dealt with."""
        for batch in batches:
            if batch.windows:
                valid = batch.valid.to(self.device)
                probabilities = self.probabilities(batch.images, valid)
                for window, each, where in zip(batch.windows, probabilities, valid, strict=True):
                    yield _answered(Tile(window, each, where))
            told(batch.passed)

    def probabilities(self, images: Tensor, valid: Tensor) -> Tensor:
        """Returns softmax probabilities (N, classes, H, W) for images (N, bands, H, W) in raster units, on the device.

        Where memory does not suffice for all images, halves are computed one after the other.
        """
        try:
            return self._compute(images, valid)
        except (RuntimeError, MemoryError) as error:
            if len(images) == 1 or not is_out_of_memory(error):
                raise
        half = len(images) // 2
        return torch.cat([self.probabilities(images[part], valid[part]) for part in (slice(half), slice(half, None))])

    def _compute(self, images: Tensor, valid: Tensor) -> Tensor:
        chosen = AVERAGED[self.orientations]
        with torch.inference_mode():
            inputs = normalise(images.to(self.device), valid.to(self.device), self.normalisation)
            answers = (restore(self._softmax(orient(inputs, each)), each) for each in chosen)
            return sum(answers, start=torch.zeros((), device=self.device)) / len(chosen)

    def _softmax(self, inputs: Tensor) -> Tensor:
        with autocast(self.device, self.precision):
            logits = self.network(inputs.contiguous(memory_format=torch.channels_last))
        return logits.float().softmax(dim=1)


def _answered(tile: Tile) -> Tile:
    """Returns the tile with the pixels left out whose probabilities are no numbers, as where a network's values overflow."""
    # Softmax makes all of a pixel's probabilities NaN where one is.
    is_number = tile.probabilities[0].isfinite()
    if is_number.all():
        return tile
    return Tile(tile.window, tile.probabilities.nan_to_num(), tile.valid & is_number, is_whole=False)
