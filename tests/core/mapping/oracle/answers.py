"""The right map of a draw, in numpy: which pixels have a class, which one, and where a resampled view leaves no doubt of it."""

import cmath
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .areas import Area
from .declarations import Declared
from .draw import Draw
from .models import LAST_ANSWER, KnownModel
from .places import Place
from .scenes import Floats, Mask, scale_of

ROUNDING = 1e-3  # of logits, by which two classes are as good as each other
NOWHERE = -1
BLUR = 2.5  # sides of the larger pixel, of the raster's and the model's, across which resampling there and back may carry a value


@dataclass(frozen=True)
class Answer:
    """What is known of each pixel (H, W): whether its centre lies in the area and that is no tie, whether it has data, its class
    among the model's, by how many logits that is certain, and the probabilities (classes, H, W).
    """

    inside: Mask
    untied: Mask
    valid: Mask
    labels: npt.NDArray[np.int64]
    margin: Floats
    probabilities: Floats

    @property
    def certain(self) -> Mask:
        """Where no rounding turns the class."""
        return self.margin > ROUNDING


def answer_of(draw: Draw, declared: Declared, area: Area, model: KnownModel) -> Answer:
    """Returns what the maps of a draw must hold, on the raster's own grid."""
    factors, offsets = scale_of(draw)[list(draw.order)].T[:, :, None, None]
    values = declared.scene.values[list(draw.order)].astype(np.float64) * factors + offsets
    present = declared.scene.present[list(draw.order)]
    figures = (np.array(each)[:, None, None] for each in vars(model.card.normalisation).values())
    low, high, mean, std = figures
    standardised = np.where(present, (np.where(present, values, 0).clip(low, high) - mean) / std, 0)

    logits = model.logits(standardised)
    ordered = np.sort(logits, axis=0)
    powers = np.exp(logits - ordered[-1])
    has_data = data_of(draw, declared)

    untold = np.zeros(has_data.shape, np.bool_)
    if draw.is_overflowing:
        has_data &= standardised[0] < LAST_ANSWER
        untold = np.abs(standardised[0] - LAST_ANSWER) < ROUNDING

    rows, columns = np.mgrid[: draw.height, : draw.width] + 0.5
    inside, untied = area.judge(columns, rows)
    return Answer(
        inside,
        untied & ~untold,
        has_data,
        logits.argmax(axis=0),
        ordered[-1] - ordered[-2],
        powers / powers.sum(axis=0),
    )


def data_of(draw: Draw, declared: Declared) -> Mask:
    """Returns which pixels (H, W) have data, those too for which the network has no answer."""
    present = declared.scene.present[list(draw.order)]
    return present.any(axis=0) if draw.missing_where == "all" else present.all(axis=0)


def steady(draw: Draw, declared: Declared, answer: Answer, reach: int) -> Mask:
    """Returns where all pixels with data within `reach` pixels have one class for certain, and all bands or none."""
    present = declared.scene.present[list(draw.order)]
    partial = present.any(axis=0) != present.all(axis=0)
    doubtful = partial | (present.all(axis=0) & ~answer.certain)
    labels = answer.labels.astype(np.float64)
    low = spread(np.where(present.all(axis=0), labels, np.inf), reach, np.minimum, np.inf)
    high = spread(np.where(present.all(axis=0), labels, -np.inf), reach, np.maximum, -np.inf)
    return (low == high) & ~spread(doubtful, reach, np.logical_or, False)


def spread(pixels: npt.NDArray[np.generic], reach: int, join: np.ufunc, outside: float) -> npt.NDArray[np.generic]:
    """Returns for each pixel (H, W) all pixels within `reach` rows and columns, joined."""
    for axis in (0, 1):
        widths = [(reach, reach) if each == axis else (0, 0) for each in (0, 1)]
        wide = np.pad(pixels, widths, constant_values=outside)
        length = pixels.shape[axis]
        pixels = join.reduce([wide.take(range(start, start + length), axis) for start in range(2 * reach + 1)])
    return pixels


@dataclass(frozen=True)
class Look:
    """How the ground of a raster looks to a model.

    `gsd` in metres and `aspect` are the raster's own, `is_view` says whether it must be resampled (None: it may be),
    `reach` how many of the raster's pixels that may blur, `around` how many on each side of one must have data for the middle of
    a model's pixel to lie among them for certain.
    """

    gsd: float
    aspect: float
    is_view: bool | None
    reach: int
    around: int


def look_of(draw: Draw, place: Place) -> Look:
    """Measures a raster on the ground, in its middle."""
    column, row = place.steps(draw.width, draw.height)
    area = abs(column.real * row.imag - column.imag * row.real)
    gsd, aspect = math.sqrt(area), abs(row) / abs(column)
    drawn = place.turned(column, row)
    turn = max(abs(math.remainder(math.degrees(cmath.phase(step)), 90)) for step in drawn)
    bent = [math.remainder(math.degrees(cmath.phase(down / across)), 90) for across, down in ((column, row), drawn)]
    turn = max(turn, abs(bent[0] - bent[1]) / 2)  # as if each axis took its half

    wanted = {"unknown": aspect, "square": 1.0, "the same": aspect}[draw.aspect]
    factor = max(max(draw.ratio, 1 / draw.ratio), max(aspect / wanted, wanted / aspect))
    is_view: bool | None = factor > 1.25 or turn > 1
    if abs(factor - 1.25) < 0.07 or 0.7 < turn < 1.4:
        is_view = None
    side = max(gsd * draw.ratio * max(math.sqrt(wanted), 1 / math.sqrt(wanted)), abs(column), abs(row))
    shortest = min(abs(column), abs(row), area / max(abs(column), abs(row)))
    # Larger pixels that are not turned take all data that they touch, all others what lies in their middle.
    takes_all = draw.ratio > 1 and turn <= 1 and is_view is not None
    diagonal = gsd * draw.ratio * math.hypot(math.sqrt(wanted), 1 / math.sqrt(wanted))
    around = 0 if takes_all else max(0, math.ceil(diagonal / 2 / shortest - 0.5))
    return Look(gsd, aspect, is_view, math.ceil(BLUR * side / shortest), around)


def is_looked_at(declared: Declared, order: tuple[int, ...], look: Look) -> Mask:
    """Returns where the blur of a view holds a pixel of the model's for certain: a sliver with data may lie between their middles."""
    has_data = declared.scene.present[list(order)].all(axis=0)
    wide = spread(has_data, look.around, np.logical_and, False)
    return spread(wide, look.reach - look.around, np.logical_or, False)
