"""Tiles on their way from a raster to the network: read in batches, those without data left out."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import SimpleQueue

import torch
from torch import Tensor

from ..rasters.raster import Raster
from ..tiles import Window
from .prefetch import each_ahead

Read = tuple[Window, Tensor, Tensor]  # a tile's place, its pixels (bands, T, T) and their validity (T, T)


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
    """Reads the bands of a raster in batches of `size` tiles, so many tiles at a time as there are `threads`."""

    raster: Raster
    bands: tuple[int, ...]
    size: int
    threads: int = 1

    def batches(self, rows: Sequence[Sequence[Window]]) -> Iterator[Batch]:
        """Yields the tiles that have data, `size` at a time.

        Batches are formed within a row, from the left, so that they do not depend on where a run started.
        """
        with closing(self._reads(window for row in rows for window in row)) as reads:
            for row in rows:
                pending: list[Read] = []
                passed = 0
                for _ in row:
                    passed += 1
                    pending += next(reads)
                    if len(pending) == self.size:
                        yield _batch(pending, passed)
                        pending, passed = [], 0
                if passed:
                    yield _batch(pending, passed)

    def _reads(self, windows: Iterator[Window]) -> Generator[list[Read], None, None]:
        """Yields for each window its tile, or nothing where it has no data."""
        if self.threads == 1:
            yield from (self._read(self.raster, window) for window in windows)
            return
        free = SimpleQueue[Raster]()  # a raster is read by one thread at a time
        for _ in range(self.threads):
            free.put(self.raster.reopened())

        def read(window: Window) -> list[Read]:
            raster = free.get()
            try:
                return self._read(raster, window)
            finally:
                free.put(raster)

        yield from each_ahead(read, windows, self.threads)

    def _read(self, raster: Raster, window: Window) -> list[Read]:
        if raster.is_known_empty(window, self.bands):
            return []
        image, valid = raster.read(window, self.bands)
        return [(window, torch.from_numpy(image), torch.from_numpy(valid))] if valid.any() else []


def _batch(pending: list[Read], passed: int) -> Batch:
    if not pending:
        return Batch((), torch.empty(0), torch.empty(0), passed)
    windows, images, valid = zip(*pending, strict=True)
    return Batch(windows, torch.stack(images), torch.stack(valid), passed)
