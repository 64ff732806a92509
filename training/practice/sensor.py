"""How a satellite sees the ground: through thin haze, a little blurred, with noise, in whole numbers."""

import numpy as np
import numpy.typing as npt

from .noise import Floats, bell, key_for, ramp, rough_noise

HAZE = (760.0, 690.0, 640.0, 560.0)  # digital numbers of haze that hides the ground
DEPTH = (0.24, 0.20, 0.17, 0.10)  # how much of the ground the thickest haze of a scene hides, by band
SPREAD = (0.19, 0.62, 0.19)  # the point spread function along a row or a column, in pixels
READ_NOISE, SHOT_NOISE = 4.0, 0.12  # standard deviation in dark; variance per digital number
BRIGHTEST = 4095


def add_haze(colours: Floats, x: Floats, y: Floats, seed: int) -> Floats:
    """Returns the colours (4, H, W) through haze that changes over kilometres."""
    thickness = ramp(rough_noise(x, y, 1100.0, key_for(seed, "haze"), 3), 0.25, 0.85)
    return np.stack(
        [layer + (air - layer) * depth * thickness for layer, air, depth in zip(colours, HAZE, DEPTH, strict=True)]
    )


def blur(colours: Floats) -> Floats:
    """Returns the colours (4, H, W) as the optics spread them, without the outermost pixel on each side: (4, H - 2, W - 2)."""
    before, centre, after = SPREAD
    rows = before * colours[:, :-2] + centre * colours[:, 1:-1] + after * colours[:, 2:]
    both: Floats = before * rows[:, :, :-2] + centre * rows[:, :, 1:-1] + after * rows[:, :, 2:]
    return both


def digitise(colours: Floats, row: int, column: int, seed: int) -> npt.NDArray[np.uint16]:
    """Returns the colours (4, H, W) with noise as digital numbers from 1 (0 is nodata); `row`, `column` are the first pixel's."""
    rows = np.arange(row, row + colours.shape[1], dtype=np.int64)[:, np.newaxis]
    columns = np.arange(column, column + colours.shape[2], dtype=np.int64)
    key = key_for(seed, "sensor noise")
    noise = np.stack([bell(key, band, rows, columns) for band in range(len(colours))])
    noisy = np.rint(colours + noise * np.sqrt(READ_NOISE**2 + SHOT_NOISE * colours))
    numbers: npt.NDArray[np.uint16] = np.clip(noisy, 1, BRIGHTEST).astype(np.uint16)
    return numbers
