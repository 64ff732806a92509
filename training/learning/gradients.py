"""The gradients of a step, part by part where memory does not suffice for all of its chips at once."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.device import autocast, is_out_of_memory
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs.training.learning import LEAST_BATCH

from .. import processes
from .objective import Objective

Draw = Callable[[int], tuple[Tensor, Tensor]]  # from a number of chips to inputs (N, bands, S, S) and labels (N, S, S)


class Gradients:
    """Computes the gradients of a network's weights.

    Args:
        network: ready to be trained, on the device.
        objective: the loss.
        device: where inputs and labels are.
        precision: arithmetic of the network.
        most: chips that are computed at once; halved when memory does not suffice; 0 until it is settled.
        report: hears when that happens.
    """

    def __init__(
        self,
        network: DeepLabV3,
        objective: Objective,
        device: torch.device,
        precision: torch.dtype,
        most: int,
        report: Reporter,
    ) -> None:
        self.network, self.device, self.most = network, device, most
        self._objective, self._precision, self._report = objective, precision, report

    def compute(self, inputs: Tensor, labels: Tensor) -> float:
        """Sets the gradients for inputs (N, bands, S, S) and labels (N, S, S) of all processes and returns the loss.

        However many chips are computed at once, each pixel counts as much; only losses of whole maps (dice, lovasz) and the
        statistics of the normalisation are those of the parts.

        Raises:
            InputError: memory does not suffice for one of several processes, which cannot start a step anew: the others wait for it
                within the step.
        """
        try:
            return self._sum_up(self._add_up(inputs, labels))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            if processes.count() > 1:
                raise InputError(
                    f"memory does not suffice for {self.most} chips at once in one of the {processes.count()} processes: give batch 0, which"
                    " takes as many as all of them have memory for, or a smaller batch and let accumulate make up for it, or smaller chips"
                ) from error
            if self.most < 2 * LEAST_BATCH:
                raise
        self._halve()
        return self.compute(inputs, labels)

    @contextmanager
    def rehearsal(self) -> Iterator["Gradients"]:
        """Yields the same for a copy of the network; what is drawn in between does not change what is drawn afterwards."""
        with torch.random.fork_rng([self.device] if self.device.type == "cuda" else []):
            copied, muted = copy.deepcopy(self.network), self._report.muted()
            yield Gradients(copied, self._objective, self.device, self._precision, self.most, muted)

    def _add_up(self, inputs: Tensor, labels: Tensor) -> float:
        self.network.zero_grad(set_to_none=True)
        fewest = -(-LEAST_BATCH // processes.count())
        parts = min(-(-len(inputs) // self.most), len(inputs) // fewest)  # of nearly equal size, none of one chip
        whole, total = processes.total(self._objective.mass(labels)), 0.0
        for images, wanted in zip(inputs.tensor_split(parts), labels.tensor_split(parts), strict=True):
            loss = self._loss(images, wanted) * (self._objective.mass(wanted) / whole)
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        return total

    def _sum_up(self, loss: float) -> float:
        """Adds up the gradients of all processes and returns the sum of their losses.

        DistributedDataParallel would average where sums are due, and wants the network wrapped wherever it is used.
        """
        if processes.count() == 1:
            return loss
        gradients = [weight.grad for weight in self.network.parameters() if weight.grad is not None]
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), torch.tensor([loss], device=self.device)])
        *parts, whole = torch.split(processes.total(flat), [*(gradient.numel() for gradient in gradients), 1])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))
        return float(whole)

    def _loss(self, images: Tensor, labels: Tensor) -> Tensor:
        auxiliary = None
        with autocast(self.device, self._precision):
            if self._objective.auxiliary_weight:
                logits, auxiliary = self.network.forward_with_auxiliary(images)
            else:
                logits = self.network(images)
        return self._objective(logits, auxiliary, labels)

    def _halve(self) -> None:
        self.most //= 2
        self._report.warning(
            f"memory does not suffice for {2 * self.most} chips at once: gradients are added up over {self.most} at a time from now on,"
            " with as many chips per step and the same learning rate"
        )
