"""torchvision's ResNets as feature extractors: any number of bands, dilation for strides, weights' names unchanged."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from .torchvision_parts import IntermediateLayerGetter, ResNet, resnet34, resnet50, resnet101


@dataclass(frozen=True)
class Architecture:
    """How to build a ResNet, and how many channels its first, third and fourth stage give."""

    build: Callable[[], ResNet]
    fine_channels: int
    auxiliary_channels: int
    channels: int


ARCHITECTURES = {
    "resnet34": Architecture(resnet34, 64, 256, 512),
    "resnet50": Architecture(resnet50, 256, 1024, 2048),
    "resnet101": Architecture(resnet101, 256, 1024, 2048),
}
# By output stride, for each stage that loses its stride: the dilation of the stage before, and its own.
STAGE_DILATIONS = {8: {"layer3": (1, 2), "layer4": (2, 4)}, 16: {"layer4": (1, 2)}}


def build_backbone(name: str, bands: int, output_stride: int) -> nn.Module:
    """Returns a ResNet with random weights that maps (N, bands, H, W) to {"fine": first stage, "aux": third stage, "out": fourth stage}.

    The last two have a cell for every `output_stride` (8 or 16) pixels and ceil(H / output_stride) rows, the first one for every 4 pixels.
    """
    network = ARCHITECTURES[name].build()
    if bands != 3:
        network.conv1 = nn.Conv2d(bands, 64, kernel_size=7, stride=2, padding=3, bias=False)
        nn.init.kaiming_normal_(network.conv1.weight, mode="fan_out", nonlinearity="relu")
    for stage, (before, within) in STAGE_DILATIONS[output_stride].items():
        _dilate(getattr(network, stage), before, within)
    backbone: nn.Module = IntermediateLayerGetter(network, {"layer1": "fine", "layer3": "aux", "layer4": "out"})
    return backbone


def _dilate(stage: nn.Module, before: int, within: int) -> None:
    """Replaces the stage's stride by dilation as timm does: every k-th cell is what the strided stage computes.

    The convolution that carried the stride still reads the grid of the stage before, so it keeps that stage's dilation.
    """
    for convolution in (module for module in stage.modules() if isinstance(module, nn.Conv2d)):
        rate = within if convolution.stride == (1, 1) else before
        convolution.stride = (1, 1)
        if convolution.kernel_size == (3, 3):
            convolution.dilation = convolution.padding = (rate, rate)
