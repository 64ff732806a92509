"""Runs a network over tiles: normalises, computes in batches, returns probabilities on the host in fp32."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .card import Normalisation
from .device import autocast
from .normalise import normalise
from .raster import Raster
from .stitch import TileRow, Tiles
from .tiles import Lattice, Window


def everywhere(window: Window) -> bool:
    """The usual answer to which tiles are wanted: all."""
    return True


@dataclass(frozen=True)
class Predictor:
    """A network in evaluation mode with what it needs to read pixels: normalisation, device, precision and tiles per batch."""

    network: nn.Module
    normalisation: Normalisation
    device: torch.device
    precision: torch.dtype
    batch: int

    def probabilities(self, images: Tensor, valid: Tensor) -> Tensor:
        """Returns softmax probabilities (N, classes, H, W) in fp32 for images (N, bands, H, W) in raster units."""
        images, valid = images.to(self.device), valid.to(self.device)
        inputs = normalise(images, valid, self.normalisation).contiguous(memory_format=torch.channels_last)
        with torch.inference_mode(), autocast(self.device, self.precision):
            logits: Tensor = self.network(inputs)
        return logits.float().softmax(dim=1).cpu()

    def tile_rows(
        self,
        raster: Raster,
        bands: tuple[int, ...],
        lattice: Lattice,
        told: Callable[[int], None],
        wanted: Callable[[Window], bool] = everywhere,
    ) -> TileRow:
        """Returns what computes a row of the lattice's tiles on this raster.

        Tiles without data or not wanted are left out. Batches are formed within a row, from the left, so that the result does
        not depend on where a run started. `told` hears after each batch how many tiles are dealt with.
        """

        def compute(row: int) -> Tiles:
            reached, pending = 0, []
            windows = lattice.tile_row(row)
            for window in windows:
                if wanted(window):
                    image, valid = raster.read(window, bands)
                    if valid.any():
                        pending.append((window, torch.from_numpy(image), torch.from_numpy(valid)))
                reached += 1
                if pending and (len(pending) == self.batch or window is windows[-1]):
                    yield from self._batch(pending)
                    pending = []
                    told(reached)
                    reached = 0
            told(reached)

        return compute

    def _batch(self, pending: list[tuple[Window, Tensor, Tensor]]) -> Iterator[tuple[Window, Tensor, Tensor]]:
        windows, images, valid = zip(*pending, strict=True)
        probabilities = self.probabilities(torch.stack(images), torch.stack(valid))
        yield from zip(windows, probabilities, valid, strict=True)
