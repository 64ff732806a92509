"""A network as OpenVINO's graph, drawn from its modules: at once, where a conversion by tracing takes seconds for each size of image."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from types import ModuleType
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from .decoder import FINE_STRIDE, Decoder
from .deeplabv3 import DeepLabV3, ImagePooling, WindowMean
from .torchvision_parts import ASPP, BasicBlock, Bottleneck, IntermediateLayerGetter

Node = Any  # of OpenVINO, which has no types for it
NO_PADDING = [0, 0]


def draw_graph(network: DeepLabV3, size: torch.Size, openvino: ModuleType) -> Any:
    """Returns OpenVINO's model of the network up to the logits of its cells, for any number of images of one size.

    Enlarged to pixels in bf16, neighbouring logits would tie: that is left to the caller.

    Args:
        network: in evaluation mode, on the CPU in fp32, its BatchNorm folded. Its weights are shared with the model, not copied.
        size: bands, height and width of the images.
        openvino: the package.
    """
    pencil = _Pencil(openvino.opset13)
    images = pencil.ops.parameter([-1, *size], np.float32)
    features = pencil.draw_features(network.backbone, images)
    pyramid, *head = network.classifier
    cells = pencil.draw(pyramid, features["out"])
    if network.decoder is not None:
        cells = pencil.draw_decoder(network.decoder, cells, features["fine"], network.output_stride // FINE_STRIDE)
    return openvino.Model([pencil.draw_chain(head, cells)], [images], "DeepLabV3")


class _Pencil:
    """Draws modules as nodes of OpenVINO's operations `ops`."""

    def __init__(self, ops: ModuleType) -> None:
        self.ops = ops
        self._ways: tuple[tuple[tuple[type[nn.Module], ...], Callable[[Any, Node], Node]], ...] = (
            ((nn.Identity, nn.Dropout), lambda module, node: node),
            ((nn.ReLU,), lambda module, node: ops.relu(node)),
            ((nn.Conv2d,), self._convolution),
            ((nn.MaxPool2d,), self._maximum),
            ((WindowMean,), self._mean),
            ((BasicBlock, Bottleneck), self._residual),
            ((ImagePooling,), self._pooling),
            ((ASPP,), self._pyramid),
            ((nn.Sequential,), lambda module, node: self.draw_chain(list(module), node)),
        )

    def draw(self, module: nn.Module, node: Node) -> Node:
        """Returns the node of the module's answer to `node`. Raises TypeError where it is of a kind that nobody foresaw."""
        for kinds, way in self._ways:
            if isinstance(module, kinds):
                return way(module, node)
        raise TypeError(f"no way to draw a {type(module).__name__}")

    def draw_chain(self, modules: Iterable[nn.Module], node: Node) -> Node:
        """Returns the node of the answer of modules that follow each other."""
        for module in modules:
            node = self.draw(module, node)
        return node

    def draw_features(self, backbone: IntermediateLayerGetter, node: Node) -> dict[str, Node]:
        """Returns the nodes of the stages that the backbone gives, by the names that it gives them."""
        features = {}
        for name, module in backbone.named_children():
            node = self.draw(module, node)
            if name in backbone.return_layers:
                features[backbone.return_layers[name]] = node
        return features

    def draw_decoder(self, decoder: Decoder, cells: Node, fine: Node, times: int) -> Node:
        """Returns the node of the decoder's answer; cells are enlarged and cropped as `enlarge` does."""
        size = [times * side for side in _size_of(cells)]
        enlarged = self.ops.interpolate(cells, size, "linear_onnx", "sizes", axes=[2, 3])
        wide = self.ops.slice(enlarged, [0, 0], list(_size_of(fine)), [1, 1], [2, 3])
        return self.draw(decoder.merge, self.ops.concat([wide, self.draw(decoder.project, fine)], 1))

    def _convolution(self, module: nn.Conv2d, node: Node) -> Node:
        padding = list(cast("tuple[int, int]", module.padding))
        weight = self._constant(module.weight)
        node = self.ops.convolution(node, weight, list(module.stride), padding, padding, list(module.dilation))
        return node if module.bias is None else self.ops.add(node, self._constant(module.bias[None, :, None, None]))

    def _maximum(self, module: nn.MaxPool2d, node: Node) -> Node:
        stride, padding, side = ([cast(int, each)] * 2 for each in (module.stride, module.padding, module.kernel_size))
        return self.ops.max_pool(node, stride, [1, 1], padding, padding, side).output(0)

    def _mean(self, module: WindowMean, node: Node) -> Node:
        height, width = (min(module.window, side) for side in _size_of(node))
        for window in ([height, 1], [1, width]):
            node = self.ops.avg_pool(node, [1, 1], NO_PADDING, NO_PADDING, window, exclude_pad=True)
        return node

    def _residual(self, block: nn.Module, node: Node) -> Node:
        """The convolutions of a ResNet's block one after the other, and its input added before the last ReLU."""
        convolutions = [module for name, module in block.named_children() if name.startswith("conv")]
        answer = self.draw(convolutions[0], node)
        for _, module in pairwise(convolutions):
            answer = self.draw(module, self.ops.relu(answer))
        shortcut = block.downsample
        return self.ops.relu(self.ops.add(answer, self.draw(cast(nn.Module, shortcut), node) if shortcut else node))

    def _pooling(self, branch: ImagePooling, node: Node) -> Node:
        pooled = self.draw_chain(branch.in_best_order(_size_of(node)), node)
        (rows, columns), (fewer_rows, fewer_columns) = _size_of(node), _size_of(pooled)
        down, across = rows - fewer_rows, columns - fewer_columns
        begin, end = [0, 0, (down + 1) // 2, (across + 1) // 2], [0, 0, down // 2, across // 2]
        return self.ops.pad(pooled, begin, end, "edge")

    def _pyramid(self, pyramid: nn.Module, node: Node) -> Node:
        branches = [self.draw(branch, node) for branch in cast(nn.ModuleList, pyramid.convs)]
        return self.draw(cast(nn.Module, pyramid.project), self.ops.concat(branches, 1))

    def _constant(self, tensor: Tensor) -> Node:
        return self.ops.constant(tensor.detach().contiguous().numpy(), shared_memory=True)


def _size_of(node: Node) -> tuple[int, int]:
    """Returns the height and width of what a node gives."""
    shape = node.get_output_partial_shape(0) if hasattr(node, "get_output_partial_shape") else node.get_partial_shape()
    return shape[2].get_length(), shape[3].get_length()
