"""What is to be seen: values of every band, which pixels have data, and the classes that a model knows them by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .draw import Draw

Values = npt.NDArray[np.generic]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Between which values scenes lie, for each type of number.
RANGES: dict[str, tuple[tuple[float, float], ...]] = {
    "uint8": ((1, 250), (10, 60)),
    "int16": ((-3000, 3000), (1, 10_000)),
    "uint16": ((1, 10_000), (20_000, 65_000)),
    "int32": ((-100_000, 100_000), (0, 1000)),
    "uint32": ((1, 4e9), (0, 200)),
    "int64": ((-1e6, 1e6), (0, 1e12)),
    "uint64": ((0, 1e6),),
    "float32": ((0, 1), (-30, 5), (-1e6, 1e6)),
    "float64": ((0, 1), (250, 320), (-1e12, 1e12)),
}
PATTERNS = ("nothing", "speckles", "block", "collar", "half", "everything")
LEVELS = 6  # of a band at least: class means are some of them
NOISE = 0.3  # of the way from one level to the next


# What the bands of a file say that their numbers mean, one after the other: times a factor, and an offset more.
SCALES = {
    "nothing": ((1.0, 0.0),),
    "reflectances": ((1e-4, -0.1),),
    "an offset": ((1.0, -1000.0),),
    "a scale for each band": ((2.0, 0.0), (-0.5, 7.0), (0.01, 273.15)),
}


def scale_of(draw: Draw) -> Floats:
    """Returns what a model sees of the numbers in each band of a file: factors and offsets (bands, 2)."""
    scales = SCALES[draw.scale if draw.learnt == "scaled" else "nothing"]
    return np.array([scales[band % len(scales)] for band in range(draw.bands)])


@dataclass(frozen=True)
class Scene:
    """The truth about a raster.

    `values` (bands, H, W) are what the file holds where `present` (bands, H, W) says that the band has data; elsewhere they are free.
    `means` (classes, bands) are the values by which a model tells the classes.
    """

    values: Values
    present: Mask
    means: Floats
    lowest: float
    highest: float


def scene_of(draw: Draw) -> Scene:
    """Returns what a draw shows."""
    numbers = np.random.default_rng((draw.seed, 1))
    lowest, highest = range_of(draw)
    means = _means(draw, numbers, lowest, highest)

    labels = _fields(draw, numbers)
    values = means[labels].transpose(2, 0, 1)
    if draw.is_noisy:
        values = values + numbers.uniform(-NOISE, NOISE, values.shape) * (highest - lowest) / _levels(draw)
    if not draw.number_type.startswith("float"):
        values = values.round()

    present = _present(draw, numbers)
    return Scene(values.clip(lowest, highest).astype(draw.number_type), present, means, lowest, highest)


def range_of(draw: Draw) -> tuple[float, float]:
    """Returns between which values a draw lies."""
    ranges = RANGES[draw.number_type]
    return ranges[draw.seed % len(ranges)]


def _levels(draw: Draw) -> int:
    return max(draw.classes, LEVELS)


def _means(draw: Draw, numbers: np.random.Generator, lowest: float, highest: float) -> Floats:
    """Returns a mean for each class and band; in a band no two classes have the same."""
    count = _levels(draw)
    middles = lowest + (np.arange(count) + 0.5) / count * (highest - lowest)
    if not draw.number_type.startswith("float"):
        middles = middles.round()
    return np.stack([numbers.permutation(middles)[: draw.classes] for _ in range(draw.bands)], axis=1)


def _fields(draw: Draw, numbers: np.random.Generator) -> npt.NDArray[np.int64]:
    """Returns classes (H, W) in squares of one class each, the first of them cut."""
    side = draw.field
    down, across = draw.height // side + 2, draw.width // side + 2
    squares = numbers.integers(0, draw.classes, (down, across))
    wide = squares.repeat(side, axis=0).repeat(side, axis=1)
    top, left = numbers.integers(0, side, 2)
    return wide[top : top + draw.height, left : left + draw.width]


def _present(draw: Draw, numbers: np.random.Generator) -> Mask:
    """Returns where each band has data."""
    shape = draw.height, draw.width
    patterns = [~_hole(draw.missing, shape, numbers) for _ in range(draw.bands if draw.is_apart else 1)]
    return np.broadcast_to(np.stack(patterns), (draw.bands, *shape)).copy()


def _hole(pattern: str, shape: tuple[int, int], numbers: np.random.Generator) -> Mask:
    height, width = shape
    hole = np.zeros(shape, np.bool_)
    if pattern == "speckles":
        return numbers.random(shape) < 0.2
    if pattern == "block":
        top, left = numbers.integers(0, height), numbers.integers(0, width)
        hole[top : top + height // 3 + 1, left : left + width // 3 + 1] = True
    if pattern == "collar":
        edge = int(numbers.integers(1, max(2, min(shape) // 4)))
        hole[:] = True
        hole[edge : height - edge, edge : width - edge] = False
    if pattern == "half":
        hole[:, width // 2 :] = True
    if pattern == "everything":
        hole[:] = True
    return hole
