"""What of a network stays as the initial weights have it."""

from collections.abc import Callable

from torch import nn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.jobs import TrainJob


def freeze(network: DeepLabV3, job: TrainJob) -> None:
    """Makes a network that has its initial weights ready to be trained, but for what the job freezes.

    The network's training mode is part of that: `network.train()` would wake the statistics.
    """
    network.train()
    FREEZES[job.freeze](network)
    if not job.auxiliary_weight:
        network.aux_classifier.requires_grad_(False)


def keep_statistics(network: DeepLabV3) -> None:
    """Freezes the statistics of those batch normalisations that have any; scale and shift are still learnt.

    Weights of a plain ResNet bring none for the pyramid, which would do without normalisation if it kept those.
    """
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d) and layer.running_mean is not None and layer.running_mean.any():
            layer.eval()


def frozen_layers(network: DeepLabV3) -> list[str]:
    """Returns the names of the layers whose statistics stay."""
    return [name for name, layer in network.named_modules() if not layer.training]


def freeze_layers(network: DeepLabV3, names: list[str]) -> None:
    """Keeps the statistics of these layers, and of no other: those that a training which is continued had frozen."""
    for name, layer in network.named_modules():
        layer.training = name not in names


def keep_backbone(network: DeepLabV3) -> None:
    """Freezes the weights and the statistics of the backbone."""
    network.backbone.requires_grad_(False).eval()


FREEZES: dict[str, Callable[[DeepLabV3], None]] = {
    "none": lambda network: None,
    "batchnorm": keep_statistics,
    "backbone": keep_backbone,
}
