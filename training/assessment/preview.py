"""A chip of the ground that is judged, to be watched while the network learns: image, labels and prediction."""

import base64
import io

import numpy as np
import torch
from PIL import Image

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.rasters.opening import open_raster
from paddy_segmenter.core.tiles import Window

from ..ground.blocks import Block, cut_blocks
from ..ground.ground import Ground
from ..metrics import UNLABELLED
from .panels import Pixels, measure_limits, natural_bands, paint, stretch


class Preview:
    """One chip for a whole training, in the judged block with the most classes and labels.

    Args:
        ground: of the training.
        side: of the chip in pixels.
    """

    def __init__(self, ground: Ground, side: int) -> None:
        block = max(ground.judged_blocks, key=_variety)
        self._site = ground.sites[block.raster]
        self._window = _middle_of(block.window, side)
        self._colours = {index: each.colour for index, each in enumerate(ground.legend.classes)}

    def panels(self, predictor: Predictor) -> dict[str, str]:
        """Returns image, labels and prediction as PNG in base64; what the network says where there is no image is left white."""
        image, valid, labels = self._site.read(self._window)
        probabilities = predictor.probabilities(torch.from_numpy(image)[None], torch.from_numpy(valid)[None])
        predicted = np.where(valid, probabilities[0].argmax(dim=0).cpu().numpy(), UNLABELLED)
        panels = {
            "image": self._photograph(),
            "labels": paint(labels, self._colours),
            "prediction": paint(predicted, self._colours),
        }
        return {name: _encoded(panel) for name, panel in panels.items()}

    def _photograph(self) -> Pixels:
        bands, _ = self._site.raster.read(self._window, tuple(natural_bands(open_raster(self._site.raster.path))))
        known = np.isfinite(bands)
        return np.dstack(
            [
                stretch(band, where, measure_limits(band[where].astype(np.float64)))
                for band, where in zip(bands, known, strict=True)
            ]
        )


def _variety(block: Block) -> tuple[int, int]:
    return sum(count > 0 for count in block.counts), sum(block.counts)


def _middle_of(block: Window, side: int) -> Window:
    """Returns the window in the middle of the block that is at most `side` pixels long."""
    parts = cut_blocks(block.height, block.width, side)
    part = parts[len(parts) // 2]
    return Window(block.row + part.row, block.column + part.column, part.height, part.width)


def _encoded(panel: Pixels) -> str:
    buffer = io.BytesIO()
    Image.fromarray(panel).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
