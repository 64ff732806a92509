"""The confusion matrix as a picture: what the classes of the reference were mapped as."""

import textwrap

import numpy as np
import numpy.typing as npt
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paddy_segmenter.core.card import LegendClass

from ..metrics import Counts
from .images import Picture
from .plot import FAINT, picture_of_figure, plain_style

NAMED = 64  # classes, up to which there is room for their names and for numbers
SIDE = 6.0  # inches of a matrix whose cells are neither the largest nor the least
LARGEST_CELL, LEAST_CELL = 1.3, 0.235  # inches
LETTERS = 27  # points of a letter per inch of a cell
LARGEST_LETTERS = 9.0  # points
SLIMNESS = 0.65  # width of a letter over its height
LONGEST_NAME = 34  # letters; the table of the classes has the whole name
GAP = 8  # points between names and what the side is
SEEN = 0.005  # share below which a cell stays empty
DARK = 0.55  # share above which numbers are white

Shares = npt.NDArray[np.float64]


def draw_matrix(matrix: Counts, classes: tuple[LegendClass, ...]) -> Picture:
    """Returns the matrix (rows: reference, columns: map) as a picture in percent of each row; grey rows are empty."""
    totals, count = matrix.sum(axis=1, keepdims=True), len(classes)
    shares = np.divide(matrix, totals, out=np.full(matrix.shape, np.nan), where=totals > 0)
    cell = min(max(SIDE / count, LEAST_CELL), LARGEST_CELL) if count <= NAMED else 1.5 * SIDE / count
    with plain_style():
        figure = Figure((cell * count, cell * count))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.imshow(shares, cmap=colormaps["Blues"].with_extremes(bad="#eeeeee"), vmin=0, vmax=1)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)
        axes.set(xticks=(), yticks=())
        axes.set_xlabel("map", labelpad=GAP)
        axes.set_ylabel("reference", labelpad=GAP)
        axes.xaxis.set_label_position("top")
        if count <= NAMED:
            _draw_lines(axes, count)
            _write_names(axes, classes, cell)
            _write_shares(axes, shares, cell)
        return picture_of_figure(figure)


def _draw_lines(axes: Axes, count: int) -> None:
    edges = np.arange(count + 1) - 0.5
    axes.hlines(edges, edges[0], edges[-1], color=FAINT, linewidth=0.5)
    axes.vlines(edges, edges[0], edges[-1], color=FAINT, linewidth=0.5)


def _write_names(axes: Axes, classes: tuple[LegendClass, ...], cell: float) -> None:
    names, size = [_brief(each) for each in classes], _letters(cell)
    room = int(72 * cell / (SLIMNESS * size))  # letters beside each other
    wrapped = [textwrap.fill(name, room, break_long_words=False) for name in names]
    fits = max(len(line) for name in wrapped for line in name.splitlines()) <= room
    axes.set_xticks(range(len(names)), wrapped if fits else names, rotation=0 if fits else 90, fontsize=size)
    axes.set_yticks(range(len(names)), names, fontsize=size)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)


def _write_shares(axes: Axes, shares: Shares, cell: float) -> None:
    for row, column in np.argwhere(shares >= SEEN).tolist():
        share = shares[row, column]
        axes.text(column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize=_letters(cell),
                  color="white" if share > DARK else "black")  # fmt: skip


def _letters(cell: float) -> float:
    return min(LETTERS * cell, LARGEST_LETTERS)


def _brief(each: LegendClass) -> str:
    """Returns the class with its value, by which it is found in the table where the font lacks its letters."""
    name = each.name if len(each.name) <= LONGEST_NAME else each.name[: LONGEST_NAME - 1].rstrip() + "…"
    return f"{name} ({each.value})"
