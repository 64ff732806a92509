"""DeepLabV3 (Chen et al. 2017): a dilated ResNet, atrous spatial pyramid pooling, on request a decoder, and logits for every pixel."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from .backbones import ARCHITECTURES, build_backbone
from .decoder import FINE_STRIDE, Decoder, enlarge
from .device import layout_of
from .torchvision_parts import ASPPPooling, DeepLabHead, FCNHead


class DeepLabV3(nn.Module):
    """DeepLabV3 with the heads and the names of weights of torchvision's, for any number of bands and classes.

    Args:
        backbone: resnet34, resnet50 or resnet101.
        bands: channels of the input.
        classes: channels of the output.
        output_stride: pixels per cell of the deepest feature map, 8 or 16.
        atrous_rates: dilation of the pyramid's three branches in cells; see `plan_atrous_rates`.
        chip: side of the training chips in pixels, a multiple of the output stride: the window of the image pooling.
        with_decoder: whether the decoder of DeepLabV3+ draws finer borders.
    """

    def __init__(
        self,
        backbone: str,
        bands: int,
        classes: int,
        output_stride: int,
        atrous_rates: tuple[int, int, int],
        chip: int,
        with_decoder: bool = False,
    ) -> None:
        super().__init__()
        architecture = ARCHITECTURES[backbone]
        self._shape = backbone, bands, classes
        self.bands = bands
        self._chip = chip
        self.backbone = build_backbone(backbone, bands, output_stride)
        self.classifier = DeepLabHead(architecture.channels, classes, atrous_rates)
        self.aux_classifier = FCNHead(architecture.auxiliary_channels, classes)
        pyramid = self.classifier[0]
        pyramid.convs[-1] = ImagePooling(pyramid.convs[-1], chip // output_stride)
        self.decoder = Decoder(architecture.fine_channels) if with_decoder else None
        self.backbone_name, self.output_stride = backbone, output_stride

    def forward(self, image: Tensor) -> Tensor:
        """Returns logits (N, classes, H, W), at least in fp32, of images (N, bands, H, W) of any size."""
        return self.to_pixels(self._classify(self.backbone(image)), image)

    def forward_with_auxiliary(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the logits of `forward` and those of the auxiliary head on the third stage, for the training loss."""
        features = self.backbone(image)
        logits, auxiliary = self._classify(features), self.aux_classifier(features["aux"])
        return self.to_pixels(logits, image), enlarge(_at_least_fp32(auxiliary), self.output_stride, image)

    def set_output_stride(self, output_stride: int, atrous_rates: tuple[int, int, int]) -> None:
        """Changes the output stride and keeps the weights, which mean the same at every stride because dilation is exact."""
        with torch.device("meta"):  # a network without numbers, to read the geometry from
            other = DeepLabV3(*self._shape, output_stride, atrous_rates, self._chip, self.decoder is not None)
        for mine, wanted in zip(self.modules(), other.modules(), strict=True):
            if isinstance(mine, nn.Conv2d) and isinstance(wanted, nn.Conv2d):
                mine.stride, mine.padding, mine.dilation = wanted.stride, wanted.padding, wanted.dilation
            elif isinstance(mine, WindowMean) and isinstance(wanted, WindowMean):
                mine.window = wanted.window
        self.output_stride = output_stride

    def to_pixels(self, logits: Tensor, image: Tensor) -> Tensor:
        """Returns the logits of cells, every 4 pixels with a decoder and else at the output stride, for the pixels of the image."""
        return enlarge(_at_least_fp32(logits), FINE_STRIDE if self.decoder else self.output_stride, image)

    def _classify(self, features: dict[str, Tensor]) -> Tensor:
        pyramid, *head = self.classifier
        cells: Tensor = pyramid(features["out"])
        if self.decoder is not None:
            cells = self.decoder(cells, features["fine"], self.output_stride // FINE_STRIDE)
        for module in head:
            cells = module(cells)
        return cells


def _at_least_fp32(logits: Tensor) -> Tensor:
    return logits.to(torch.promote_types(logits.dtype, torch.float32))


class ImagePooling(nn.Sequential):
    """The pooled branch of the pyramid over a window of the training chip's size instead of the whole tile.

    At chip size it is torchvision's branch; on a larger tile a cell's answer does not depend on the tile. Cells at the
    border take the answer of the nearest window that lies inside.
    """

    def __init__(self, branch: ASPPPooling, window: int) -> None:
        super().__init__(WindowMean(window), *list(branch)[1:])

    def forward(self, cells: Tensor) -> Tensor:
        """Returns (N, 256, h, w) of cells (N, channels, h, w)."""
        pooled = cells
        for module in self.in_best_order(cells.shape[-2:]):
            pooled = module(pooled)
        if pooled.shape[-2:].numel() == 1:  # as in training: a GPU adds up a padding's bfloat16 gradients one by one
            return pooled.expand(*pooled.shape[:2], *cells.shape[-2:]).contiguous(memory_format=layout_of(cells))
        rows, columns = cells.shape[-2] - pooled.shape[-2], cells.shape[-1] - pooled.shape[-1]
        border = ((columns + 1) // 2, columns // 2, (rows + 1) // 2, rows // 2)
        return functional.pad(pooled, border, mode="replicate")

    def in_best_order(self, size: Sequence[int]) -> list[nn.Module]:
        """Returns the modules in the order that is quickest for maps of this size (h, w).

        A mean and a 1 x 1 convolution may change places: where many windows are averaged, the fewer channels come first.
        """
        mean, convolution, *rest = self
        many = max(size) > cast(WindowMean, mean).window
        return [convolution, mean, *rest] if many else [mean, convolution, *rest]


class WindowMean(nn.Module):
    """Means over all square windows of `window` cells that lie inside the map; a shorter side is averaged whole."""

    def __init__(self, window: int) -> None:
        super().__init__()
        self.window = window

    def forward(self, cells: Tensor) -> Tensor:
        """Returns (N, C, max(1, h - window + 1), max(1, w - window + 1)) of (N, C, h, w); sums in fp32 or wider."""
        wide = cells.to(torch.promote_types(cells.dtype, torch.float32))
        height, width = (min(self.window, side) for side in cells.shape[-2:])
        columns = functional.avg_pool2d(wide, (height, 1), stride=1)  # axis by axis: 2 window terms, not window squared
        return functional.avg_pool2d(columns, (1, width), stride=1).to(cells.dtype)


def plan_atrous_rates(chip: int, output_stride: int) -> tuple[int, int, int]:
    """Returns three rates as 1 : 2 : 3, the largest at most 36/64 of the chip's side in cells.

    That is the proportion of rates 12, 24, 36 on 512 pixel chips at output stride 8. With larger rates the outer taps
    fall beside the chip and are never trained; a larger tile would then wake them.
    """
    unit = max(1, chip * 36 // (64 * output_stride * 3))
    return unit, 2 * unit, 3 * unit
