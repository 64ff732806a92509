"""GDAL's block cache during a segmentation: large enough that a row of tiles reads each block of the raster once."""

from dataclasses import dataclass

from ..rasters.raster import Raster
from ..rasters.reprojection import window_around
from ..tiles import STRIP, Lattice, Window

FLOAT = 4  # bytes of a number in a view
LEAST_CACHE = 16 * 2**20  # bytes; GDAL itself would take 5 % of the machine's memory
MAX_CACHE = 192 * 2**20  # where blocks are tiles, too: those that two tiles share are read within a short time
MAX_CACHE_OF_ROWS = 900 * 2**20  # where blocks are rows of pixels, which all tiles beside each other share
WIDE_BLOCK = 2  # tiles that a block is wide, from which on all of a row of tiles has to be kept


@dataclass(frozen=True)
class BlockCache:
    """Bytes of GDAL's cache, and how many times each block is read for a row of tiles, because the cache cannot hold them."""

    size: int
    readings: int


def plan_block_cache(raster: Raster, bands: tuple[int, ...], lattice: Lattice, panel: int) -> BlockCache:
    """Returns the cache for reading the tiles of a lattice, row by row.

    Args:
        raster: as the model sees it, which may be a view.
        bands: those that are read.
        lattice: of the tiles.
        panel: width in pixels of what is read before the next row of tiles begins.
    """
    source = raster.origin
    is_view = source is not raster
    blocks = source.blocks(source.band_numbers if is_view else bands)  # of which a view computes all at once
    seen_size = FLOAT * len(source.band_numbers) if is_view else blocks.pixel_size

    # What lies in the middle stands for all: between CRS, the rows of a view may be bent.
    height, width = raster.grid.height, raster.grid.width
    top, left = (
        max(side - tile, 0) // 2 for side, tile in ((height, lattice.tile_height), (width, lattice.tile_width))
    )
    tile = _window_of_source(raster, Window(top, left, lattice.tile_height, lattice.tile_width))
    if blocks.width <= WIDE_BLOCK * tile.width:
        wanted = (lattice.tile_height + STRIP) * width * seen_size
        return BlockCache(min(max(wanted, LEAST_CACHE), MAX_CACHE), readings=1)

    row = _window_of_source(raster, Window(top, 0, lattice.tile_height, width))
    pixel_row = source.grid.width * blocks.pixel_size
    warped = 2 * lattice.tile_pixels * seen_size if is_view else 0
    needed = (row.height + blocks.height) * pixel_row + warped
    size = min(max(needed + STRIP * pixel_row, LEAST_CACHE), MAX_CACHE_OF_ROWS)
    readings = 1 if needed <= size else -(-panel // (lattice.tile_width - lattice.overlap))
    return BlockCache(size, readings)


def _window_of_source(raster: Raster, window: Window) -> Window:
    """Returns what a window of a view takes its pixels from: a window of its source."""
    source = raster.origin
    if source is raster:
        return window
    whole = Window(0, 0, source.grid.height, source.grid.width)
    there = window_around(window, raster.grid, source.grid)
    return there.within(whole) if there else whole
