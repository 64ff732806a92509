"""Validation on the stitched map of the validation blocks: what is measured is what a user would get."""

from collections.abc import Callable

import numpy as np

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.stitch import stitch
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.tiles import Lattice, around, strip_windows

from ..ground.ground import Ground
from ..ground.site import Site
from ..metrics import Counts, Figures, confusion


def validate(predictor: Predictor, ground: Ground, tile: int, batch: int, told: Callable[[int], None]) -> Figures:
    """Maps the validation blocks with overlapping tiles, `batch` at a time, and returns the figures over all of them."""
    classes = len(ground.legend.classes)
    matrix = np.zeros((classes, classes), np.int64)
    for site in ground.sites:
        if site.validation:
            matrix += _confusion_of(site, predictor, (tile, batch, classes), told)
    return Figures(matrix)


def _confusion_of(site: Site, predictor: Predictor, sizes: tuple[int, int, int], told: Callable[[int], None]) -> Counts:
    tile, batch, classes = sizes
    grid = site.raster.grid
    every = strip_windows(grid.height, grid.width)
    concerned = [number for number, strip in enumerate(every) if site.validates(strip)]
    strips = every[concerned[0] : concerned[-1] + 1]
    rows = Lattice(grid.height, grid.width, tile, tile // 4).tiles_touching(around(strips))
    wanted = [[window for window in row if site.validates(window)] for row in rows]
    tiles = predictor.tiles(TileReader(site.raster, site.bands, batch).batches(wanted), told)
    matrix = np.zeros((classes, classes), np.int64)
    for strip, probabilities, _ in stitch(tile, classes, strips, tiles, predictor.device):
        predicted = probabilities.argmax(dim=0).cpu().numpy()
        matrix += confusion(site.read_to_validate(strip), predicted, classes)
    return matrix
