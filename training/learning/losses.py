"""What a training can make small: losses of logits against class indices, over the labelled pixels only.

Each takes logits (N, classes, H, W) in fp32, labels (N, H, W) as class indices or UNLABELLED, at least one of them labelled, and
the weights of the classes (classes,) or None where all weigh alike, and returns a number. Where several processes compute
together, dice is that of all their maps; lovasz, which sorts all pixels, is that of each process' own.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from .. import processes
from ..metrics import UNLABELLED

FOCUS = 2.0  # Lin et al. 2017 found it the best

Loss = Callable[[Tensor, Tensor, Tensor | None], Tensor]


def cross_entropy(logits: Tensor, labels: Tensor, class_weights: Tensor | None) -> Tensor:
    """Returns the mean of -log p, where p is the probability of a pixel's own class."""
    return functional.cross_entropy(logits, labels, class_weights, ignore_index=UNLABELLED)


def focal(logits: Tensor, labels: Tensor, class_weights: Tensor | None) -> Tensor:
    """Returns the mean of -(1 - p)^2 log p: pixels that are already sure count little (Lin et al. 2017)."""
    surprise = functional.cross_entropy(logits, labels, ignore_index=UNLABELLED, reduction="none")
    focused = (1 - torch.exp(-surprise)) ** FOCUS * surprise
    weights = pixel_weights(labels, class_weights)
    return (weights * focused).sum() / weights.sum()


def dice(logits: Tensor, labels: Tensor, class_weights: Tensor | None) -> Tensor:
    """Returns 1 - the mean soft Dice coefficient (Milletari et al. 2016, V-Net) of the classes that occur; weights do not matter."""
    unknown = (labels == UNLABELLED).unsqueeze(1)
    found = logits.softmax(dim=1).masked_fill(unknown, 0)
    wanted = _has_class(labels, logits.shape[1], dim=1)

    overlap = found.masked_fill(~wanted, 0).sum(dim=(0, 2, 3))
    pixels = wanted.sum(dim=(0, 2, 3)).to(found.dtype)
    sums = torch.stack([overlap, found.sum(dim=(0, 2, 3)) + pixels, pixels])

    overlap, total, pixels = processes.total(sums)
    occurring = pixels > 0
    loss: Tensor = 1 - (2 * overlap[occurring] / total[occurring]).mean()
    return loss


def lovasz(logits: Tensor, labels: Tensor, class_weights: Tensor | None) -> Tensor:
    """Returns the Lovasz-Softmax (Berman et al. 2018): 1 - IoU made smooth, mean of the classes that occur; weights do not matter."""
    known = labels != UNLABELLED
    found = logits.softmax(dim=1).movedim(1, 0)[:, known]
    wanted = _has_class(labels[known], logits.shape[1], dim=0)
    occurring = wanted.any(dim=1)
    errors, order = (found - wanted.float()).abs()[occurring].sort(dim=1, descending=True, stable=True)
    return (errors * _jaccard_steps(wanted[occurring].gather(1, order))).sum(dim=1).mean()


LOSSES: dict[str, Loss] = {"cross_entropy": cross_entropy, "dice": dice, "lovasz": lovasz, "focal": focal}


def pixel_weights(labels: Tensor, class_weights: Tensor | None) -> Tensor:
    """Returns how much each pixel (N, H, W) counts in a mean: 0 where it is UNLABELLED, else 1 or its class's weight."""
    known = labels != UNLABELLED
    return known.float() if class_weights is None else class_weights[labels.clamp_min(0)] * known


def _has_class(labels: Tensor, classes: int, dim: int) -> Tensor:
    """Returns whether a pixel is of a class, with the classes along a new dimension; UNLABELLED is of none.

    A byte for each, where torch's one_hot takes eight: with many classes these are the largest tensors of a step.
    """
    shape = [1] * (labels.dim() + 1)
    shape[dim] = classes
    return labels.unsqueeze(dim) == torch.arange(classes, device=labels.device).view(shape)


def _jaccard_steps(wanted: Tensor) -> Tensor:
    """Returns by how much 1 - IoU grows as pixels become wrong one after the other.

    Args:
        wanted: whether a pixel is of the class, (classes, pixels) in the order in which they become wrong.
    """
    overlap = wanted.sum(dim=1, keepdim=True) - wanted.cumsum(dim=1)
    union = wanted.sum(dim=1, keepdim=True) + (~wanted).cumsum(dim=1)
    # A pixel of the class leaves the overlap, another one joins the union. The differences of 1 - IoU would cancel digits.
    return torch.where(wanted, 1 / union, overlap / union / (union - 1).clamp_min(1))
