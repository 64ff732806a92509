import numpy as np
import pytest

from training.metrics import UNLABELLED, Figures, confusion

# 3 classes; reference in rows: 5 of class 0 (1 taken for class 1), 4 of class 1 (all right), class 2 occurs nowhere.
MATRIX = np.array([[4, 1, 0], [0, 4, 0], [0, 0, 0]])


def test_rows_are_the_reference_and_columns_the_map() -> None:
    reference, predicted = np.array([[0, 0], [1, 1]]), np.array([[1, 0], [1, 1]])
    assert confusion(reference, predicted, 2).tolist() == [[1, 1], [0, 2]]


def test_unlabelled_and_unmapped_pixels_do_not_count() -> None:
    reference, predicted = np.array([0, UNLABELLED, 1]), np.array([0, 0, UNLABELLED])
    assert confusion(reference, predicted, 2).tolist() == [[1, 0], [0, 0]]


def test_the_figures_are_those_worked_out_by_hand() -> None:
    figures = Figures(MATRIX)
    assert figures.accuracy == pytest.approx(8 / 9)
    np.testing.assert_allclose(figures.iou, [4 / 5, 4 / 5, np.nan])
    assert figures.miou == pytest.approx(4 / 5)
    assert figures.weighted_iou == pytest.approx(4 / 5)


def test_the_figures_of_the_classes_and_kappa_are_those_worked_out_by_hand() -> None:
    figures = Figures(MATRIX)
    np.testing.assert_allclose(figures.precision, [4 / 4, 4 / 5, np.nan])
    np.testing.assert_allclose(figures.recall, [4 / 5, 4 / 4, np.nan])
    np.testing.assert_allclose(figures.f1, [8 / 9, 8 / 9, np.nan])
    assert (figures.support.tolist(), figures.mapped.tolist()) == ([5, 4, 0], [4, 5, 0])
    by_chance = (5 * 4 + 4 * 5) / 81
    assert figures.kappa == pytest.approx((8 / 9 - by_chance) / (1 - by_chance))
    assert figures.mean_f1 == pytest.approx(8 / 9)


def test_a_map_of_one_class_agrees_no_more_than_chance_does() -> None:
    assert Figures(np.array([[6, 0], [3, 0]])).kappa == pytest.approx(0)
    assert np.isnan(Figures(np.array([[9, 0], [0, 0]])).kappa)


def test_figures_are_described_by_name_with_none_where_there_is_nothing_to_measure() -> None:
    described = Figures(MATRIX).described(["paddy", "trees", "water"])
    assert described["precision"] == {"paddy": 1.0, "trees": 0.8, "water": None}
    assert described["support"] == {"paddy": 5, "trees": 4, "water": 0}
    assert (described["pixels"], described["accuracy"]) == (9, round(8 / 9, 6))


def test_a_class_that_only_the_map_knows_costs_the_class_that_it_lies_on() -> None:
    figures = Figures(np.array([[2, 2], [0, 0]]))
    np.testing.assert_allclose(figures.iou, [2 / 4, 0])
    assert figures.miou == pytest.approx(2 / 4)
    assert figures.mean_f1 == pytest.approx(4 / 6)


def test_stray_pixels_of_a_class_without_reference_hardly_change_the_mean_iou() -> None:
    stray = Figures(np.array([[10452, 1, 107], [0, 0, 0], [358, 1, 9561]]))
    assert stray.miou == pytest.approx((10452 / 10918 + 9561 / 10027) / 2)
    assert Figures(np.array([[999, 0, 1], [0, 1000, 0], [0, 0, 0]])).miou == pytest.approx(0.9995)
    assert Figures(np.array([[1000, 0, 0], [0, 1000, 0], [0, 0, 0]])).miou == 1


def test_nothing_labelled_has_no_miou() -> None:
    assert np.isnan(Figures(np.zeros((2, 2), np.int64)).miou)
