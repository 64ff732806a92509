from collections.abc import Callable

import pytest
import torch

from paddy_segmenter.events import Event, Message
from tests.training.learning.conftest import TinyNetwork, draw, train_job
from training.learning.freezing import freeze
from training.learning.gradients import Gradients
from training.learning.objective import Objective
from training.metrics import UNLABELLED

MakeGradients = Callable[..., Gradients]
DICE_TOO = Objective({"cross_entropy": 1.0, "dice": 0.5}, 0.4)


class Greedy(TinyNetwork):
    """A network that memory suffices for with `most` chips."""

    def __init__(self, most: int, error: Exception) -> None:
        super().__init__()
        self.most, self.error, self.seen = most, error, []

    def forward_with_auxiliary(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        self.seen.append(len(images))
        if len(images) > self.most:
            raise self.error
        return super().forward_with_auxiliary(images)


OUT_OF_MEMORY = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried"),
    RuntimeError("MPS backend out of memory (MPS allocated: 8.77 GB)"),
    RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    MemoryError(),
]


def frozen(network: TinyNetwork) -> TinyNetwork:
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.fill_(0.2)
    freeze(network, train_job(weights="imagenet", freeze="batchnorm"))
    return network


def uneven_batch(chips: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Chips of which the first ones are hardly labelled."""
    images, labels = draw(chips)
    labels[: chips // 2, 1:] = UNLABELLED
    return images, labels


def of(network: TinyNetwork) -> torch.Tensor:
    return torch.cat([weight.grad.flatten() for weight in network.parameters()])


@pytest.mark.parametrize("weights", [None, torch.tensor([0.5, 1.0, 7.0])])
def test_two_batches_of_four_make_the_gradients_of_one_of_eight(tiny: TinyNetwork, gradients_of: MakeGradients, weights: torch.Tensor | None) -> None:  # fmt: skip
    frozen(tiny)
    batch, objective = uneven_batch(8), Objective({"cross_entropy": 1.0, "focal": 0.5}, 0.4, weights)
    loss = gradients_of(tiny, 8, objective).compute(*batch)
    whole = of(tiny)
    assert gradients_of(tiny, 4, objective).compute(*batch) == pytest.approx(loss, rel=1e-5)
    assert torch.allclose(of(tiny), whole, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("chips", "most", "parts"),
    [(8, 8, [8]), (8, 4, [4, 4]), (7, 2, [3, 2, 2]), (3, 2, [3]), (6, 4, [3, 3]), (16, 8, [8, 8])],
)
def test_a_batch_is_cut_into_even_parts_and_none_is_a_single_chip(
    chips: int, most: int, parts: list[int], gradients_of: MakeGradients
) -> None:
    network = Greedy(100, MemoryError())
    gradients_of(network, most).compute(*draw(chips))
    assert network.seen == parts


@pytest.mark.parametrize("error", OUT_OF_MEMORY)
def test_where_memory_does_not_suffice_the_gradients_of_halves_are_added_up(
    error: Exception, gradients_of: MakeGradients, events: list[Event]
) -> None:
    network = frozen(Greedy(8, error))
    batch = uneven_batch(8)
    loss = gradients_of(network, 8).compute(*batch)
    whole = of(network)
    network.most, network.seen = 2, []
    gradients = gradients_of(network, 8)
    assert gradients.compute(*batch) == pytest.approx(loss, rel=1e-5)
    assert torch.allclose(of(network), whole, rtol=1e-4, atol=1e-6)
    assert network.seen == [8, 4, 2, 2, 2, 2]
    gradients.compute(*batch)
    assert network.seen[6:] == [2, 2, 2, 2]  # it remembers
    told = [event for event in events if isinstance(event, Message)]
    assert [event.level for event in told] == ["warning", "warning"]
    assert "does not suffice for 8 chips at once: gradients are added up over 4 at a time" in told[0].text


def test_where_memory_does_not_suffice_for_two_chips_that_is_told(gradients_of: MakeGradients) -> None:
    with pytest.raises(torch.OutOfMemoryError):
        gradients_of(Greedy(1, torch.OutOfMemoryError("CUDA out of memory")), 8).compute(*draw(8))


def test_another_error_is_not_mistaken_for_a_full_memory(gradients_of: MakeGradients, events: list[Event]) -> None:
    network = Greedy(4, RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="mat1"):
        gradients_of(network, 8).compute(*draw(8))
    assert network.seen == [8]
    assert events == []


def test_gradients_of_an_earlier_step_are_forgotten(tiny: TinyNetwork, gradients_of: MakeGradients) -> None:
    frozen(tiny)
    gradients, batch = gradients_of(tiny, 4, DICE_TOO), draw(4)
    gradients.compute(*batch)
    once = of(tiny).clone()
    gradients.compute(*batch)
    assert torch.equal(of(tiny), once)


def test_without_a_weight_the_auxiliary_head_is_not_asked(tiny: TinyNetwork, gradients_of: MakeGradients) -> None:
    objective = Objective({"cross_entropy": 1.0}, 0.0)
    tiny.forward_with_auxiliary = None
    tiny.forward = lambda images: tiny.aux_classifier(tiny.backbone(images))
    assert gradients_of(tiny, 4, objective).compute(*draw(4)) > 0


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("auxiliary_weight", [0.0, 0.4])
def test_the_network_computes_in_the_precision_and_its_gradients_are_fp32(
    tiny: TinyNetwork, gradients_of: MakeGradients, precision: torch.dtype, auxiliary_weight: float
) -> None:
    seen = []
    tiny.backbone[0].register_forward_hook(lambda layer, inputs, output: seen.append(output.dtype))
    gradients_of(tiny, 4, Objective({"cross_entropy": 1.0}, auxiliary_weight), precision).compute(*draw(4))
    assert seen == [precision]
    assert of(tiny).dtype == torch.float32


def test_a_rehearsal_leaves_the_network_and_what_is_drawn_afterwards_as_they_were(
    tiny: TinyNetwork, gradients_of: MakeGradients
) -> None:
    frozen(tiny)
    before, expected = {name: tensor.clone() for name, tensor in tiny.state_dict().items()}, None
    for rehearsed in (False, True):
        torch.manual_seed(5)
        if rehearsed:
            with gradients_of(tiny, 4).rehearsal() as trial:
                assert [layer.training for layer in trial.network.modules()] == [
                    layer.training for layer in tiny.modules()
                ]
                trial.compute(*draw(4))
                torch.optim.SGD(trial.network.parameters(), 1.0).step()
        drawn = torch.rand(3)
        expected = drawn if expected is None else expected
    assert torch.equal(drawn, expected)
    assert all(torch.equal(tensor, before[name]) for name, tensor in tiny.state_dict().items())
    assert all(weight.grad is None for weight in tiny.parameters())
