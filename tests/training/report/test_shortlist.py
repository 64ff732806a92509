import random

import pytest

from paddy_segmenter.core.tiles import Window
from training.report import shortlist
from training.report.ranking import Chip, View
from training.report.shortlist import SHOWN, Shortlist, choose_chips


def chip(accuracy: float, labelled: int = 100, row: int = 0, fold: int = 0) -> Chip:
    """A chip of 10 x 10 pixels."""
    return Chip(0, Window(row, 0, 10, 10), round(accuracy * labelled), labelled, fold)


@pytest.mark.parametrize(
    ("count", "kinds"),
    [
        (0, ""),
        (1, "b"),
        (2, "bw"),
        (3, "bmw"),
        (4, "bbww"),
        (5, "bbmww"),
        (9, "bbbmmmwww"),
        (20, "bbbmmmwww"),
    ],
)
def test_best_median_and_worst_chips_are_shown_once_each_from_the_best_down(count: int, kinds: str) -> None:
    chips = [chip(number / 20, row=number) for number in range(count)]
    chosen = choose_chips(chips[::2] + chips[1::2], chips)
    assert "".join(kind[0] for kind, _ in chosen) == kinds
    assert sorted(chosen, key=lambda pair: -pair[1].accuracy) == chosen
    if count == 20:
        assert [c.window.row for _, c in chosen] == [19, 18, 17, 11, 10, 9, 2, 1, 0]


def test_a_chip_with_hardly_a_label_is_shown_only_where_there_is_no_other() -> None:
    scarce = chip(0.0, labelled=2)
    assert choose_chips([chip(0.5), scarce], [chip(0.5), scarce]) == [("best", chip(0.5))]
    assert choose_chips([scarce], [scarce]) == [("best", scarce)]


def test_a_chip_of_which_nothing_was_kept_is_never_taken_for_the_median() -> None:
    chips = [chip(number / 20, row=number) for number in range(20)]
    kept = [c for c in chips if c.window.row not in (9, 11)]
    medians = [c.window.row for kind, c in choose_chips(chips, kept) if kind == "median"]
    assert medians == [12, 10, 8]


@pytest.mark.parametrize("folds_differ", [False, True])
def test_of_very_many_chips_few_are_held_and_the_right_ones_are_shown(
    monkeypatch: pytest.MonkeyPatch, folds_differ: bool
) -> None:
    monkeypatch.setattr(shortlist, "ROOM", 60 * 10**2)
    accuracies = [number / 10_000 for number in range(10_000)]
    if not folds_differ:  # else each fold has a range of its own, and one follows the other
        random.Random(0).shuffle(accuracies)
    listed = Shortlist(10)
    for number, accuracy in enumerate(accuracies):
        listed.add(chip(accuracy, 10_000, number, fold=1 + number // 2_000), View(1, 1))
        assert len(listed._views) <= 60
    shown = {kind: [] for kind in ("best", "median", "worst")}
    for kind, each, _ in listed.chosen():
        shown[kind].append(each.accuracy)
    assert shown["best"] == [0.9999, 0.9998, 0.9997]
    assert shown["worst"] == [0.0002, 0.0001, 0.0]
    assert len(shown["median"]) == SHOWN
    assert all(0.4 < accuracy < 0.6 for accuracy in shown["median"])


def test_chips_with_hardly_a_label_take_no_room_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "ROOM", 0)
    listed = Shortlist(10)
    for number in range(200):
        listed.add(chip(1.0, labelled=1 + number // 100, row=number), View(1, 1))
    for number in range(9):
        listed.add(chip(number / 10, row=200 + number), View(1, 1))
    assert [c.window.row for _, c, _ in listed.chosen()] == [208, 207, 206, 205, 204, 203, 202, 201, 200]
