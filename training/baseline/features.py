"""What the baseline sees of a pixel: its bands, and their means in boxes around it."""

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.rasters.raster import Image

BOXES = (7, 19)  # pixels: sides, which are odd
REACH = max(BOXES) // 2

Features = npt.NDArray[np.float32]
Sums = npt.NDArray[np.float64]


def features_of(image: Image, normalisation: Normalisation) -> Features:
    """Returns the features of a window (features, H, W) for its image with REACH pixels more on each side, NaN where a band has no data.

    Bands are cut off and scaled as the network sees them. A mean is that of the pixels of its box that have data; what has none is 0, the
    mean of the training ground.
    """
    low, high, mean, std = (np.array(part, np.float32)[:, None, None] for part in vars(normalisation).values())
    known = np.isfinite(image)
    scaled = np.where(known, (np.clip(image, low, high) - mean) / std, 0)

    bands, height, width = image.shape
    size = (height - 2 * REACH, width - 2 * REACH)
    features = np.empty((1 + len(BOXES), bands, *size), np.float32)
    features[0] = scaled[:, REACH:-REACH, REACH:-REACH]
    alike = bool((known == known[0]).all())
    for band in range(bands):
        sums = _running_sums(scaled[band])
        if band == 0 or not alike:
            counts = [_sum_boxes(_running_sums(known[band]), box).clip(min=1) for box in BOXES]
        for number, box in enumerate(BOXES):
            features[1 + number, band] = _sum_boxes(sums, box) / counts[number]
    return features.reshape(-1, *size)


def _running_sums(values: npt.NDArray[np.generic]) -> Sums:
    """Returns the sums over all pixels above and left of each corner of a pixel (H + 1, W + 1) (Crow 1984)."""
    sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    np.cumsum(values, axis=0, out=sums[1:, 1:])
    np.cumsum(sums, axis=1, out=sums)
    return sums


def _sum_boxes(sums: Sums, box: int) -> Sums:
    """Returns the sums in boxes of this side around the pixels that lie REACH pixels or more from the edge."""
    spare = REACH - box // 2
    inner = sums[spare : len(sums) - spare, spare : sums.shape[1] - spare]
    boxes: Sums = inner[box:, box:] - inner[:-box, box:] - inner[box:, :-box] + inner[:-box, :-box]
    return boxes
