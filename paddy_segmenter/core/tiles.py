"""Where tiles and strips lie: pure geometry in pixels, without files and tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

CELL = 16  # pixels: a whole number of cells at every output stride
STRIP = 512  # rows that are finished and written together, a whole number of GeoTIFF blocks


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels: its upper left corner and its size. It may reach beyond a raster."""

    row: int
    column: int
    height: int
    width: int

    @property
    def bottom(self) -> int:
        return self.row + self.height

    @property
    def right(self) -> int:
        return self.column + self.width


def tile_lattice(length: int, tile: int, overlap: int) -> list[int]:
    """Returns where tiles start along one axis: at whole cells of the network, so that the cells of all tiles lie alike.

    The last tile may reach beyond the raster by part of a cell, or by more where that is smaller than a tile.

    >>> tile_lattice(length=1000, tile=512, overlap=128)
    [0, 384, 496]
    """
    step = max((tile - overlap) // CELL, 1) * CELL
    last = -(-max(length - tile, 0) // CELL) * CELL
    return [*range(0, last, step), last]


def strip_windows(height: int, width: int, rows: int = STRIP) -> list[Window]:
    """Returns the strips of a raster from top to bottom; the last one may be lower."""
    return [Window(row, 0, min(rows, height - row), width) for row in range(0, height, rows)]


def around(strips: Sequence[Window]) -> Window:
    """Returns the area of strips one below the other."""
    first, last = strips[0], strips[-1]
    return Window(first.row, first.column, last.bottom - first.row, first.width)


def panel_strips(height: int, width: int, panel: int) -> list[list[Window]]:
    """Returns the panels of a raster from left to right, each as its strips; the last panel may be narrower.

    >>> [[(s.column, s.width) for s in strips] for strips in panel_strips(height=700, width=1500, panel=1024)]
    [[(0, 1024), (0, 1024)], [(1024, 476), (1024, 476)]]
    """
    return [
        [Window(strip.row, column, strip.height, min(panel, width - column)) for strip in strip_windows(height, width)]
        for column in range(0, width, panel)
    ]


@dataclass(frozen=True)
class Lattice:
    """The square tiles of a raster of `height` x `width` pixels. They depend on its size alone, not on which strip is computed."""

    height: int
    width: int
    tile: int
    overlap: int

    @cached_property
    def rows(self) -> list[int]:
        return tile_lattice(self.height, self.tile, self.overlap)

    @cached_property
    def columns(self) -> list[int]:
        return tile_lattice(self.width, self.tile, self.overlap)

    def tiles_touching(self, area: Window) -> list[list[Window]]:
        """Returns the tiles that reach into the area, row by row, each row from left to right."""
        rows = [row for row in self.rows if row < area.bottom and row + self.tile > area.row]
        columns = [column for column in self.columns if column < area.right and column + self.tile > area.column]
        return [[Window(row, column, self.tile, self.tile) for column in columns] for row in rows]

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)
