"""Tiles on their way from a raster to the network: read in batches, those without data left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ..rasters.raster import Raster
from ..tiles import Window


@dataclass(frozen=True)
class Batch:
    """Tiles of one row of the lattice: images (N, bands, T, T) in raster units, NaN where a band has no data, and validity (N, T, T).

    `passed` counts the tiles since the batch before, those without data included; a batch may be empty.
    """

    windows: tuple[Window, ...]
    images: Tensor
    valid: Tensor
    passed: int


@dataclass(frozen=True)
class TileReader:
    """Reads the bands of a raster in batches of `size` tiles."""

    raster: Raster
    bands: tuple[int, ...]
    size: int

    def batches(self, rows: Iterable[list[Window]]) -> Iterator[Batch]:
        """Yields the tiles that have data, `size` at a time.

        Batches are formed within a row, from the left, so that they do not depend on where a run started.
        """
        for row in rows:
            pending: list[tuple[Window, Tensor, Tensor]] = []
            passed = 0
            for window in row:
                passed += 1
                pending += self._read(window)
                if len(pending) == self.size:
                    yield _batch(pending, passed)
                    pending, passed = [], 0
            if passed:
                yield _batch(pending, passed)

    def _read(self, window: Window) -> list[tuple[Window, Tensor, Tensor]]:
        """Returns the tile with its pixels, or nothing where it has no data."""
        if self.raster.is_known_empty(window, self.bands):
            return []
        image, valid = self.raster.read(window, self.bands)
        return [(window, torch.from_numpy(image), torch.from_numpy(valid))] if valid.any() else []


def _batch(pending: list[tuple[Window, Tensor, Tensor]], passed: int) -> Batch:
    if not pending:
        return Batch((), torch.empty(0), torch.empty(0), passed)
    windows, images, valid = zip(*pending, strict=True)
    return Batch(windows, torch.stack(images), torch.stack(valid), passed)
