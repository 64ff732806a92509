"""Models whose answer is known for every pixel: the class whose mean is nearest to the pixel's values."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
import torch
from torch import nn

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network import model_file
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3

from .draw import Draw
from .scenes import Floats, Scene, scale_of

STRIDE, RATES = 16, (1, 2, 3)
LEGENDS = {
    "low": lambda count: range(count),
    "from one": lambda count: range(1, count + 1),
    "with 255": lambda count: [255, *range(count - 1)],
    "high": lambda count: [2000 - 7 * number for number in range(count)],
}
CLIPPED = 0.1  # of the range of values at either end
# In a card's training record: the network is no DeepLab, but one pixel is all that it sees.
POINTWISE, OVERFLOWING = "pointwise", "overflowing"
STEEPNESS = 1000.0  # of an overflowing network: it answers up to a value of its first band of
LAST_ANSWER = 88.72 / STEEPNESS


@dataclass(frozen=True)
class KnownModel:
    """A model with `values` of its classes, and the linear function of standardised values that it is, over `classes` x `bands`."""

    card: ModelCard
    weights: Floats
    offsets: Floats

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(each.value for each in self.card.classes)

    def logits(self, standardised: Floats) -> Floats:
        """Returns (classes, H, W) of standardised values (bands, H, W)."""
        return np.einsum("kb,bhw->khw", self.weights, standardised) + self.offsets[:, None, None]


def model_of(draw: Draw, scene: Scene, names: tuple[str, ...], gsd: float, aspect: float | None) -> KnownModel:
    """Returns a model of the scene's classes that wants the bands of the draw in its order."""
    numbers = np.random.default_rng((draw.seed, 3))
    factors, offsets = scale_of(draw)[list(draw.order)].T
    means = scene.means[:, draw.order] * factors + offsets
    count = len(draw.order)
    ends = np.sort(np.outer([scene.lowest, scene.highest], factors) + offsets, axis=0)
    reach = ends[1] - ends[0]
    mean = numbers.uniform(*ends)
    std = reach * numbers.uniform(0.35, 0.6, count)
    beyond = -CLIPPED if draw.is_clipped else 1.0
    learnt = ends[0] - beyond * reach, ends[1] + beyond * reach
    figures = Normalisation(*(tuple(each.tolist()) for each in (*learnt, mean.clip(*learnt), std)))

    known = (means - mean) / std
    sharpness = float(numbers.uniform(3, 60))
    classes = tuple(
        LegendClass(value, f"class {value}", (value % 256, 80, 20)) for value in LEGENDS[draw.legend](draw.classes)
    )
    written = {"name": str, "name in another case": str.title}.get(draw.chosen_by, str)
    bands = (
        tuple(written(names[band]) for band in draw.order)
        if names
        else tuple(f"model's {band}" for band in range(count))
    )
    record = {} if draw.is_deep else {"network": OVERFLOWING if draw.is_overflowing else POINTWISE}
    card = ModelCard(
        "resnet34", bands, figures, gsd, draw.chip, STRIDE, RATES, classes, record, aspect, draw.is_deep, draw.learnt
    )
    return KnownModel(card, 2 * sharpness * known, -sharpness * (known**2).sum(axis=1))


def save(path: str, model: KnownModel) -> None:
    """Writes the model file."""
    network = model_file.build_network(model.card)
    with torch.no_grad():
        fill = _fill_deep if isinstance(network, DeepLabV3) else _fill_pointwise
        fill(
            network, torch.tensor(model.weights, dtype=torch.float32), torch.tensor(model.offsets, dtype=torch.float32)
        )
    model_file.save_model(path, network.eval(), model.card)


@contextmanager
def pointwise_networks() -> Iterator[None]:
    """Has models that say so in their card be built of one layer: the same files, and thousands of them in a minute."""
    usual = model_file.build_network

    def build(card: ModelCard) -> nn.Module:
        kind = card.training.get("network")
        if kind not in (POINTWISE, OVERFLOWING):
            return usual(card)
        layer = nn.Conv2d(len(card.bands), len(card.classes), 1)
        return nn.Sequential(Overflowing() if kind == OVERFLOWING else nn.Identity(), layer)

    with patch.object(model_file, "build_network", build):
        yield


class Overflowing(nn.Module):
    """Hands on what it gets, but for pixels whose first band is too large for it: they become no numbers."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return image + 0 * torch.exp(STEEPNESS * image[:, :1])


def _fill_pointwise(network: nn.Module, weights: torch.Tensor, offsets: torch.Tensor) -> None:
    network[1].weight.copy_(weights[:, :, None, None])
    network[1].bias.copy_(offsets)


def _fill_deep(network: DeepLabV3, weights: torch.Tensor, offsets: torch.Tensor) -> None:
    """Makes a whole DeepLabV3+ hand on what is in the middle of each filter: every band once as it is and once less than 0."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.zero_()
            if module.bias is not None:
                module.bias.zero_()
    bands = weights.shape[1]
    _hand_on(network.decoder.project[0], 2 * bands)
    _hand_on(network.decoder.merge[0], 2 * bands, first=256)
    _hand_on(network.classifier[1], 2 * bands)
    for band in range(bands):
        network.backbone.conv1.weight[2 * band, band, 3, 3] = 1
        network.backbone.conv1.weight[2 * band + 1, band, 3, 3] = -1
        network.classifier[-1].weight[:, 2 * band, 0, 0] = weights[:, band]
        network.classifier[-1].weight[:, 2 * band + 1, 0, 0] = -weights[:, band]
    network.classifier[-1].bias.copy_(offsets)


def _hand_on(convolution: nn.Conv2d, channels: int, first: int = 0) -> None:
    middle = convolution.kernel_size[0] // 2
    for channel in range(channels):
        convolution.weight[channel, first + channel, middle, middle] = 1
