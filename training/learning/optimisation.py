"""How weights move: AdamW under a learning-rate schedule, and their moving average, which is what a training hands out."""

import math
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3

EMA_DECAY = 0.995
WARM_UP = 0.05  # share of the steps
POLY_POWER = 0.9  # Chen et al. 2017
LARGEST_GRADIENT = 5.0  # norm


class Optimisation:
    """AdamW over all weights of a network, for a known number of steps."""

    def __init__(self, network: DeepLabV3, learning_rate: float, weight_decay: float, steps: int) -> None:
        self._network = network
        self._average = AveragedModel(network, multi_avg_fn=_average, use_buffers=True)
        self._optimiser = torch.optim.AdamW(_parameter_groups(network, weight_decay), lr=learning_rate)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: learning_rate_factor(step, steps)
        )

    @property
    def averaged(self) -> DeepLabV3:
        """The network with the moving averages of the weights and of the normalisation's statistics."""
        return cast(DeepLabV3, self._average.module)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return float(self._schedule.get_last_lr()[0])

    def step(self, loss: Tensor) -> None:
        """Moves the weights against the gradient of the loss."""
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.parameters(), LARGEST_GRADIENT)
        self._optimiser.step()
        self._schedule.step()
        self._average.update_parameters(self._network)


def learning_rate_factor(step: int, steps: int) -> float:
    """Returns the share of the highest learning rate at a step: a linear warm-up, then the poly schedule down to 0."""
    warm_up = max(1, math.ceil(WARM_UP * steps))
    if step < warm_up:
        return (step + 1) / warm_up
    return float(max(0.0, 1 - (step - warm_up) / max(1, steps - warm_up)) ** POLY_POWER)


def _parameter_groups(network: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay for what multiplies, none for biases and normalisation."""
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": weights, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]


def _average(averaged: Any, current: Any, count: Tensor | int) -> None:
    """Exponential moving average of weights and statistics whose memory grows with the steps up to EMA_DECAY."""
    decay = min(EMA_DECAY, (1 + int(count)) / (10 + int(count)))
    for mean, now in zip(averaged, current, strict=True):
        if mean.is_floating_point():
            mean.lerp_(now, 1 - decay)
        else:
            mean.copy_(now)
