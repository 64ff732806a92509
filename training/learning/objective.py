"""The loss of a training: a weighted sum of losses, and the auxiliary head's cross-entropy beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.loss_terms import parse_loss

from ..ground.ground import Ground
from .losses import LOSSES, cross_entropy, pixel_weights


@dataclass(frozen=True)
class Objective:
    """A sum of losses.

    Args:
        terms: weight of each of the LOSSES by its name.
        auxiliary_weight: of the auxiliary head's cross-entropy (Zhao et al. 2017, PSPNet); 0: the head is not asked.
        class_weights: (classes,), on the device of the logits; None: all classes weigh alike.
    """

    terms: Mapping[str, float]
    auxiliary_weight: float
    class_weights: Tensor | None = None

    def __call__(self, logits: Tensor, auxiliary: Tensor | None, labels: Tensor) -> Tensor:
        """Returns the loss of logits and auxiliary logits (N, classes, H, W) against class indices (N, H, W) or UNLABELLED."""
        wide = logits.float()
        parts = (weight * LOSSES[name](wide, labels, self.class_weights) for name, weight in self.terms.items())
        loss = sum(parts, start=wide.new_zeros(()))
        if auxiliary is not None:
            loss = loss + self.auxiliary_weight * cross_entropy(auxiliary.float(), labels, self.class_weights)
        return loss

    def mass(self, labels: Tensor) -> Tensor:
        """Returns how much all pixels together count in a mean over them."""
        return pixel_weights(labels, self.class_weights).sum()


def make_objective(job: TrainJob, ground: Ground, device: torch.device) -> Objective:
    """Returns the loss that the job asks for, the classes weighted by the labels that may be learnt."""
    counts = torch.tensor([block.counts for block in ground.training_blocks]).sum(dim=0)
    weights = CLASS_WEIGHTS[job.class_weights](counts)
    return Objective(
        parse_loss(job.loss), job.auxiliary_weight, None if weights is None else weights.float().to(device)
    )


def balanced_weights(counts: Tensor) -> Tensor:
    """Returns pixels / (classes x pixels of the class) of the classes that occur, so that each of them weighs as much, and else 0.

    The mean weight of a pixel is 1 (King and Zeng 2001).

    >>> balanced_weights(torch.tensor([90, 10, 0])).tolist()
    [0.5555555555555556, 5.0, 0.0]
    """
    occurring = counts > 0
    weights = counts.sum() / (occurring.sum() * counts.double())
    return torch.where(occurring, weights, 0.0)


CLASS_WEIGHTS: dict[str, Callable[[Tensor], Tensor | None]] = {
    "none": lambda counts: None,
    "balanced": balanced_weights,
}
