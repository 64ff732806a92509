"""A network with the parts of the real one, small enough to take many steps in a second."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from paddy_segmenter.events import Event, Reporter
from paddy_segmenter.jobs import TrainJob
from training.learning.gradients import Gradients
from training.learning.objective import Objective

CPU = torch.device("cpu")
Batch = tuple[Tensor, Tensor]


class TinyNetwork(nn.Module):
    """A backbone and two heads; like the pyramid's, the first one's normalisation sees one value per chip and channel."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(2, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU())
        self.classifier = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(6, 6, 1), nn.BatchNorm2d(6), nn.Conv2d(6, 3, 1)
        )
        self.aux_classifier = nn.Conv2d(6, 3, 1)

    def forward(self, images: Tensor) -> Tensor:
        return self.forward_with_auxiliary(images)[0]

    def forward_with_auxiliary(self, images: Tensor) -> tuple[Tensor, Tensor]:
        features = self.backbone(images)
        auxiliary = self.aux_classifier(features)
        return self.classifier(features) + auxiliary, auxiliary


def train_job(**changes: object) -> TrainJob:
    return TrainJob(("a.tif",), ("b.tif",), "m.safetensors", **changes)


def draw(chips: int) -> Batch:
    """Noise, and labels that depend on it."""
    images = torch.randn(chips, 2, 8, 8)
    return images, (images[:, 0] > 0).long() + (images[:, 1] > 1).long()


def fill_gradients(network: nn.Module, batch: Batch) -> None:
    network.zero_grad(set_to_none=True)
    logits, auxiliary = network.forward_with_auxiliary(batch[0])
    Objective({"cross_entropy": 1.0}, 0.4)(logits, auxiliary, batch[1]).backward()


@pytest.fixture
def tiny() -> TinyNetwork:
    torch.manual_seed(0)
    return TinyNetwork()


@pytest.fixture
def gradients_of(events: list[Event], report: Reporter) -> Callable[..., Gradients]:
    """Returns a function that makes the gradients of a network."""

    def make(
        network: nn.Module, most: int, objective: Objective | None = None, precision: torch.dtype = torch.float32
    ) -> Gradients:
        objective = objective or Objective({"cross_entropy": 1.0}, 0.4)
        return Gradients(network, objective, CPU, precision, most, report)

    return make
