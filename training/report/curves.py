"""The course of a training: loss, validation figures and learning rate over the epochs."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .images import Picture
from .plot import INK, LINES, picture_of_figure, plain_style

PANELS = {
    "loss": {"loss": "training"},
    "on the validation ground": {"validation_miou": "mIoU", "validation_accuracy": "accuracy"},
    "learning rate of the heads": {"learning_rate": "heads"},
}
SIZE = 9.6, 2.6  # inches
DOTTED = 40  # epochs, up to which each has a dot

History = Sequence[dict[str, Any]]


def draw_curves(history: History, best_epoch: int) -> Picture:
    """Returns the figures of all epochs as a picture, with marks where the kept epoch is and where the output stride changed."""
    with plain_style():
        figure = Figure(SIZE, layout="constrained")
        for axes, (title, curves) in zip(figure.subplots(1, len(PANELS)), PANELS.items(), strict=True):
            _draw_panel(axes, curves, history)
            _mark_epochs(axes, history, best_epoch)
            axes.set(title=title, xlabel="epoch")
        return picture_of_figure(figure)


def _draw_panel(axes: Axes, curves: dict[str, str], history: History) -> None:
    marker = "." if len(history) <= DOTTED else ""
    for (name, label), colour in zip(curves.items(), LINES, strict=False):
        values = [epoch.get(name, float("nan")) for epoch in history]
        axes.plot(range(1, len(history) + 1), values, color=colour, marker=marker, label=label)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(curves) > 1:
        axes.legend(frameon=False)


def _mark_epochs(axes: Axes, history: History, best_epoch: int) -> None:
    axes.axvline(best_epoch, color=INK, linewidth=1, linestyle="--")
    strides = [epoch.get("output_stride") for epoch in history]
    for epoch, (before, after) in enumerate(pairwise(strides), 1):
        if before != after:
            axes.axvspan(0.5, epoch + 0.5, color=INK, alpha=0.06, linewidth=0)
