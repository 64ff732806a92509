"""Cropping, as the peers join tiles: of each tile the middle is kept."""

from paddy_segmenter.core.tiles import Lattice, Window


def kept_part(tile: Window, lattice: Lattice) -> tuple[Window, tuple[slice, slice]]:
    """Returns what is kept of a tile: half of the overlap is cut off, but for the sides at the raster's edge.

    Returns it as a window of the raster and as slices of the tile.
    """
    half = lattice.overlap // 2
    top = tile.row + (half if tile.row > 0 else 0)
    left = tile.column + (half if tile.column > 0 else 0)
    bottom = tile.bottom - (half if tile.bottom < lattice.area.bottom else 0)
    right = tile.right - (half if tile.right < lattice.area.right else 0)
    bottom, right = min(bottom, lattice.area.bottom), min(right, lattice.area.right)
    inside = slice(top - tile.row, bottom - tile.row), slice(left - tile.column, right - tile.column)
    return Window(top, left, bottom - top, right - left), inside
