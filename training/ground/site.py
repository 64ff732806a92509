"""A raster with its burnt labels, and what each pixel of it is for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.raster import Image, Raster, Validity
from paddy_segmenter.core.tiles import Window

from ..labels.legend import Labels
from ..metrics import UNLABELLED
from .roles import LEARNT, VALIDATED

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Site:
    """A raster, its class-index raster on the same grid, and the roles of its pixels: None where all of them are learnt.

    All ground that is validated on lies within the `validation` windows. Where `limits` say anything but LEARNT, labels count for nothing.
    The `source` is what was burnt.
    """

    raster: Raster
    labels: Raster
    bands: tuple[int, ...]
    roles: Raster | None = None
    validation: tuple[Window, ...] = ()
    limits: Raster | None = None
    source: Labels | None = None

    def read(self, window: Window) -> tuple[Image, Validity, Indices]:
        """Reads the image (bands, H, W), its validity and the class indices (H, W), UNLABELLED where there is no image."""
        image, valid = self.raster.read(window, self.bands)
        return image, valid, np.where(valid, self._read_burnt(window), UNLABELLED)

    def read_labels(self, window: Window) -> Indices:
        """Reads the class indices (H, W) alone, as `read` does: of the image no more than tells where labelled pixels have data."""
        labels = self._read_burnt(window)
        if self.raster.never_lacks_data(self.bands):
            return labels

        part = labelled_box(labels, window)
        if part is None:
            return labels
        _, valid = self.raster.read(part, self.bands)
        rows, columns = part.inside(window)
        labels[rows, columns][~valid] = UNLABELLED
        return labels

    def read_to_train(self, window: Window) -> tuple[Image, Validity, Indices]:
        """Reads a window with the labels left out of all ground that is validated on, here or by another site, or withheld."""
        image, valid, labels = self.read(window)
        return image, valid, np.where(self.read_roles(window) == LEARNT, labels, UNLABELLED)

    def read_to_validate(self, window: Window) -> Indices:
        """Reads the class indices (H, W) of the ground to validate on, UNLABELLED elsewhere."""
        return np.where(self.read_roles(window) == VALIDATED, self.read_labels(window), UNLABELLED)

    def read_learnt(self, window: Window) -> Indices:
        """Reads the class indices (H, W) of the ground to learn from, UNLABELLED elsewhere."""
        return np.where(self.read_roles(window) == LEARNT, self.read_labels(window), UNLABELLED)

    def read_roles(self, window: Window) -> Indices:
        """Reads what each pixel (H, W) is for."""
        if self.roles is None:
            return np.full((window.height, window.width), LEARNT)
        return self.roles.read_values(window, LEARNT)

    def window_around(self, row: int, column: int, side: int) -> Window:
        """Returns the square window of `side` pixels around a pixel, moved into the raster where that is large enough."""
        grid = self.raster.grid
        top, left = max(min(row - side // 2, grid.height - side), 0), max(min(column - side // 2, grid.width - side), 0)
        return Window(top, left, side, side)

    def is_learnt(self, window: Window) -> Validity:
        """Returns which pixels (H, W) a training may learn, whether they are labelled or not."""
        learnt: Validity = self.is_within_limits(window) & (self.read_roles(window) == LEARNT)
        return learnt

    def validates(self, window: Window) -> bool:
        """Returns whether the window may hold a pixel to validate on."""
        return any(block.overlaps(window) for block in self.validation)

    def is_all_learnt(self, window: Window) -> bool:
        """Returns whether all pixels of the window are known to be learnt, without reading them; False says nothing."""
        return self.roles is None or self.roles.is_known_empty(window, (1,))

    def is_within_limits(self, window: Window) -> Validity:
        """Returns on which pixels (H, W) labels count."""
        if self.limits is None:
            return np.ones((window.height, window.width), np.bool_)
        within: Validity = self.limits.read_values(window, LEARNT) == LEARNT
        return within

    def _read_burnt(self, window: Window) -> Indices:
        """Reads the class indices (H, W), UNLABELLED beyond the limits, whether there is an image or not."""
        labels = self.labels.read_values(window, UNLABELLED)
        if self.limits is not None:
            labels[~self.is_within_limits(window)] = UNLABELLED
        return labels


def labelled_box(labels: Indices, window: Window) -> Window | None:
    """Returns the smallest part of a window that holds all pixels with a class index (H, W), None where there is none."""
    labelled = labels != UNLABELLED
    rows, columns = np.flatnonzero(labelled.any(axis=1)), np.flatnonzero(labelled.any(axis=0))
    if not rows.size:
        return None
    top, left = int(rows[0]), int(columns[0])
    return Window(window.row + top, window.column + left, int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left)
