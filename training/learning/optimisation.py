"""How weights move: an optimiser under a schedule, and the weights' moving average, which is what a training hands out."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.jobs import TrainJob

from .optimisers import make_optimiser


class Optimisation:
    """Moves the weights of a network that are not frozen.

    Args:
        network: on its device; the moving average starts as a copy of it.
        job: with the options of the optimiser; its learning rate is above 0.
        rate_at: from a step, counted from 0, to the share of the job's learning rate.
    """

    def __init__(self, network: DeepLabV3, job: TrainJob, rate_at: Callable[[int], float]) -> None:
        self._network, self._clip_norm = network, job.clip_norm
        self._average = AveragedModel(network, multi_avg_fn=partial(_average, job.ema_decay), use_buffers=True)
        self._optimiser = make_optimiser(network, job)
        self._schedule = LambdaLR(self._optimiser, rate_at)

    @property
    def averaged(self) -> DeepLabV3:
        """The network with the moving averages of the weights and of the normalisation's statistics."""
        return cast(DeepLabV3, self._average.module)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the heads in the next step."""
        return float(self._schedule.get_last_lr()[0])

    def step(self) -> bool:
        """Moves the weights against their gradients and returns True; where these are not finite, it changes nothing."""
        norm = nn.utils.clip_grad_norm_(self._network.parameters(), self._clip_norm or math.inf)
        if not math.isfinite(float(norm)):
            return False

        self._optimiser.step()
        self._schedule.step()
        self._average.update_parameters(self._network)
        return True

    def restore_statistics(self) -> None:
        """Gives the network's normalisation its averaged statistics, where a step that was not finite has spoilt its own."""
        for statistic, average in zip(self._network.buffers(), self.averaged.buffers(), strict=True):
            statistic.copy_(average)

    def state_dict(self) -> dict[str, Any]:
        """Returns all that the next steps depend on, beside the network's own weights: tensors and plain numbers."""
        return {name: part.state_dict() for name, part in self._parts().items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes on where the optimisation of the same job was when it gave this state."""
        for name, part in self._parts().items():
            part.load_state_dict(state[name])

    def _parts(self) -> dict[str, Any]:
        return {"optimiser": self._optimiser, "schedule": self._schedule, "average": self._average}


def _average(most: float, averaged: Any, current: Any, count: Tensor | int) -> None:
    """Exponential moving average of weights and statistics whose memory grows with the steps up to the decay `most`."""
    steps = int(count)
    decay = min(most, (1 + steps) / (10 + steps))
    if averaged[0].is_floating_point():  # all have the same type
        get_ema_multi_avg_fn(decay)(averaged, current, count)  # type: ignore[no-untyped-call]
    else:
        for mean, now in zip(averaged, current, strict=True):
            mean.copy_(now)
