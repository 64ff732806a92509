"""BatchNorm folded into the convolution before it: the same function in fewer steps, for inference only."""

from itertools import pairwise

from torch import nn
from torch.nn.utils import fuse_conv_bn_eval


def fold_batchnorm(network: nn.Module) -> None:
    """Changes a network in evaluation mode in place, so that no BatchNorm follows a convolution any more.

    The pairs are children of one module that follow each other, as everywhere in torchvision's ResNet and DeepLabV3.
    """
    for module in list(network.modules()):
        for (name, first), (following, second) in pairwise(list(module.named_children())):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                setattr(module, name, fuse_conv_bn_eval(first, second))
                setattr(module, following, nn.Identity())
