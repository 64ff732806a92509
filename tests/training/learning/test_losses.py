import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from paddy_segmenter.loss_terms import LOSSES as NAMES
from training.learning.losses import LOSSES, cross_entropy, dice, focal, lovasz
from training.metrics import UNLABELLED, Figures, confusion

LABELS = torch.tensor([[[0, 0, 1, 1], [0, 0, 1, UNLABELLED]]])


def logits_for(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """Logits that are almost sure of the labels."""
    return 50.0 * functional.one_hot(labels.clamp_min(0), classes).movedim(-1, 1).float()


def logits_of(probabilities: list[list[float]]) -> torch.Tensor:
    """Logits of a row of pixels whose classes have these probabilities."""
    return torch.tensor(probabilities).log().T[None, :, None]


def test_every_loss_that_can_be_asked_for_exists() -> None:
    assert tuple(LOSSES) == NAMES


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_nothing_for_the_right_map_and_more_for_the_wrong_one(name: str) -> None:
    assert LOSSES[name](logits_for(LABELS, 2), LABELS, None) == pytest.approx(0, abs=1e-6)
    assert LOSSES[name](logits_for(1 - LABELS.clamp_min(0), 2), LABELS, None) >= 1 - 1e-6


@pytest.mark.parametrize("weights", [None, torch.tensor([1.0, 2.0, 5.0])])
@pytest.mark.parametrize("name", LOSSES)
def test_what_the_network_says_on_unlabelled_ground_does_not_matter(name: str, weights: torch.Tensor | None) -> None:
    first, second = torch.randn(2, 1, 3, 2, 4)
    second = torch.where((LABELS == UNLABELLED).unsqueeze(1), second, first)
    assert LOSSES[name](first, LABELS, weights) == LOSSES[name](second, LABELS, weights)


@pytest.mark.parametrize("name", LOSSES)
def test_steps_against_the_gradient_make_the_map_right(name: str) -> None:
    logits = torch.randn(1, 2, 2, 4, generator=torch.Generator().manual_seed(1), requires_grad=True)
    for _ in range(200):
        (gradient,) = torch.autograd.grad(LOSSES[name](logits, LABELS, None), logits)
        logits = (logits - 5 * gradient).detach().requires_grad_()
    assert torch.equal(logits.argmax(dim=1)[LABELS >= 0], LABELS[LABELS >= 0])


@pytest.mark.parametrize("loss", [dice, lovasz])
def test_a_class_that_does_not_occur_does_not_count(loss) -> None:
    assert loss(logits_for(LABELS, 7), LABELS, None) == pytest.approx(0, abs=1e-6)


def test_dice_of_a_half_right_map_is_the_one_worked_out_by_hand() -> None:
    all_zero = torch.zeros_like(LABELS)
    # Class 0: 4 of 4 found, 7 mapped, so 2 x 4 / 11; class 1: nothing found.
    assert dice(logits_for(all_zero, 2), LABELS, None) == pytest.approx(1 - (8 / 11 + 0) / 2, abs=1e-6)


def test_lovasz_is_the_one_worked_out_by_hand() -> None:
    logits = logits_of([[0.8, 0.2], [0.6, 0.4], [0.7, 0.3]])
    # Class 0 has the errors 0.7 (not of the class), 0.4 and 0.2: as these pixels become wrong, 1 - IoU grows to 1/3, 2/3 and 1.
    # Class 1 has the errors 0.7 (of the class), 0.4 and 0.2: the first takes 1 - IoU to 1 already.
    expected = ((0.7 / 3 + 0.4 / 3 + 0.2 / 3) + 0.7) / 2
    assert lovasz(logits, torch.tensor([[[0, 0, 1]]]), None) == pytest.approx(expected, abs=1e-6)


def test_lovasz_of_a_map_that_is_sure_is_what_its_mean_iou_lacks() -> None:
    generator = torch.Generator().manual_seed(0)
    mapped, labels = torch.randint(0, 4, (2, 3, 16, 16), generator=generator)
    labels[0, :4] = UNLABELLED
    figures = Figures(confusion(labels.flatten().numpy(), mapped.flatten().numpy(), 4))
    assert lovasz(logits_for(mapped, 4), labels, None) == pytest.approx(1 - figures.miou, abs=1e-5)


def test_lovasz_is_the_extension_of_one_minus_iou_as_it_is_defined() -> None:
    generator = torch.Generator().manual_seed(3)
    logits, labels = torch.randn(1, 2, 1, 7, generator=generator), torch.tensor([[[0, 1, 1, 0, UNLABELLED, 1, 0]]])
    probabilities = logits.softmax(dim=1)[0, :, 0].numpy()
    known = [pixel for pixel in range(7) if labels[0, 0, pixel] >= 0]

    def loss_of(wrong: set[int], of_class: set[int]) -> float:
        return len(wrong) / len(of_class | wrong)  # 1 - IoU of a map that is wrong there

    expected = []
    for number in (0, 1):
        of_class = {pixel for pixel in known if labels[0, 0, pixel] == number}
        errors = {p: abs((p in of_class) - float(probabilities[number, p])) for p in known}
        order = sorted(known, key=lambda pixel: -errors[pixel])
        steps = [
            loss_of(set(order[: n + 1]), of_class) - (loss_of(set(order[:n]), of_class) if n else 0) for n in range(6)
        ]
        expected.append(np.dot([errors[pixel] for pixel in order], steps))
    assert lovasz(logits, labels, None) == pytest.approx(np.mean(expected), abs=1e-6)


def test_focal_is_the_one_worked_out_by_hand() -> None:
    logits = logits_of([[0.9, 0.1], [0.5, 0.5]])
    expected = (0.1**2 * -math.log(0.9) + 0.5**2 * -math.log(0.5)) / 2
    assert focal(logits, torch.tensor([[[0, 1]]]), None) == pytest.approx(expected, abs=1e-6)


def test_class_weights_weigh_pixels() -> None:
    logits, labels = logits_of([[0.9, 0.1], [0.4, 0.6], [0.8, 0.2]]), torch.tensor([[[0, 1, UNLABELLED]]])
    weights = torch.tensor([1.0, 3.0])
    expected = (1 * -math.log(0.9) + 3 * -math.log(0.6)) / 4
    assert cross_entropy(logits, labels, weights) == pytest.approx(expected, abs=1e-6)
    expected = (1 * 0.1**2 * -math.log(0.9) + 3 * 0.4**2 * -math.log(0.6)) / 4
    assert focal(logits, labels, weights) == pytest.approx(expected, abs=1e-6)
