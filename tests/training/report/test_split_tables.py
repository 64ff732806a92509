from typing import Any

import pytest

from training.report.split_tables import NOT_MEASURED, fold_rows, optimism_rows, split_facts, tell_optimism

COUNTS = {"shared_pixels": 0, "touching_pixels": 12, "seeing_chips": 0.1, "copied_blocks": 1, "compared_blocks": 9}


def record(**optimism: Any) -> dict[str, Any]:
    split = {"kind": "blocks", "block": 32} | ({"optimism": optimism} if optimism else {})
    return {"validation": {"accuracy": 0.9, "miou": 0.7, "kappa": 0.8}, "split": split}


def random(accuracy: float, miou: float) -> dict[str, Any]:
    excess = {"accuracy": round(accuracy - 0.9, 6), "miou": round(miou - 0.7, 6), "weighted_iou": 0.0}
    return {"random": {"accuracy": accuracy, "miou": miou, "precision": {"paddy": None}}, "excess": excess}


def test_each_fold_is_a_row_with_its_figures_and_its_leak_audit() -> None:
    folds = [{"validation": [{}, {}], "audit": COUNTS, "figures": {"pixels": 50, "accuracy": 0.9, "miou": miou, "kappa": 0}}
             for miou in (0.6, 0.8)]  # fmt: skip
    first, second = fold_rows({"kind": "blocks", "folds": folds})
    assert first == {"number": 1, "blocks": 2, "pixels": 50, "accuracy": 0.9, "miou": 0.6, "shared_pixels": 0,
                     "touching_pixels": 12, "seeing_chips": 0.1, "copied_blocks": 1}  # fmt: skip
    assert (second["number"], second["miou"]) == (2, 0.8)
    assert fold_rows({"kind": "blocks"}) == []


@pytest.mark.parametrize(("accuracy", "miou", "judgement"), [
    (0.95, 0.8, "the difference is how far it would have flattered the model"),
    (0.89, 0.7, "on this ground it would not have flattered the model"),
])  # fmt: skip
def test_a_random_split_is_three_rows_and_one_sentence(accuracy: float, miou: float, judgement: str) -> None:
    training = record(**random(accuracy, miou))
    assert [(row["accuracy"], row["miou"]) for row in optimism_rows(training)] == [
        (0.9, 0.7), (accuracy, miou), (pytest.approx(accuracy - 0.9), pytest.approx(miou - 0.7))]  # fmt: skip
    told = tell_optimism(training)
    assert f"{accuracy:.1%} and a mean IoU of {miou:.3f} instead of 90.0% and 0.700: {judgement}." in told
    assert split_facts(training["split"]) == [("kind", "blocks"), ("side of the blocks (pixels)", "32")]


def test_a_split_on_which_nothing_was_measured_is_told_and_has_no_figure() -> None:
    excess = {"accuracy": None, "miou": None, "weighted_iou": None}
    training = record(random={"accuracy": 0.0, "miou": None}, excess=excess)
    assert [(row["accuracy"], row["miou"]) for row in optimism_rows(training)] == [
        (0.9, 0.7),
        (None, None),
        (None, None),
    ]
    assert tell_optimism(training) == NOT_MEASURED


def test_without_a_random_split_there_is_nothing_to_tell() -> None:
    assert optimism_rows(record()) == []
    assert tell_optimism(record()) == ""
