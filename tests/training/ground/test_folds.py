import numpy as np
import pytest

from paddy_segmenter.errors import InputError
from training.ground.folds import NO_FOLD, choose_validation, deal_folds


def test_validation_holds_its_share_of_every_class_and_the_same_seed_chooses_the_same() -> None:
    counts = np.zeros((50, 3), np.int64)
    counts[:, 0] = 1000
    counts[:10, 1] = 100  # in ten blocks
    counts[10:15, 2] = 10  # in five
    chosen = choose_validation(counts, share=0.2, seed=1)
    np.testing.assert_allclose(counts[chosen].sum(axis=0) / counts.sum(axis=0), [0.2, 0.2, 0.2], atol=0.01)
    np.testing.assert_array_equal(chosen, choose_validation(counts, share=0.2, seed=1))
    assert (chosen != choose_validation(counts, share=0.2, seed=2)).any()


def test_a_class_of_one_block_is_learnt_and_not_only_measured() -> None:
    counts = np.full((10, 2), 100)
    counts[:, 1] = 0
    counts[4, 1] = 50
    for seed in range(20):
        assert not choose_validation(counts, share=0.3, seed=seed)[4]


def test_blocks_without_labels_are_not_validated_on() -> None:
    counts = np.array([[5, 5], [0, 0], [5, 5], [0, 0]])
    assert choose_validation(counts, share=0.5, seed=0)[[1, 3]].sum() == 0


def test_every_labelled_block_is_in_one_fold_and_each_fold_holds_its_share_of_every_class() -> None:
    counts = np.zeros((52, 3), np.int64)
    counts[:50, 0] = 1000
    counts[:10, 1] = 100  # in ten blocks
    counts[10:15, 2] = 10  # in five
    fold_of = deal_folds(counts, folds=5, seed=1)
    assert np.bincount(fold_of[:50]).tolist() == [10] * 5
    assert (fold_of[50:] == NO_FOLD).all()
    for fold in range(5):
        np.testing.assert_allclose(counts[fold_of == fold].sum(axis=0) / counts.sum(axis=0), 0.2, atol=0.21)
    np.testing.assert_array_equal(fold_of, deal_folds(counts, folds=5, seed=1))
    assert (fold_of != deal_folds(counts, folds=5, seed=2)).any()


def test_more_folds_than_labelled_blocks_are_refused() -> None:
    with pytest.raises(InputError, match="2 blocks have labels, too few for 3 folds: choose fewer folds"):
        deal_folds(np.array([[5, 5], [0, 0], [5, 5]]), folds=3, seed=0)
