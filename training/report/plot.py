"""How plots look, whatever a user's own settings of matplotlib are, and how they become pictures."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib import style
from matplotlib.figure import Figure

from .images import SHARPNESS, Picture, picture_of_png

PAGE = 960  # pixels: the width of the page
LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # told apart by the colour-blind (Okabe and Ito 2008)
INK, FAINT = "#333333", "#dddddd"
LOOK = {
    "font.family": "DejaVu Sans",  # matplotlib brings it along
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # a class may be called $5
    "axes.titlesize": 10,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": FAINT,
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def plain_style() -> Iterator[None]:
    """Draws and saves in LOOK. A letter that the font lacks becomes a box: class values stand beside the names."""
    with style.context(["default", LOOK]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph|Matplotlib currently does not support")
        yield


def picture_of_figure(figure: Figure) -> Picture:
    """Returns a figure as a picture of the page, as wide as its inches say (96 pixels each) or as the page."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=96 * SHARPNESS, bbox_inches="tight")
    return picture_of_png(buffer.getvalue(), PAGE)
