import pytest
import torch

from paddy_segmenter.jobs.training.learning import OPTIMISERS as NAMES
from tests.training.learning.conftest import TinyNetwork, train_job
from training.learning.optimisers import OPTIMISERS, make_optimiser


def moves(network: TinyNetwork, gradient: float, steps: int, **options: object) -> dict[str, torch.Tensor]:
    """Returns by how much each weight moves in steps with the same gradient everywhere."""
    before = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    optimiser = make_optimiser(network, train_job(**options))
    for _ in range(steps):
        for weight in network.parameters():
            weight.grad = torch.full_like(weight, gradient)
        optimiser.step()
    return {name: (weight - before[name]).detach() for name, weight in network.named_parameters()}


def test_every_optimiser_that_can_be_asked_for_exists() -> None:
    assert tuple(OPTIMISERS) == NAMES


def test_sgd_has_a_momentum(tiny: TinyNetwork) -> None:
    moved = moves(tiny, 2.0, 2, optimiser="sgd", learning_rate=0.1, weight_decay=0.0)
    assert all(torch.allclose(move, torch.tensor(-0.1 * (2 + 2 + 0.9 * 2))) for move in moved.values())


@pytest.mark.parametrize("optimiser", ["adam", "adamw"])
def test_adam_moves_by_the_learning_rate_whatever_the_gradient(tiny: TinyNetwork, optimiser: str) -> None:
    moved = moves(tiny, 1e-3, 2, optimiser=optimiser, learning_rate=0.01, weight_decay=0.0)
    assert all(torch.allclose(move, torch.tensor(-0.02), rtol=1e-3) for move in moved.values())


@pytest.mark.parametrize("optimiser", NAMES)
def test_weight_decay_shrinks_what_multiplies_and_nothing_else(tiny: TinyNetwork, optimiser: str) -> None:
    before = tiny.classifier[1].weight.detach().clone()
    moved = moves(tiny, 0.0, 1, optimiser=optimiser, learning_rate=0.1, weight_decay=0.5)
    # AdamW and SGD shrink in proportion; in Adam the decay goes through the moments, which leave its sign.
    expected = -0.1 * torch.sign(before) if optimiser == "adam" else -0.1 * 0.5 * before
    assert torch.allclose(moved["classifier.1.weight"], expected, rtol=1e-3, atol=1e-6)
    for name in ("classifier.1.bias", "classifier.2.weight", "classifier.2.bias", "backbone.1.weight"):
        assert moved[name].abs().max() == 0


def test_the_backbone_moves_by_its_share_of_the_learning_rate(tiny: TinyNetwork) -> None:
    moved = moves(tiny, 1.0, 1, optimiser="sgd", learning_rate=0.1, weight_decay=0.0, backbone_rate=0.25)
    for name, move in moved.items():
        assert torch.allclose(move, torch.tensor(-0.025 if name.startswith("backbone") else -0.1)), name


def test_what_is_frozen_does_not_decay(tiny: TinyNetwork) -> None:
    tiny.backbone.requires_grad_(False)
    moved = moves(tiny, 0.0, 3, learning_rate=0.1, weight_decay=0.5)
    assert moved["backbone.0.weight"].abs().max() == 0
    assert moved["classifier.1.weight"].abs().max() > 0
