"""The decoder of DeepLabV3+ (Chen et al. 2018, section 3): the pyramid's cells joined with the finer ones of the first stage."""

import torch
from torch import Tensor, nn
from torch.nn import functional

FINE_STRIDE = 4  # pixels per cell of a ResNet's first stage, at every output stride
FINE_CHANNELS = 48  # what the first stage is reduced to, so that it does not outweigh the pyramid
PYRAMID_CHANNELS = 256


class Decoder(nn.Module):
    """Brings what the pyramid has found to the grid of the first stage, whose cells still know where a border runs.

    Of the paper's two 3 x 3 convolutions it holds the first; the second one and the classes are those of torchvision's head, whose
    weights keep their names.

    Args:
        channels: of the first stage.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.project = _convolution(channels, FINE_CHANNELS, 1)
        self.merge = _convolution(PYRAMID_CHANNELS + FINE_CHANNELS, PYRAMID_CHANNELS, 3)

    def forward(self, cells: Tensor, fine: Tensor, times: int) -> Tensor:
        """Returns (N, 256, H, W) of the pyramid's cells (N, 256, h, w), which are `times` as wide, and the first stage (N, channels, H, W)."""
        joined: Tensor = self.merge(torch.cat([enlarge(cells, times, fine), self.project(fine)], dim=1))
        return joined


def enlarge(cells: Tensor, times: int, grid: Tensor) -> Tensor:
    """Enlarges maps (N, C, h, w) by a whole number and crops them to the grid's size: fitted to it, cells would drift from their ground."""
    size = (cells.shape[-2] * times, cells.shape[-1] * times)
    wide = functional.interpolate(cells, size=size, mode="bilinear", align_corners=False)
    return wide[..., : grid.shape[-2], : grid.shape[-1]]


def _convolution(channels: int, wanted: int, side: int) -> nn.Sequential:
    convolution = nn.Conv2d(channels, wanted, side, padding=side // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(wanted), nn.ReLU())
