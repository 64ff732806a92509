from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional

from paddy_segmenter.jobs.training.learning import CLASS_WEIGHTS as NAMES
from tests.training.learning.conftest import CPU, train_job
from training.learning.losses import dice, focal
from training.learning.objective import CLASS_WEIGHTS, Objective, balanced_weights, make_objective
from training.metrics import UNLABELLED

LABELS = torch.tensor([[[0, 0, 1, 1], [0, 0, 1, UNLABELLED]]])
GROUND = SimpleNamespace(training_blocks=[SimpleNamespace(counts=(60, 5, 0)), SimpleNamespace(counts=(30, 5, 0))])


def test_the_loss_of_a_job_is_the_sum_of_its_parts() -> None:
    logits, auxiliary = torch.randn(2, 1, 3, 2, 4)
    parts = [functional.cross_entropy(each, LABELS, ignore_index=UNLABELLED) for each in (logits, auxiliary)]
    expected = parts[0] + 0.5 * dice(logits, LABELS, None) + 0.4 * parts[1]
    assert make_objective(train_job(), GROUND, CPU)(logits, auxiliary, LABELS) == pytest.approx(float(expected))
    job = train_job(loss="2 focal + dice", auxiliary_weight=0.0)
    expected = 2 * focal(logits, LABELS, None) + dice(logits, LABELS, None)
    assert make_objective(job, GROUND, CPU)(logits, None, LABELS) == pytest.approx(float(expected))


def test_balanced_weights_give_every_class_that_occurs_the_same_weight() -> None:
    assert tuple(CLASS_WEIGHTS) == NAMES
    weights = make_objective(train_job(class_weights="balanced"), GROUND, CPU).class_weights
    assert weights.tolist() == pytest.approx([100 / (2 * 90), 100 / (2 * 10), 0])
    assert (weights * torch.tensor([90, 10, 0])).tolist() == pytest.approx([50, 50, 0])
    assert balanced_weights(torch.tensor([7, 7, 7])).tolist() == [1, 1, 1]


def test_balanced_weights_pull_the_map_towards_the_rare_class() -> None:
    labels = torch.tensor([[[0] * 9 + [1]]])

    def learnt(class_weights: str) -> float:
        objective = make_objective(train_job(loss="cross_entropy", class_weights=class_weights), GROUND, CPU)
        level = torch.zeros(3, requires_grad=True)  # a network that cannot tell pixels apart
        for _ in range(300):
            (gradient,) = torch.autograd.grad(
                objective(level.view(1, 3, 1, 1).expand(1, 3, 1, 10), None, labels), level
            )
            level = (level - gradient).detach().requires_grad_()
        return float(level.detach().softmax(dim=0)[1])

    assert learnt("none") == pytest.approx(0.1, abs=0.02)
    assert learnt("balanced") == pytest.approx(0.5, abs=0.02)


def test_unlabelled_pixels_have_no_mass_and_others_that_of_their_class() -> None:
    assert Objective({}, 0.0).mass(LABELS) == 7
    assert Objective({}, 0.0, torch.tensor([0.5, 2.0])).mass(LABELS) == 4 * 0.5 + 3 * 2
