"""Folds of the user's own areas, each of which goes whole into one of them."""

from collections.abc import Iterator

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid

from ..metrics import UNLABELLED
from .areas import RoleOf, SplitAreas
from .blocks import Counts
from .folds import deal_folds
from .ground import Ground
from .site import Indices


def deal_areas(areas: SplitAreas, ground: Ground, folds: int, seed: int) -> Iterator[RoleOf]:
    """Yields the roles of the areas in each fold, dealt so that all have about the same shares of the classes.

    Raises InputError where fewer areas than folds hold labels.
    """
    fold_of = deal_folds(count_in_areas(areas, ground), folds, seed, "areas")
    for fold in range(folds):
        yield areas.with_validated([areas.dealt[place] for place in np.flatnonzero(fold_of == fold)])


def count_in_areas(areas: SplitAreas, ground: Ground) -> Counts:
    """Returns the labelled pixels of each area that is dealt, (areas, classes); where two overlap, they are the later one's."""
    counts = np.zeros((len(areas.dealt) + 1, len(ground.legend.classes)), np.int64)  # the first row is outside of all
    for block in ground.training_blocks:
        site = ground.sites[block.raster]
        labels = site.read_labels(block.window)
        labelled = labels != UNLABELLED
        places = _numbers_on(areas, site.raster.grid.part(block.window))
        np.add.at(counts, (places[labelled], labels[labelled]), 1)
    return counts[1:]


def _numbers_on(areas: SplitAreas, grid: Grid) -> Indices:
    """Returns which area each pixel of a grid lies in, counted from 1 in their order; 0 in none, (H, W)."""
    target = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Int32)
    target.SetGeoTransform(grid.transform)
    target.SetProjection(grid.crs)
    areas.burn_numbers(target, areas.dealt)
    return np.asarray(target.ReadAsArray(), np.int64)
