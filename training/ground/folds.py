"""Which blocks are kept out of the training: a share of them, or one fold after the other, balanced by class."""

import numpy as np
import numpy.typing as npt

from paddy_segmenter.errors import InputError

from .blocks import Counts

DRAWS = 500  # random splits that are compared
NO_FOLD = -1
BLOCKS = "blocks"
CELLS = "cells of a chip's size"
REMEDIES = {
    BLOCKS: "choose fewer folds or smaller blocks",
    "areas": "choose fewer folds or draw more areas",
    CELLS: "choose fewer folds or smaller chips",
}


def choose_validation(counts: Counts, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Chooses the blocks to validate on: about `share` of them, with class shares as near to the whole's as a random draw gives.

    Args:
        counts: labelled pixels, (blocks, classes); blocks without labels are not chosen. Two or more have some.
        share: 0..1.
        seed: the same seed chooses the same blocks.
    """
    labelled = np.flatnonzero(counts.sum(axis=1))
    wanted = min(max(1, round(share * len(labelled))), len(labelled) - 1)
    generator = np.random.default_rng(seed)
    draws = [generator.permutation(labelled)[:wanted] for _ in range(DRAWS)]
    best = min(draws, key=lambda chosen: _imbalance(counts, chosen, share))
    return np.isin(np.arange(len(counts)), best)


def deal_folds(counts: Counts, folds: int, seed: int, pieces: str = "blocks") -> npt.NDArray[np.int64]:
    """Deals blocks, or other pieces of ground, into folds of nearly equal size, each with class shares as near to the whole's as a random draw gives.

    Args:
        counts: labelled pixels, (pieces, classes).
        folds: how many.
        seed: the same seed deals the same folds.
        pieces: what is dealt, one of REMEDIES.

    Returns:
        The fold of each piece, counted from 0; NO_FOLD for those without labels.

    Raises:
        InputError: fewer pieces than folds have labels.
    """
    labelled = np.flatnonzero(counts.sum(axis=1))
    if len(labelled) < folds:
        raise InputError(
            f"{len(labelled)} {pieces} have labels, too few for {folds} folds: {REMEDIES[pieces]}, or label more ground"
        )
    generator = np.random.default_rng(seed)
    deals = [generator.permutation(labelled) for _ in range(DRAWS)]

    def imbalance(dealt: npt.NDArray[np.intp]) -> float:
        return sum(_imbalance(counts, dealt[fold::folds], 1 / folds) for fold in range(folds))

    best = min(deals, key=imbalance)
    fold_of = np.full(len(counts), NO_FOLD, np.int64)
    fold_of[best] = np.arange(len(best)) % folds
    return fold_of


def _imbalance(counts: Counts, chosen: npt.NDArray[np.intp], share: float) -> float:
    """Returns how far a draw is from holding `share` of every class; a class that training would miss weighs most."""
    total, validation = counts.sum(axis=0), counts[chosen].sum(axis=0)
    present = total > 0
    shares = validation[present] / total[present]
    return float(np.abs(shares - share).mean() + 10 * np.mean(shares == 1) + np.mean(shares == 0))
