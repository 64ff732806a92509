"""The parts of torchvision that the network is built from, imported even where its compiled operators do not load.

That happens when torch and torchvision come from different wheel indexes. The network needs none of these operators,
but torchvision's import registers functions for two of them and stops where nobody has declared them.
"""

import sys

import torch

from paddy_segmenter.errors import EnvironmentMissing

UNDECLARED = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_declarations: list[torch.library.Library] = []  # a declaration lasts as long as its Library object


def import_torchvision() -> None:
    """Imports torchvision, with declarations in place of its compiled operators where these do not load.

    Raises:
        EnvironmentMissing: torchvision is there but does not fit torch in another way.
    """
    try:
        import torchvision
    except RuntimeError as error:
        if "torchvision::nms does not exist" not in str(error):
            pair = f"torchvision does not fit torch {torch.__version__}"
            raise EnvironmentMissing(f"{pair} ({' '.join(str(error).split())}): install the two together") from error
        _forget_half_imported()
        _declare_operators()
        import torchvision  # noqa: F401


def _forget_half_imported() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]


def _declare_operators() -> None:
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for schema in UNDECLARED:
        library.define(schema)  # type: ignore[no-untyped-call]
    _declarations.append(library)


import_torchvision()

from torchvision.models._utils import IntermediateLayerGetter  # noqa: E402
from torchvision.models.resnet import (  # noqa: E402
    BasicBlock,
    Bottleneck,
    ResNet,
    ResNet34_Weights,
    ResNet50_Weights,
    ResNet101_Weights,
    resnet34,
    resnet50,
    resnet101,
)
from torchvision.models.segmentation.deeplabv3 import (  # noqa: E402
    ASPP,
    ASPPPooling,
    DeepLabHead,
    DeepLabV3_ResNet50_Weights,
    DeepLabV3_ResNet101_Weights,
)
from torchvision.models.segmentation.fcn import FCNHead  # noqa: E402

__all__ = [
    "ASPP",
    "ASPPPooling",
    "BasicBlock",
    "Bottleneck",
    "DeepLabHead",
    "DeepLabV3_ResNet50_Weights",
    "DeepLabV3_ResNet101_Weights",
    "FCNHead",
    "IntermediateLayerGetter",
    "ResNet",
    "ResNet34_Weights",
    "ResNet50_Weights",
    "ResNet101_Weights",
    "resnet34",
    "resnet50",
    "resnet101",
]
