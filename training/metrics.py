"""Figures from a confusion matrix whose rows are the reference and whose columns are the map."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
UNLABELLED = -1  # class index of ground that counts neither in training nor in figures


def confusion(reference: Counts, predicted: Counts, classes: int) -> Counts:
    """Counts pixels by class index, (classes, classes); pixels whose reference or prediction is UNLABELLED do not count."""
    counted = (reference != UNLABELLED) & (predicted != UNLABELLED)
    pairs = reference[counted] * classes + predicted[counted]
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


@dataclass(frozen=True)
class Figures:
    """Accuracy measures of a confusion matrix (classes, classes), all in 0..1; NaN where a class occurs nowhere."""

    matrix: Counts

    @classmethod
    def of_nothing(cls, classes: int) -> "Figures":
        """Returns figures to which pixels are yet to be added."""
        return cls(np.zeros((classes, classes), np.int64))

    @property
    def accuracy(self) -> float:
        """Share of the pixels whose class is right."""
        return float(np.trace(self.matrix) / max(self.matrix.sum(), 1))

    @property
    def iou(self) -> npt.NDArray[np.float64]:
        """Intersection over union of each class (Jaccard index)."""
        hits = np.diag(self.matrix).astype(np.float64)
        union = self.matrix.sum(axis=0) + self.matrix.sum(axis=1) - hits
        return np.divide(hits, union, out=np.full(len(hits), np.nan), where=union > 0)

    @property
    def miou(self) -> float:
        """Mean IoU of the classes that occur in reference or map; NaN where there are none."""
        occurring = self.iou[~np.isnan(self.iou)]
        return float(occurring.mean()) if len(occurring) else float("nan")

    @property
    def weighted_iou(self) -> float:
        """IoU weighted by each class's share of the reference (weighted Jaccard)."""
        return float(np.nansum(self.iou * self.matrix.sum(axis=1)) / max(self.matrix.sum(), 1))

    def described(self, names: list[str]) -> dict[str, Any]:
        """Returns accuracy, mIoU, weighted IoU and the IoU by class name as plain numbers, None where a class occurs nowhere."""
        return {
            "accuracy": _plain(self.accuracy),
            "miou": _plain(self.miou),
            "weighted_iou": _plain(self.weighted_iou),
            "iou": {name: _plain(value) for name, value in zip(names, self.iou.tolist(), strict=True)},
            "pixels": int(self.matrix.sum()),
        }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
