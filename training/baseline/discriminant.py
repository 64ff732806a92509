"""Linear discriminant analysis, learnt part by part: numpy alone, and no more memory than a part takes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ..metrics import Counts

RIDGE = 1e-6  # added to the variance of each feature, whose own is about 1: a band may be constant, or twice another

Values = npt.NDArray[np.floating[Any]]
Exact = npt.NDArray[np.float64]


class Moments:
    """What a linear discriminant analysis has to know of its samples: how many each class has, their sums, and the products of all."""

    def __init__(self, classes: int, features: int) -> None:
        self.counts = np.zeros(classes, np.int64)
        self._sums = np.zeros((classes, features))
        self._products = np.zeros((features, features))

    def add(self, values: Values, labels: Counts) -> None:
        """Takes samples (features, samples) with their class indices (samples,)."""
        exact = values.astype(np.float64)
        self.counts += np.bincount(labels, minlength=len(self.counts))
        for index in np.unique(labels).tolist():
            self._sums[index] += exact[:, labels == index].sum(axis=1)
        self._products += exact @ exact.T

    def solve(self) -> "Discriminant":
        """Returns the analysis of all samples so far, of which there is one at least."""
        means = self._sums / np.maximum(self.counts, 1)[:, None]
        between = (means.T * self.counts) @ means
        within = (self._products - between) / self.counts.sum()
        return Discriminant.of(means, within + RIDGE * np.eye(len(within)), self.counts / self.counts.sum())


class Discriminant:
    """Tells classes apart by planes (Fisher 1936; Hastie, Tibshirani and Friedman 2009, equation 4.10).

    A sample x is of the class k whose score x' S^-1 m_k - m_k' S^-1 m_k / 2 + log p_k is highest, where m_k is the mean of the class, p_k its
    share of the samples, and S the covariance of the samples about the means of their classes, the same for all of them. That is the best
    there is where each class is normally distributed with the covariance S.
    """

    def __init__(self, slopes: Exact, offsets: Exact) -> None:
        self._slopes = slopes
        self._offsets = offsets

    @classmethod
    def of(cls, means: Exact, covariance: Exact, shares: Exact) -> "Discriminant":
        """Returns the one of means (classes, features), a covariance (features, features) and shares (classes,); where that is 0, no sample is of the class."""
        slopes = np.linalg.solve(covariance, means.T).T
        with np.errstate(divide="ignore"):
            offsets = np.log(shares) - (slopes * means).sum(axis=1) / 2
        return cls(slopes, offsets)

    def classify(self, values: Values) -> Counts:
        """Returns the class indices (samples,) of samples (features, samples)."""
        scores = self._slopes @ values + self._offsets[:, None]
        classes: Counts = scores.argmax(axis=0)
        return classes
