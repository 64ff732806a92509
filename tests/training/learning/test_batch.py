from collections.abc import Callable

import pytest
import torch
from torch import nn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.events import Event, Message, Reporter
from tests.training.learning.conftest import TinyNetwork, draw, train_job
from tests.training.learning.test_gradients import Greedy
from training.learning.batch import COPIES, measure_memory, plan_batch, settle_batch, try_batch
from training.learning.gradients import Gradients
from training.learning.losses import LOSSES
from training.learning.objective import Objective

MakeGradients = Callable[..., Gradients]
OPEN = train_job(batch=0, learning_rate=0.0)


def test_a_processor_takes_as_many_chips_as_memory_is_free_for(
    tiny: TinyNetwork, gradients_of: MakeGradients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned(free: int) -> int:
        monkeypatch.setattr("training.learning.batch.free_memory", lambda: 2 * free)
        return plan_batch(OPEN, gradients_of(tiny, 0), draw)

    # A chip's features, before and after normalisation and as logits, are at least 15 channels of 8 x 8 floats.
    least, weights = 15 * 8 * 8 * 4, COPIES * sum(weight.nbytes for weight in tiny.parameters())
    assert planned(2**30) == 16
    assert planned(weights + 16 * least) < 16
    assert planned(0) == 2
    plans = [planned(weights + free) for free in range(0, 400_000, 2000)]
    assert plans == sorted(plans)
    assert set(plans) == {2, 4, 8, 16}


def test_a_larger_chip_is_planned_with_more_memory(
    gradients_of: MakeGradients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.learning.batch.free_memory", lambda: 2_400_000_000)
    network = DeepLabV3("resnet34", 2, 3, 16, (1, 2, 3), 64)

    def planned(chip: int) -> int:
        def draw_chips(chips: int) -> tuple[torch.Tensor, torch.Tensor]:
            return torch.randn(chips, 2, chip, chip), torch.randint(3, (chips, chip, chip))

        return plan_batch(OPEN, gradients_of(network, 0), draw_chips)

    assert planned(32) > planned(160)


def test_a_gpu_takes_as_many_chips_as_its_memory_was_seen_to_suffice_for(gradients_of: MakeGradients, events: list[Event]) -> None:  # fmt: skip
    network = Greedy(5, torch.OutOfMemoryError("CUDA out of memory"))
    assert try_batch(OPEN, gradients_of(network, 0), draw) == 4
    assert try_batch(OPEN, gradients_of(TinyNetwork(), 0), draw) == 16
    assert events == []
    assert all(weight.grad is None for weight in network.parameters())


def test_what_was_found_is_told_and_taken(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter, events: list[Event]) -> None:  # fmt: skip
    gradients = gradients_of(tiny, 0)
    job = settle_batch(OPEN, gradients, draw, report)
    assert job.batch == gradients.most == 16
    assert [event.text for event in events if isinstance(event, Message)] == [
        "batch 16: the most up to 16 that memory suffices for"
    ]


def test_a_batch_that_is_given_is_taken_as_it_is(tiny: TinyNetwork, gradients_of: MakeGradients, report: Reporter) -> None:  # fmt: skip
    job, gradients = train_job(batch=6), gradients_of(tiny, 6)
    assert settle_batch(job, gradients, draw, report) is job
    assert gradients.most == 6


class ManyClasses(TinyNetwork):
    """Says a little about very many classes."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classifier[-1] = nn.Conv2d(6, classes, 1)
        self.aux_classifier = nn.Conv2d(6, classes, 1)


def test_the_maps_of_many_classes_are_planned_with_on_both_ways(gradients_of: MakeGradients) -> None:
    objective = Objective({"cross_entropy": 1.0, "dice": 0.5}, 0.4)

    def bytes_of_chip(classes: int) -> float:
        return measure_memory(gradients_of(ManyClasses(classes), 0, objective), draw)[0]

    pixels_of_a_class = (bytes_of_chip(400) - bytes_of_chip(200)) / 200
    # Both heads' logarithms and the probabilities stay, half as much again is headroom, and two gradients come on the way back.
    assert pixels_of_a_class >= (1.5 * 3 + 2) * 8 * 8 * 4


def test_a_step_keeps_no_table_of_whole_numbers_for_its_classes() -> None:
    """Of eight bytes each: with 255 classes, they would take more than the network."""
    logits = torch.randn(2, 50, 8, 8, requires_grad=True)
    labels = torch.randint(-1, 50, (2, 8, 8))
    kept: dict[int, int] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        LOSSES["dice"](logits, labels, None)
    assert max(kept.values()) == logits.nbytes
    assert sum(kept.values()) < 1.5 * logits.nbytes
