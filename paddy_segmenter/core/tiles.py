"""Where tiles and strips lie: pure geometry in pixels, without files and tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

CELL = 16  # pixels: a whole number of cells at every output stride
LARGE_TILE = 768  # pixels
LEAST_CHIP = (
    256  # pixels: models of smaller chips hardly know the inside of a large tile, and their maps get worse there
)
OVERLAPS = {8: 8, 16: 5}  # by output stride: large tiles overlap by one in so many parts of their side
SMALL_OVERLAP = 4  # the same for smaller tiles
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

    def grown(self, pixels: int) -> "Window":
        """Returns the window with so many pixels more on each side."""
        return Window(self.row - pixels, self.column - pixels, self.height + 2 * pixels, self.width + 2 * pixels)

    def within(self, other: "Window") -> "Window":
        """Returns what both cover; its height or width is 0 or less where that is nothing."""
        top, left = max(self.row, other.row), max(self.column, other.column)
        return Window(top, left, min(self.bottom, other.bottom) - top, min(self.right, other.right) - left)

    def overlaps(self, other: "Window") -> bool:
        """Returns whether there is a pixel in both."""
        shared = self.within(other)
        return shared.height > 0 and shared.width > 0

    def inside(self, other: "Window") -> tuple[slice, slice]:
        """Returns where it lies in an array of the pixels of another window, which holds it: rows and columns."""
        top, left = self.row - other.row, self.column - other.column
        return slice(top, top + self.height), slice(left, left + self.width)


def tile_lattice(length: int, tile: int, overlap: int) -> list[int]:
    """Returns where tiles start along one axis: at whole cells of the network, so that the cells of all tiles lie alike.

    The last tile may reach beyond the raster by part of a cell, or by more where that is smaller than a tile.

    >>> tile_lattice(length=1000, tile=512, overlap=128)
    [0, 384, 496]
    """
    step = max((tile - overlap) // CELL, 1) * CELL
    last = -(-max(length - tile, 0) // CELL) * CELL
    return [*range(0, last, step), last]


def even_tile(length: int, tile: int, overlap: int) -> int:
    """Returns the side of tiles that cover an axis evenly: about `tile`, by up to a quarter more or by less, in whole cells.

    >>> even_tile(length=4096, tile=1024, overlap=128)
    1120
    """
    shared = -(-overlap // CELL) * CELL
    step = tile + tile // 4 - shared
    if step <= 0:  # no tile would get on
        return tile
    count = -(-max(length - shared, 1) // step)
    return -(-(length + (count - 1) * shared) // (count * CELL)) * CELL


def strip_windows(height: int, width: int, rows: int = STRIP) -> list[Window]:
    """Returns the strips of a raster from top to bottom; the last one may be lower."""
    return [Window(row, 0, min(rows, height - row), width) for row in range(0, height, rows)]


def around(strips: Sequence[Window]) -> Window:
    """Returns the area of strips one below the other."""
    first, last = strips[0], strips[-1]
    return Window(first.row, first.column, last.bottom - first.row, first.width)


def panel_strips(height: int, width: int, panel: int) -> list[list[Window]]:
    """Returns the panels of a raster from left to right, each as its strips; they are about as wide as each other, at most `panel`.

    >>> [[(s.column, s.width) for s in strips] for strips in panel_strips(height=700, width=2100, panel=2048)]
    [[(0, 1536), (0, 1536)], [(1536, 564), (1536, 564)]]
    """
    count = -(-width // panel)
    even = -(-width // (count * STRIP)) * STRIP
    return [
        [Window(strip.row, column, strip.height, min(even, width - column)) for strip in strip_windows(height, width)]
        for column in range(0, width, even)
    ]


@dataclass(frozen=True)
class Lattice:
    """The tiles of an area. They depend on it alone, not on which strip is computed."""

    area: Window
    tile_height: int
    tile_width: int
    overlap: int

    @classmethod
    def of_squares(cls, area: Window, tile: int, overlap: int) -> "Lattice":
        """Returns a lattice of square tiles with this side; the last ones overlap by more, or reach beyond a small area."""
        return cls(area, tile, tile, overlap)

    @classmethod
    def of_even_tiles(cls, area: Window, tile: int, overlap: int, least: int) -> "Lattice":
        """Returns a lattice whose tiles, none shorter than `least`, cover the area evenly: only the overlap is computed twice."""
        down, across = (max(even_tile(length, tile, overlap), least) for length in (area.height, area.width))
        return cls(area, down, across, overlap)

    @classmethod
    def for_model(cls, area: Window, chip: int, output_stride: int, tile: int = 0, overlap: int = 0) -> "Lattice":
        """Returns the tiles of an area for a model that learnt from chips of `chip` pixels.

        Where the side of a tile is left open (0), it is larger than the chip, because fewer seams and less overlap are computed
        then; benchmarks/README.md shows that the map does not get worse.
        """
        large = chip >= LEAST_CHIP and not tile
        side = tile or (max(chip, LARGE_TILE) if large else chip)
        shared = overlap or side // (OVERLAPS[output_stride] if side >= LARGE_TILE else SMALL_OVERLAP)
        return cls.of_even_tiles(area, side, shared, least=chip) if large else cls.of_squares(area, side, shared)

    @cached_property
    def rows(self) -> list[int]:
        return [self.area.row + start for start in tile_lattice(self.area.height, self.tile_height, self.overlap)]

    @cached_property
    def columns(self) -> list[int]:
        return [self.area.column + start for start in tile_lattice(self.area.width, self.tile_width, self.overlap)]

    @property
    def tile_pixels(self) -> int:
        """Pixels of a tile."""
        return self.tile_height * self.tile_width

    def tiles_touching(self, area: Window) -> list[list[Window]]:
        """Returns the tiles that reach into the area, row by row, each row from left to right."""
        rows = [row for row in self.rows if row < area.bottom and row + self.tile_height > area.row]
        columns = [column for column in self.columns if column < area.right and column + self.tile_width > area.column]
        return [[Window(row, column, self.tile_height, self.tile_width) for column in columns] for row in rows]

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)
