"""Which sites show the same ground, whatever their CRS: rasters of one place, or neighbours that overlap."""

from collections.abc import Sequence

import numpy as np
from osgeo import osr

from paddy_segmenter.core.rasters.circle import circle_of
from paddy_segmenter.core.rasters.grid import Extent, Grid
from paddy_segmenter.core.rasters.reprojection import extent_in, window_on
from paddy_segmenter.core.tiles import Window

from .blocks import Block
from .site import Site

EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)


class Neighbourhood:
    """Finds the sites near a place quickly: by boxes in one CRS, which may hold a little more than the ground itself."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self._crs = sites[0].raster.grid.crs
        self._boxes = np.array([self._box(site.raster.grid) for site in sites])

    def near(self, grid: Grid) -> list[int]:
        """Returns the indices of the sites that may show ground of the grid."""
        left, bottom, right, top = self._box(grid)
        lefts, bottoms, rights, tops = self._boxes.T
        touching = (lefts <= right) & (left <= rights) & (bottoms <= top) & (bottom <= tops)
        return [int(number) for number in np.flatnonzero(touching)]

    def _box(self, grid: Grid) -> Extent:
        crs = osr.SpatialReference(self._crs)
        box = grid.extent() if grid.crs == self._crs else extent_in(grid, crs, "the first raster") or EVERYWHERE
        return _all_around(box, circle_of(crs))


def _all_around(box: Extent, circle: float | None) -> Extent:
    """Returns the box, all around the globe where it reaches across 180 degrees: others may count from the other side."""
    left, bottom, right, top = box
    if circle is None or (-circle / 2 <= left and right <= circle / 2):
        return box
    return -np.inf, bottom, np.inf, top


def windows_to_withhold(sites: Sequence[Site], held_out: Sequence[Block], buffer: int) -> list[list[Window]]:
    """Returns, for each site, the windows on it of all blocks held out on any site, with `buffer` of their pixels around them."""
    neighbourhood = Neighbourhood(sites)
    found: list[list[Window]] = [[] for _ in sites]
    for block in held_out:
        grid, window = sites[block.raster].raster.grid, block.window.grown(buffer)
        for number in neighbourhood.near(grid.part(window)):
            other = sites[number].raster.grid
            place = window if other == grid else window_on(window, grid, other)
            if place:
                found[number].append(place)
    return found


def overlapping_sites(sites: Sequence[Site]) -> list[tuple[int, int]]:
    """Returns the pairs of sites, the lower index first, that share ground."""
    neighbourhood = Neighbourhood(sites)
    pairs = []
    for number, site in enumerate(sites):
        grid = site.raster.grid
        whole = Window(0, 0, grid.height, grid.width)
        nearby = (other for other in neighbourhood.near(grid) if other > number)
        pairs += [(number, other) for other in nearby if window_on(whole, grid, sites[other].raster.grid)]
    return pairs
