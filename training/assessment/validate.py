"""Validation on the stitched map of the validation blocks: what is measured is what a user would get."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.stitch import stitch
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.tiles import Lattice, Window, around, strip_windows

from ..ground.ground import Ground
from ..ground.site import Site
from ..metrics import Figures, confusion


def validate(predictor: Predictor, ground: Ground, tile: int, batch: int, told: Callable[[int], None]) -> Figures:
    """Maps the validation blocks with overlapping tiles, `batch` at a time, and returns the figures over all of them."""
    classes = len(ground.legend.classes)
    matrix = np.zeros((classes, classes), np.int64)
    for site in ground.sites:
        for strip, probabilities in map_strips(site, validation_strips(site), predictor, (tile, batch, classes), told):
            predicted = probabilities.max(dim=0).indices.cpu().numpy()
            matrix += confusion(site.read_to_validate(strip), predicted, classes)
    return Figures(matrix)


def validation_strips(site: Site) -> list[Window]:
    """Returns the strips of the raster from the first that holds validation ground to the last."""
    every = strip_windows(site.raster.grid.height, site.raster.grid.width)
    concerned = [number for number, strip in enumerate(every) if site.validates(strip)]
    return every[concerned[0] : concerned[-1] + 1] if concerned else []


def map_strips(
    site: Site,
    strips: Sequence[Window],
    predictor: Predictor,
    sizes: tuple[int, int, int],
    told: Callable[[int], None],
) -> Iterator[tuple[Window, Tensor]]:
    """Yields each of the consecutive strips with its probabilities (classes, H, W), as a map would have them on validation ground.

    Args:
        site: the raster.
        strips: one below the other, of one width; none is fine.
        predictor: the network.
        sizes: side of the tiles in pixels, tiles per batch, classes.
        told: hears how many tiles are dealt with.
    """
    if not strips:
        return
    tile, batch, classes = sizes
    grid = site.raster.grid
    lattice = Lattice.of_squares(Window(0, 0, grid.height, grid.width), tile, tile // 4)
    wanted = [[window for window in row if site.validates(window)] for row in lattice.tiles_touching(around(strips))]
    tiles = predictor.tiles(TileReader(site.raster, site.bands, batch).batches(wanted), told)
    for strip, probabilities, _ in stitch(lattice, classes, strips, tiles, predictor.device):
        yield strip, probabilities
