"""What moves the weights, and how far each kind of them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.jobs import TrainJob

MOMENTUM = 0.9

OPTIMISERS: dict[str, Callable[..., Optimizer]] = {
    "adamw": torch.optim.AdamW,
    "adam": torch.optim.Adam,  # its weight decay goes through the moments
    "sgd": partial(torch.optim.SGD, momentum=MOMENTUM),
}


def make_optimiser(network: DeepLabV3, job: TrainJob) -> Optimizer:
    """Returns the job's optimiser over the weights that are not frozen; its first groups of them are those of the heads."""
    heads = [weights for name, weights in network.named_parameters() if not name.startswith("backbone.")]
    groups = [
        *_groups(heads, job.learning_rate, job.weight_decay),
        *_groups(network.backbone.parameters(), job.learning_rate * job.backbone_rate, job.weight_decay),
    ]
    return OPTIMISERS[job.optimiser]([group for group in groups if group["params"]])


def _groups(parameters: Iterable[nn.Parameter], learning_rate: float, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay for what multiplies, none for biases and normalisation."""
    learnt = [parameter for parameter in parameters if parameter.requires_grad]
    weights = [parameter for parameter in learnt if parameter.ndim > 1]
    others = [parameter for parameter in learnt if parameter.ndim <= 1]
    return [
        {"params": weights, "lr": learning_rate, "weight_decay": weight_decay},
        {"params": others, "lr": learning_rate, "weight_decay": 0.0},
    ]
