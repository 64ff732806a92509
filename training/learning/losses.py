"""What a training makes small: cross-entropy plus Dice, over the labelled pixels."""

from torch import Tensor
from torch.nn import functional

from ..metrics import UNLABELLED

DICE_WEIGHT = 0.5
AUXILIARY_WEIGHT = 0.4  # of the auxiliary head's loss (Zhao et al. 2017, PSPNet)


def segmentation_loss(logits: Tensor, auxiliary: Tensor, labels: Tensor) -> Tensor:
    """Returns the loss of logits and auxiliary logits (N, classes, H, W) against class indices (N, H, W) or UNLABELLED."""
    loss = _cross_entropy(logits, labels) + DICE_WEIGHT * dice_loss(logits, labels)
    return loss + AUXILIARY_WEIGHT * _cross_entropy(auxiliary, labels)


def dice_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Returns 1 - the mean soft Dice coefficient (Milletari et al. 2016, V-Net) of the classes that occur in the batch."""
    known = (labels != UNLABELLED).unsqueeze(1)
    found = logits.float().softmax(dim=1) * known
    wanted = functional.one_hot(labels.clamp_min(0), logits.shape[1]).movedim(-1, 1) * known
    overlap, total = (found * wanted).sum(dim=(0, 2, 3)), (found + wanted).sum(dim=(0, 2, 3))
    occurring = wanted.sum(dim=(0, 2, 3)) > 0
    return 1 - (2 * overlap[occurring] / total[occurring]).mean()


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(logits.float(), labels, ignore_index=UNLABELLED)
