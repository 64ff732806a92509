import pytest
import torch
from torch.nn import functional

from training.learning.losses import AUXILIARY_WEIGHT, DICE_WEIGHT, dice_loss, segmentation_loss
from training.metrics import UNLABELLED

LABELS = torch.tensor([[[0, 0, 1, 1], [0, 0, 1, UNLABELLED]]])


def logits_for(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """Logits that are almost sure of the labels."""
    return 50.0 * functional.one_hot(labels.clamp_min(0), classes).movedim(-1, 1).float()


def test_dice_is_nothing_for_the_right_map_and_one_for_the_wrong_one() -> None:
    assert dice_loss(logits_for(LABELS, 2), LABELS) == pytest.approx(0, abs=1e-6)
    assert dice_loss(logits_for(1 - LABELS.clamp_min(0), 2), LABELS) == pytest.approx(1, abs=1e-6)


def test_dice_of_a_half_right_map_is_the_one_worked_out_by_hand() -> None:
    all_zero = torch.zeros_like(LABELS)
    # Class 0: 4 of 4 found, 7 mapped, so 2 x 4 / 11; class 1: nothing found.
    assert dice_loss(logits_for(all_zero, 2), LABELS) == pytest.approx(1 - (8 / 11 + 0) / 2, abs=1e-6)


def test_a_class_that_does_not_occur_does_not_count() -> None:
    assert dice_loss(logits_for(LABELS, 7), LABELS) == pytest.approx(0, abs=1e-6)


def test_what_the_network_says_on_unlabelled_ground_does_not_matter() -> None:
    first, second = torch.randn(2, 1, 3, 2, 4)
    second = torch.where((LABELS == UNLABELLED).unsqueeze(1), second, first)
    assert segmentation_loss(first, first, LABELS) == segmentation_loss(second, second, LABELS)


def test_the_loss_is_the_sum_of_its_parts() -> None:
    logits, auxiliary = torch.randn(2, 1, 3, 2, 4)
    parts = [functional.cross_entropy(each, LABELS, ignore_index=UNLABELLED) for each in (logits, auxiliary)]
    expected = parts[0] + DICE_WEIGHT * dice_loss(logits, LABELS) + AUXILIARY_WEIGHT * parts[1]
    assert segmentation_loss(logits, auxiliary, LABELS) == pytest.approx(float(expected))
