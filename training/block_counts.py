"""Confusion matrices of blocks of ground, kept by the cells that are not empty: most blocks know few classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
COLUMNS = 4  # block, class in the reference, class on the map, pixels


@dataclass(frozen=True)
class BlockCounts:
    """How many pixels of each block have which classes in the reference and on the map.

    Attributes:
        cells: a row for each cell that is not empty: block, class in the reference, class on the map, pixels; (cells, 4).
        blocks: how many there are, those without any pixel included.
        classes: how many there are.
    """

    cells: Counts
    blocks: int
    classes: int

    @classmethod
    def gather(cls, parts: Iterable[tuple[int, Counts]], blocks: int, classes: int) -> "BlockCounts":
        """Returns what all parts come to: the number of a block, and a confusion matrix (classes, classes) of part of it."""
        rows = [np.empty((0, COLUMNS), np.int64)]
        for block, matrix in parts:
            reference, mapped = np.nonzero(matrix)
            numbers = np.full(len(reference), block)
            rows.append(np.stack([numbers, reference, mapped, matrix[reference, mapped]], axis=1))

        return cls(_united(np.concatenate(rows)), blocks, classes)

    @property
    def matrix(self) -> Counts:
        """The confusion matrix of all blocks together, (classes, classes)."""
        return self.weighted(np.ones(self.blocks, np.int64))

    @property
    def measured(self) -> int:
        """How many blocks hold a pixel that counts."""
        return len(np.unique(self.cells[:, 0]))

    def holding(self, index: int) -> int:
        """Returns how many blocks hold a pixel of this class in their reference."""
        return len(np.unique(self.cells[self.cells[:, 1] == index, 0]))

    def weighted(self, weights: Counts) -> Counts:
        """Returns the confusion matrix (classes, classes) in which each block counts as often as its weight says, (blocks,)."""
        block, reference, mapped, pixels = self.cells.T
        places = reference * self.classes + mapped
        # Sums of float64 are exact up to 2**53 pixels.
        counts = np.bincount(places, pixels * weights[block], self.classes**2)
        matrix: Counts = counts.astype(np.int64).reshape(self.classes, self.classes)
        return matrix

    def table(self, pairs: Counts) -> Counts:
        """Returns the pixels of each block by pairs of classes, (blocks, pairs); a pair is `reference * classes + mapped`, in rising order."""
        block, reference, mapped, pixels = self.cells.T
        counts = np.zeros((self.blocks, len(pairs)), np.int64)
        counts[block, np.searchsorted(pairs, reference * self.classes + mapped)] = pixels
        return counts

    @classmethod
    def from_table(cls, counts: Counts, pairs: Counts, classes: int) -> "BlockCounts":
        """Returns what `table` was made from."""
        block, place = np.nonzero(counts)
        cells = np.stack([block, pairs[place] // classes, pairs[place] % classes, counts[block, place]], axis=1)
        return cls(cells, len(counts), classes)

    @classmethod
    def joined(cls, parts: Sequence["BlockCounts"]) -> "BlockCounts":
        """Returns the blocks of all parts, one part after the other."""
        firsts = np.cumsum([0, *(part.blocks for part in parts)])
        rows = [part.cells + np.array([first, 0, 0, 0]) for part, first in zip(parts, firsts[:-1], strict=True)]
        return cls(np.concatenate(rows), int(firsts[-1]), parts[0].classes)

    def described(self) -> list[list[list[int]]]:
        """Returns for each block its cells as plain numbers: class in the reference, class on the map, pixels."""
        blocks: list[list[list[int]]] = [[] for _ in range(self.blocks)]
        for block, *cell in self.cells.tolist():
            blocks[block].append(cell)
        return blocks


def _united(cells: Counts) -> Counts:
    """Returns the cells with those of the same block and classes added up, in rising order."""
    places, where = np.unique(cells[:, :-1], axis=0, return_inverse=True)
    pixels = np.zeros(len(places), np.int64)
    np.add.at(pixels, where.ravel(), cells[:, -1])
    return np.column_stack([places, pixels])
