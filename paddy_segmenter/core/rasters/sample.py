"""A bounded look at a raster: windows that lie where they lie, whoever looks and wherever a run began."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from ..tiles import Window
from .grid import Grid
from .raster import Image, LeftOut, Raster, leave_out

WINDOWS_ALONG = 7  # each side of the raster
WINDOW_SIDE = 64  # pixels: a GeoTIFF reads one or two blocks for each window, about a second in all


@dataclass(frozen=True)
class Sample:
    """Parts of a raster that stand for all of it, each an image (bands, H, W), NaN where a band has no data.

    `spread` lie evenly over it, so that shares of them are shares of the raster; `edges` in its corners and the middles of its
    sides, where collars are.
    """

    bands: tuple[int, ...]
    spread: Sequence[Image]
    edges: Sequence[Image]

    @property
    def images(self) -> list[Image]:
        """All parts."""
        return [*self.spread, *self.edges]

    def leave_out(self, values: LeftOut) -> None:
        """Makes values of the raster's bands NaN, as the raster does where it leaves them out."""
        for image in self.images:
            for layer, band in zip(image, self.bands, strict=True):
                leave_out(layer, values.get(band, ()))


def take_sample(raster: Raster, bands: tuple[int, ...]) -> Sample:
    """Reads some dozens of small windows; of a raster that is not larger than they are together, that is all of it."""
    edges = [raster.read(window, bands)[0] for window in edge_windows(raster.grid)]
    return Sample(bands, read_spread(raster, bands), edges)


def read_spread(raster: Raster, bands: tuple[int, ...], along: int = WINDOWS_ALONG) -> list[Image]:
    """Reads small windows spread evenly over a raster, at most `along` of them along each side."""
    return [raster.read(window, bands)[0] for window in spread_windows(raster.grid, along)]


def spread_windows(grid: Grid, along: int = WINDOWS_ALONG) -> Iterator[Window]:
    """Yields windows spread evenly over a raster: the middles of at most `along` rows of at most as many parts."""
    height, width = min(WINDOW_SIDE, grid.height), min(WINDOW_SIDE, grid.width)
    for row in _middles(grid.height, height, along):
        for column in _middles(grid.width, width, along):
            yield Window(row, column, height, width)


def edge_windows(grid: Grid) -> Iterator[Window]:
    """Yields windows in the corners and the middles of the sides of a raster; none where those of `spread_windows` cover it."""
    height, width = min(WINDOW_SIDE, grid.height), min(WINDOW_SIDE, grid.width)
    if grid.height <= WINDOWS_ALONG * height and grid.width <= WINDOWS_ALONG * width:
        return
    rows = 0, (grid.height - height) // 2, grid.height - height
    columns = 0, (grid.width - width) // 2, grid.width - width
    for row in rows:
        for column in columns:
            if (row, column) != (rows[1], columns[1]):
                yield Window(row, column, height, width)


def _middles(length: int, side: int, along: int) -> list[int]:
    parts = min(along, ceil(length / side))
    starts = (round((part + 0.5) * length / parts - side / 2) for part in range(parts))
    within = [min(max(0, start), length - side) for start in starts]
    # In whole sides from the border, so that a window seldom lies in several blocks; all of a small raster is wanted.
    return [start // side * side for start in within] if length > parts * side else within
