from pathlib import Path

import pytest
import torch

from paddy_segmenter.jobs.training.learning import OPTIMISERS, SCHEDULES
from tests.training.learning.conftest import TinyNetwork, draw, fill_gradients, train_job
from training.learning.optimisation import Optimisation
from training.learning.schedules import plan_rates


def test_its_learning_rate_follows_the_schedule(tiny: TinyNetwork) -> None:
    optimisation = Optimisation(tiny, train_job(learning_rate=0.1, backbone_rate=0.5), lambda step: 1 / (1 + step))
    rates = []
    for _ in range(3):
        rates.append(optimisation.learning_rate)
        fill_gradients(tiny, draw(4))
        optimisation.step()
    assert rates == pytest.approx([0.1, 0.05, 0.1 / 3])


def test_a_long_gradient_is_shortened_to_the_norm_and_a_short_one_is_not(tiny: TinyNetwork) -> None:
    def length_of_a_step(clip_norm: float) -> float:
        job = train_job(optimiser="sgd", learning_rate=1.0, weight_decay=0.0, clip_norm=clip_norm)
        optimisation = Optimisation(tiny, job, lambda step: 1.0)
        before = torch.nn.utils.parameters_to_vector(tiny.parameters()).detach()
        for weight in tiny.parameters():
            weight.grad = torch.ones_like(weight)
        optimisation.step()
        after = torch.nn.utils.parameters_to_vector(tiny.parameters()).detach()
        return float((after - before).norm())

    whole = sum(weight.numel() for weight in tiny.parameters()) ** 0.5
    assert length_of_a_step(0.0) == pytest.approx(whole, rel=1e-4)
    assert length_of_a_step(2.0) == pytest.approx(2.0, rel=1e-4)
    assert length_of_a_step(1000.0) == pytest.approx(whole, rel=1e-4)


def test_the_average_is_the_one_worked_out_by_hand(tiny: TinyNetwork) -> None:
    optimisation = Optimisation(tiny, train_job(ema_decay=0.2), lambda step: 1.0)
    course = []
    for _ in range(3):
        fill_gradients(tiny, draw(4))
        optimisation.step()
        course.append((tiny.backbone[0].weight.detach().clone(), tiny.backbone[1].running_mean.clone()))
    averaged = optimisation.averaged.backbone
    for mean, (first, second, third) in zip(
        (averaged[0].weight, averaged[1].running_mean), zip(*course, strict=True), strict=True
    ):
        # It starts as the first weights; its decay is then 2/11, 3/12 ..., and at most the one that was asked for.
        assert torch.allclose(mean, 0.2 * (2 / 11 * first + 9 / 11 * second) + 0.8 * third, atol=1e-6)


def test_without_a_decay_the_latest_weights_are_handed_out(tiny: TinyNetwork) -> None:
    optimisation = Optimisation(tiny, train_job(ema_decay=0.0), lambda step: 1.0)
    for _ in range(3):
        fill_gradients(tiny, draw(4))
        optimisation.step()
    latest, averaged = tiny.state_dict(), optimisation.averaged.state_dict()
    assert all(torch.equal(latest[name], averaged[name]) for name in latest)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_it_goes_on_bit_for_bit_where_its_state_was_written(tiny: TinyNetwork, tmp_path: Path, optimiser: str, schedule: str) -> None:  # fmt: skip
    job = train_job(optimiser=optimiser, schedule=schedule, backbone_rate=0.3, ema_decay=0.9)
    batches = [draw(4) for _ in range(6)]

    def take(network: TinyNetwork, optimisation: Optimisation, first: int, last: int) -> dict[str, torch.Tensor]:
        for batch in batches[first:last]:
            fill_gradients(network, batch)
            optimisation.step()
        state = network.state_dict() | {f"mean {n}": t for n, t in optimisation.averaged.state_dict().items()}
        return {name: tensor.clone() for name, tensor in state.items()}

    optimisation = Optimisation(tiny, job, plan_rates(job, 6))
    take(tiny, optimisation, 0, 3)
    torch.save({"network": tiny.state_dict(), "optimisation": optimisation.state_dict()}, tmp_path / "state.pt")
    expected, rate = take(tiny, optimisation, 3, 6), optimisation.learning_rate

    state = torch.load(tmp_path / "state.pt", weights_only=True)
    other = TinyNetwork()
    resumed = Optimisation(other, job, plan_rates(job, 6))
    other.load_state_dict(state["network"])
    resumed.load_state_dict(state["optimisation"])
    found = take(other, resumed, 3, 6)
    assert all(torch.equal(found[name], expected[name]) for name in expected)
    assert resumed.learning_rate == rate
