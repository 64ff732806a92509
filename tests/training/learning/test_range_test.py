import math
from collections.abc import Callable

import pytest
import torch

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs.training.learning import OPTIMISERS
from tests.training.learning.conftest import TinyNetwork, draw, train_job
from training.learning.gradients import Gradients
from training.learning.range_test import LOWEST, rate_at, settle_learning_rate, smooth, suggest_rate, try_rates

MakeGradients = Callable[..., Gradients]
OPEN = train_job(batch=4, learning_rate=0.0)
RATES = [rate_at(OPEN, step) for step in range(80)]


def losses_by(fall: Callable[[float], float]) -> list[float]:
    """Returns the losses of a test whose loss depends on the rate's decade, -6 to -1."""
    return [fall(math.log10(rate)) for rate in RATES]


def test_rates_rise_by_a_factor_of_ten_in_sixteen_steps_and_sgd_has_ten_times_as_high_ones() -> None:
    assert tuple(LOWEST) == OPTIMISERS
    assert [rate_at(OPEN, step) for step in (0, 16, 80)] == pytest.approx([1e-6, 1e-5, 1e-1])
    assert rate_at(train_job(optimiser="sgd"), 80) == pytest.approx(1.0)


def test_the_rate_is_where_the_steepest_decade_ends() -> None:
    def steepest_from_minus_four(decade: float) -> float:
        return 3 - 0.1 * (decade + 6) - 2 * min(max(decade + 4, 0), 1)

    assert suggest_rate(RATES, losses_by(steepest_from_minus_four)) == pytest.approx(1e-3, rel=0.1)


def test_a_fall_after_the_loss_has_risen_does_not_count() -> None:
    def fall_rise_and_fall(decade: float) -> float:
        return 2 - 0.4 * (decade + 6) if decade < -3 else 4 - 2 * max(decade + 2.5, 0)

    assert fall_rise_and_fall(-3.1) < fall_rise_and_fall(-1.1) < fall_rise_and_fall(-2.5)
    assert suggest_rate(RATES, losses_by(fall_rise_and_fall)) <= 1e-3


def test_a_loss_that_rises_from_the_start_finds_the_lowest_rates() -> None:
    assert suggest_rate(RATES, losses_by(lambda decade: decade)) < 1.2e-6


def test_noise_does_not_lead_astray() -> None:
    noise = iter(torch.randn(80, generator=torch.Generator().manual_seed(2)).tolist())
    rate = suggest_rate(RATES, losses_by(lambda decade: 2 - min(max(decade + 4, 0), 1) + 0.1 * next(noise)))
    assert 10**-3.3 < rate < 10**-2.7


def test_averages_of_losses_that_are_all_alike_are_the_same() -> None:
    assert smooth([2.0] * 30) == pytest.approx([2.0] * 30)
    assert min(smooth([2.0] * 15 + [0.0] + [2.0] * 15)) > 1.5


def test_it_ends_at_the_first_loss_that_is_not_finite(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter) -> None:  # fmt: skip
    def draw_from(step: int) -> Callable[[int], tuple[torch.Tensor, torch.Tensor]]:
        factors = iter([1.0] * step + [math.nan] * 80)
        return lambda chips: (draw(chips)[0] * next(factors), draw(chips)[1])

    losses = try_rates(OPEN, gradients_of(tiny, 4), draw_from(30), report)
    assert len(losses) == 30
    assert all(map(math.isfinite, losses))
    with pytest.raises(
        InputError, match="the loss is not finite even at a low learning rate: choose precision float32"
    ):
        settle_learning_rate(OPEN, gradients_of(tiny, 4), draw_from(1), report)


def test_the_rate_is_looked_for_on_a_copy_and_leaves_no_trace(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter, events: list[Event]) -> None:  # fmt: skip
    before = {name: tensor.clone() for name, tensor in tiny.state_dict().items()}
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    job = settle_learning_rate(OPEN, gradients_of(tiny, 4), draw, report)
    assert torch.equal(torch.rand(3), expected)
    assert all(torch.equal(tensor, before[name]) for name, tensor in tiny.state_dict().items())
    assert all(weight.grad is None for weight in tiny.parameters())
    assert 1e-6 < job.learning_rate < 1e-1
    (told,) = [event.text for event in events if isinstance(event, Message)]
    assert (
        told
        == f"learning rate {job.learning_rate:.2g}: the loss fell fastest up to there when the rate rose from 1e-06 to 0.087"
    )
    assert len([event for event in events if isinstance(event, Progress)]) == 80


def test_the_rate_that_is_found_learns_faster_than_one_far_below_it(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter) -> None:  # fmt: skip
    found = settle_learning_rate(OPEN, gradients_of(tiny, 4), draw, report)

    def loss_after_training(rate: float) -> float:
        torch.manual_seed(1)
        network = TinyNetwork()
        gradients, optimiser = gradients_of(network, 4), torch.optim.AdamW(network.parameters(), rate)
        losses = []
        for _ in range(60):
            losses.append(gradients.compute(*draw(4)))
            optimiser.step()
        return sum(losses[-10:])

    assert loss_after_training(found.learning_rate) < 0.9 * loss_after_training(found.learning_rate / 30)


def test_a_rate_that_is_given_is_not_looked_for(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter, events: list[Event]) -> None:  # fmt: skip
    job = train_job(learning_rate=0.02)
    assert settle_learning_rate(job, gradients_of(tiny, 4), draw, report) is job
    assert events == []
