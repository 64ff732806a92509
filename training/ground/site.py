"""A raster with its burnt labels, and which of its ground is kept out of the training."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.raster import Image, Raster, Validity
from paddy_segmenter.core.tiles import Window

from ..metrics import UNLABELLED

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Site:
    """A raster, its class-index raster on the same grid, its validation blocks, and those of other sites on its ground."""

    raster: Raster
    labels: Raster
    bands: tuple[int, ...]
    validation: tuple[Window, ...] = ()
    hidden: tuple[Window, ...] = ()

    def read(self, window: Window) -> tuple[Image, Validity, Indices]:
        """Reads the image (bands, H, W), its validity and the class indices (H, W), UNLABELLED where there is no image."""
        image, valid = self.raster.read(window, self.bands)
        return image, valid, np.where(valid, self.labels.read_values(window, UNLABELLED), UNLABELLED)

    def read_to_train(self, window: Window, buffer: int) -> tuple[Image, Validity, Indices]:
        """Reads a window with the labels of all validation blocks, and of a strip of `buffer` pixels around them, left out."""
        image, valid, labels = self.read(window)
        for block in (*self.validation, *self.hidden):
            labels[_within(block, window, buffer)] = UNLABELLED
        return image, valid, labels

    def read_to_validate(self, window: Window) -> Indices:
        """Reads the class indices (H, W) of the validation blocks, UNLABELLED elsewhere."""
        _, _, labels = self.read(window)
        kept = np.full_like(labels, UNLABELLED)
        for block in self.validation:
            kept[_within(block, window)] = labels[_within(block, window)]
        return kept

    def validates(self, window: Window) -> bool:
        """Returns whether the window holds a pixel of a validation block."""
        return any(_overlap(block, window) for block in self.validation)

    def withholds(self, window: Window, buffer: int) -> bool:
        """Returns whether `read_to_train` leaves out a part of the window."""
        return any(_overlap(block, window, buffer) for block in (*self.validation, *self.hidden))


def _overlap(block: Window, window: Window, margin: int = 0) -> bool:
    return (
        block.row - margin < window.bottom
        and window.row < block.bottom + margin
        and block.column - margin < window.right
        and window.column < block.right + margin
    )


def _within(block: Window, window: Window, margin: int = 0) -> tuple[slice, slice]:
    """Returns where in the window the block lies, widened by the margin."""
    rows = slice(max(block.row - margin - window.row, 0), max(block.bottom + margin - window.row, 0))
    columns = slice(max(block.column - margin - window.column, 0), max(block.right + margin - window.column, 0))
    return rows, columns
