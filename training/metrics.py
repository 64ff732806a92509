"""Figures from a confusion matrix whose rows are the reference and whose columns are the map."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .block_counts import BlockCounts

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
UNLABELLED = -1  # class index of ground that counts neither in training nor in figures


def confusion(reference: Counts, predicted: Counts, classes: int) -> Counts:
    """Counts pixels by class index, (classes, classes); pixels whose reference or prediction is UNLABELLED do not count."""
    counted = (reference != UNLABELLED) & (predicted != UNLABELLED)
    pairs = reference[counted] * classes + predicted[counted]
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


@dataclass(frozen=True)
class Figures:
    """Accuracy measures of a confusion matrix (classes, classes), in 0..1 but for kappa; NaN of classes that do not occur, 0 over no pixels at all.

    `by_block` says how the matrix came together, where that is known.
    """

    matrix: Counts
    by_block: BlockCounts | None = None

    @classmethod
    def of_nothing(cls, classes: int) -> "Figures":
        """Returns figures to which pixels are yet to be added."""
        return cls(np.zeros((classes, classes), np.int64))

    @property
    def accuracy(self) -> float:
        """Share of the pixels whose class is right."""
        return float(np.trace(self.matrix) / max(self.matrix.sum(), 1))

    @property
    def kappa(self) -> float:
        """Agreement beyond that of a random map with the same shares of classes (Cohen 1960): 1 at best, about 0 for such a map."""
        total = max(float(self.matrix.sum()), 1.0)
        by_chance = float((self.support / total) @ (self.mapped / total))
        return (self.accuracy - by_chance) / (1 - by_chance) if by_chance < 1 else math.nan

    @property
    def support(self) -> Counts:
        """Pixels of each class in the reference."""
        counts: Counts = self.matrix.sum(axis=1)
        return counts

    @property
    def mapped(self) -> Counts:
        """Pixels of each class on the map."""
        counts: Counts = self.matrix.sum(axis=0)
        return counts

    @property
    def iou(self) -> Shares:
        """Intersection over union of each class (Jaccard 1912)."""
        return _shares(self._hits, self.support + self.mapped - self._hits)

    @property
    def f1(self) -> Shares:
        """Harmonic mean of precision and recall of each class (Dice 1945)."""
        return _shares(2 * self._hits, self.support + self.mapped)

    @property
    def precision(self) -> Shares:
        """Share of each class on the map that is right: user's accuracy (Story and Congalton 1986)."""
        return _shares(self._hits, self.mapped)

    @property
    def recall(self) -> Shares:
        """Share of each class in the reference that the map found: producer's accuracy (Story and Congalton 1986)."""
        return _shares(self._hits, self.support)

    @property
    def miou(self) -> float:
        """Mean IoU of the classes with pixels in the reference, by which epochs are chosen; NaN where there are none.

        A class that the reference lacks would count 0 as soon as one pixel is mapped as it. Such pixels cost the classes that they
        lie on.
        """
        return self._mean_of_referenced(self.iou)

    @property
    def mean_f1(self) -> float:
        """Mean F1 of the classes with pixels in the reference; NaN where there are none."""
        return self._mean_of_referenced(self.f1)

    @property
    def weighted_iou(self) -> float:
        """IoU weighted by each class's share of the reference (weighted Jaccard)."""
        return float(np.nansum(self.iou * self.support) / max(self.matrix.sum(), 1))

    @property
    def weighted_precision(self) -> float:
        """Precision weighted by each class's share of the reference; recall weighted like this is the accuracy."""
        return float(np.nansum(self.precision * self.support) / max(self.matrix.sum(), 1))

    @property
    def _hits(self) -> Counts:
        return np.diag(self.matrix)

    def _mean_of_referenced(self, shares: Shares) -> float:
        referenced = shares[self.support > 0]
        return float(referenced.mean()) if len(referenced) else math.nan

    def described(self, names: list[str]) -> dict[str, Any]:
        """Returns all figures as plain numbers, those of classes by name; None stands for NaN."""
        overall = {
            "accuracy": self.accuracy,
            "miou": self.miou,
            "weighted_iou": self.weighted_iou,
            "mean_f1": self.mean_f1,
            "kappa": self.kappa,
        }
        by_class = {"iou": self.iou, "f1": self.f1, "precision": self.precision, "recall": self.recall}
        return {
            **{figure: plain(value) for figure, value in overall.items()},
            **{
                figure: {name: plain(value) for name, value in zip(names, values.tolist(), strict=True)}
                for figure, values in by_class.items()
            },
            "support": dict(zip(names, self.support.tolist(), strict=True)),
            "pixels": int(self.matrix.sum()),
        }


def plain(value: float) -> float | None:
    """Returns a figure as JSON takes it: six decimals, None where it is not a number."""
    return round(value, 6) if math.isfinite(value) else None


def _shares(parts: Counts, wholes: Counts) -> Shares:
    return np.divide(parts, wholes, out=np.full(len(parts), np.nan), where=wholes > 0)
