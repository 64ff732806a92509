"""A network that answers pixel by pixel, and its answer computed in numpy: the right map of any raster is known."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping import model

LEGEND = (
    LegendClass(1, "paddy", (0, 158, 115)),
    LegendClass(2, "trees", (0, 80, 20)),
    LegendClass(5, "houses", (200, 0, 0)),
    LegendClass(9, "water", (0, 0, 200)),
)
BANDS = ("red", "green", "blue")
GSD = 10.0
BRIGHTEST = 255.0
DEVIATION = 64.0  # of the bands' values: their mean, in deviations, runs from class 0 to class 4
NODATA = 255  # of the maps
AMBIGUOUS = 1e-3  # classes: nearer to a border rounding decides

Map = npt.NDArray[np.uint8]


class PixelNetwork(torch.nn.Module):
    """Answers the class whose number is nearest to the mean of the bands (N, bands, H, W), in standard deviations."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = torch.nn.Parameter(torch.arange(float(len(LEGEND))))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        brightness = images.mean(dim=1, keepdim=True)
        numbers = self.numbers[:, None, None]
        return 20 * (numbers * brightness - numbers**2 / 2)


def pixel_card() -> ModelCard:
    count = len(BANDS)
    figures = Normalisation((0.0,) * count, (BRIGHTEST,) * count, (0.0,) * count, (DEVIATION,) * count)
    return ModelCard("resnet34", BANDS, figures, GSD, 64, 16, (1, 2, 3), LEGEND, {}, 1.0)


def give_pixel_network(patch: pytest.MonkeyPatch, path: Path) -> str:
    """Has every model file read as the pixel network from now on. Returns the path of a file that stands for it."""
    path.write_bytes(b"the pixel network")
    patch.setattr(model, "load_model", lambda *_: (PixelNetwork().eval(), pixel_card()))
    return str(path)


def right_map(values: npt.NDArray[np.float64]) -> tuple[Map, npt.NDArray[np.bool_]]:
    """Returns the map of values (bands, H, W), NaN where a band has none, and where rounding does not decide the class."""
    known = np.isfinite(values)
    clipped = np.clip(np.where(known, values, 0.0), 0.0, BRIGHTEST)
    brightness = np.where(known, clipped / DEVIATION, 0.0).mean(axis=0)
    number = np.clip(np.rint(brightness), 0, len(LEGEND) - 1).astype(int)
    classes = np.array([each.value for each in LEGEND], np.uint8)[number]

    is_clear = np.abs(brightness - np.floor(brightness) - 0.5) > AMBIGUOUS
    return np.where(known.any(axis=0), classes, NODATA).astype(np.uint8), is_clear
