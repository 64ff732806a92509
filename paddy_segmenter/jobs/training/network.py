"""The network of a training, and where it starts."""

from dataclasses import dataclass

from ...errors import InputError
from ...rules import Job, option

BACKBONES = ("resnet34", "resnet50", "resnet101")
OUTPUT_STRIDES = (8, 16)


@dataclass(frozen=True)
class NetworkOptions(Job):
    """The network that is trained."""

    backbone: str = option(
        "backbone of the network: deeper ones are slower and want more labels", "resnet34", choices=BACKBONES
    )
    weights: str = option("where the training starts: none (random), imagenet, coco (ResNet50 and ResNet101), a torchvision weights file "
                          "or a model file", "imagenet")  # fmt: skip
    output_stride: int = option("pixels per cell of the deepest feature map: 8 draws finer borders, 16 is about three times faster",
                                8, choices=OUTPUT_STRIDES)  # fmt: skip
    atrous_rates: tuple[int, ...] = option("atrous rates of the pyramid in cells; empty: planned from chip and output stride", (),
                                           minimum=1, maximum=512, advanced=True)  # fmt: skip
    decoder: str = option("whether the decoder of DeepLabV3+ (Chen et al. 2018) follows: it draws borders every 4 pixels instead of every 8 or 16, and takes "
                          "half as long again at output stride 16, little at 8", "yes", choices=("yes", "no"))  # fmt: skip
    coarse_share: float = option("share of the epochs, the first ones, that train at output stride 16, three times faster, before stride 8 draws "
                                 "the borders; without effect at output stride 16", 0.5, minimum=0.0, maximum=0.9, advanced=True)  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.atrous_rates) not in (0, 3):
            raise InputError(
                f"{len(self.atrous_rates)} atrous rates, but the pyramid has three branches: give three or none"
            )
