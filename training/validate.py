"""Validation on the stitched map of the validation blocks: what is measured is what a user would get."""

from collections.abc import Callable

import numpy as np

from paddy_segmenter.core.predictor import Predictor
from paddy_segmenter.core.stitch import stitch
from paddy_segmenter.core.tiles import Lattice, strip_windows

from .ground import Ground
from .metrics import Counts, Figures, confusion
from .site import Site


def validate(predictor: Predictor, ground: Ground, tile: int, told: Callable[[int], None]) -> Figures:
    """Maps the validation blocks with overlapping tiles and returns the figures over all of them."""
    classes = len(ground.legend.classes)
    matrix = np.zeros((classes, classes), np.int64)
    for site in ground.sites:
        if site.validation:
            matrix += _confusion_of(site, predictor, tile, classes, told)
    return Figures(matrix)


def _confusion_of(site: Site, predictor: Predictor, tile: int, classes: int, told: Callable[[int], None]) -> Counts:
    grid = site.raster.grid
    lattice = Lattice(grid.height, grid.width, tile, tile // 4)
    tiles = predictor.tile_rows(site.raster, site.bands, lattice, told, site.validates)
    concerned = [site.validates(strip) for strip in strip_windows(grid.height, grid.width)]
    first, last = concerned.index(True), len(concerned) - concerned[::-1].index(True)
    matrix = np.zeros((classes, classes), np.int64)
    for strip, probabilities, _ in stitch(lattice, classes, strip_windows(grid.height, grid.width)[first:last], tiles):
        predicted = probabilities.argmax(dim=0).numpy()
        matrix += confusion(site.read_to_validate(strip), predicted, classes)
    return matrix
