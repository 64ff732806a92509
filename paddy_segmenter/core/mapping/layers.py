"""What a segmentation draws: how probabilities become the pixels of each map."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from paddy_segmenter.jobs import SegmentJob

from ..card import LegendClass
from ..rasters.legend import map_type

PERCENT_NODATA = 255
SHARE_NODATA = -1.0
CLASSES, CONFIDENCE, PROBABILITIES = "output", "confidence", "probabilities"  # the job's fields


@dataclass(frozen=True)
class Layer:
    """A raster to draw: its file, pixel type and nodata value, the names of its bands, and how its overviews are made.

    `draw` turns probabilities (classes, H, W) into pixels (bands, H, W), on their device.
    """

    name: str
    path: str
    data_type: np.dtype[np.generic]
    nodata: float
    bands: tuple[str, ...]
    overviews: str
    draw: Callable[[Tensor], Tensor]

    @property
    def pixel_size(self) -> int:
        """Bytes of a pixel in all bands."""
        return self.data_type.itemsize * len(self.bands)

    def pixels(self, probabilities: Tensor, valid: Tensor) -> npt.NDArray[np.generic]:
        """Returns pixels (bands, H, W) with nodata where they are not valid (H, W), on the host."""
        if not valid.any():  # as most strips of a raster are that holds little
            return np.full((len(self.bands), *valid.shape), self.nodata, self.data_type)
        drawn = self.draw(probabilities)
        drawn = torch.where(valid, drawn, torch.tensor(self.nodata, dtype=drawn.dtype, device=drawn.device))
        return drawn.cpu().numpy().astype(self.data_type, copy=False)


def layers_of(job: SegmentJob, classes: tuple[LegendClass, ...], spare: Path) -> list[Layer]:
    """Returns the rasters that the job asks for; the classes come first.

    Polygons tell their mean confidence: where only they want it, its raster lies in the folder `spare`.
    """
    names = tuple(each.name for each in classes)
    layers = [_classes(job.output, classes)]
    if job.confidence or job.polygons:
        path = job.confidence or str(spare / "confidence.tif")
        layers.append(_percents(CONFIDENCE, path, ("confidence",), lambda p: p.amax(dim=0, keepdim=True)))
    if job.probabilities and job.probability_type == "uint8":
        layers.append(_percents(PROBABILITIES, job.probabilities, names, lambda p: p))
    elif job.probabilities:
        layers.append(
            Layer(PROBABILITIES, job.probabilities, np.dtype(np.float32), SHARE_NODATA, names, "AVERAGE", lambda p: p)
        )
    return layers


def _classes(path: str, classes: tuple[LegendClass, ...]) -> Layer:
    data_type, nodata = map_type(classes)
    small = torch.uint8 if np.dtype(data_type).itemsize == 1 else torch.int32
    values = torch.tensor([each.value for each in classes], dtype=small)
    return Layer(
        CLASSES,
        path,
        np.dtype(data_type),
        nodata,
        ("class",),
        "MODE",
        lambda p: values.to(p.device)[p.max(dim=0).indices][None],
    )


def _percents(name: str, path: str, bands: tuple[str, ...], choose: Callable[[Tensor], Tensor]) -> Layer:
    return Layer(
        name,
        path,
        np.dtype(np.uint8),
        PERCENT_NODATA,
        bands,
        "AVERAGE",
        lambda p: (choose(p) * 100).round().to(torch.uint8),
    )
