"""Validation on the stitched map of the validation blocks: what is measured is what a user would get."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.stitch import plan_panels, stitch
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.tiles import Lattice, Window, around
from paddy_segmenter.jobs import TrainJob

from .. import processes
from ..block_counts import BlockCounts
from ..ground.ground import Ground
from ..ground.site import Site
from ..metrics import Counts, Figures, confusion


class Sizes(NamedTuple):
    """What the tiles of a map depend on: the model's chip and output stride, and chips per step; and the number of classes."""

    chip: int
    output_stride: int
    batch: int
    classes: int

    @classmethod
    def of(cls, job: TrainJob, ground: Ground) -> "Sizes":
        """Returns those of a training."""
        return cls(job.chip, job.output_stride, job.batch, len(ground.legend.classes))


def validate(predictor: Predictor, ground: Ground, sizes: Sizes, told: Callable[[int], None]) -> Figures:
    """Maps the validation ground as a segmentation would and returns the figures over all of it, and by block.

    Of several processes each maps some of the strips, which do not depend on who computes them.
    """
    places = ground.validation_places

    def measure() -> Iterator[tuple[int, Counts]]:
        for number, site in enumerate(ground.sites):
            windows = [(place, block.window) for place, block in places if block.raster == number]
            panels = _own_share(validation_panels(site, sizes))
            for strip, probabilities in map_panels(site, panels, predictor, sizes, told):
                predicted = probabilities.max(dim=0).indices.cpu().numpy()
                for place, window in windows:
                    if window.overlaps(strip):
                        shared = window.within(strip)
                        labels = site.read_to_validate(shared)
                        yield place, confusion(labels, predicted[shared.inside(strip)], sizes.classes)

    count = max((place for place, _ in places), default=-1) + 1
    by_block = _of_all_processes(BlockCounts.gather(measure(), count, sizes.classes))
    return Figures(by_block.matrix, by_block)


def _of_all_processes(own: BlockCounts) -> BlockCounts:
    """Returns the sum of what all processes have counted."""
    if processes.count() == 1:
        return own
    pairs = np.flatnonzero(processes.total(torch.from_numpy(own.matrix)).numpy())
    counts = processes.total(torch.from_numpy(own.table(pairs))).numpy()
    return BlockCounts.from_table(counts, pairs, own.classes)


def _own_share(panels: Sequence[Sequence[Window]]) -> Iterator[Sequence[Window]]:
    """Yields this process' share of the strips of all panels, those of a panel again one below the other."""
    count = sum(map(len, panels))
    first, end = (count * place // processes.count() for place in (processes.number(), processes.number() + 1))
    before = 0
    for strips in panels:
        yield strips[max(first - before, 0) : max(end - before, 0)]
        before += len(strips)


def count_pixels(ground: Ground, sizes: Sizes) -> int:
    """Returns how many pixels the tiles have that a validation computes."""
    pixels = 0
    for site in ground.sites:
        lattice = lattice_of(site, sizes)
        for strips in validation_panels(site, sizes):
            pixels += lattice.tile_pixels * sum(map(len, tiles_to_validate(site, lattice, strips)))
    return pixels


def validation_panels(site: Site, sizes: Sizes) -> list[list[Window]]:
    """Returns the strips of a map of the raster that hold validation ground, those together that have tiles in common.

    They are no wider than that ground, so that what lies between far places is neither blended nor read. A strip's pixels do not
    depend on that.
    """
    grid, lattice = site.raster.grid, lattice_of(site, sizes)
    panels = plan_panels(grid.height, grid.width, lattice, sizes.classes)
    return [_narrowed(site, run) for strips in panels for run in _runs(site, strips, lattice.tile_height)]


def _runs(site: Site, strips: list[Window], tile_height: int) -> list[list[Window]]:
    """Returns the strips from each one that holds validation ground to the last one that shares tiles with the one before."""
    concerned = [number for number, strip in enumerate(strips) if site.validates(strip)]
    runs: list[tuple[int, int]] = []
    for number in concerned:
        if runs and strips[number].row - strips[runs[-1][1]].bottom < tile_height:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return [strips[first : last + 1] for first, last in runs]


def _narrowed(site: Site, strips: list[Window]) -> list[Window]:
    """Returns the strips of a panel from the first column that holds validation ground to the last."""
    parts = [
        part for window in site.validation if (part := window.within(around(strips))).height > 0 and part.width > 0
    ]
    left = min(part.column for part in parts)
    right = max(part.right for part in parts)
    return [replace(strip, column=left, width=right - left) for strip in strips]


def map_panels(
    site: Site,
    panels: Iterable[Sequence[Window]],
    predictor: Predictor,
    sizes: Sizes,
    told: Callable[[int], None],
) -> Iterator[tuple[Window, Tensor]]:
    """Yields the strips with their probabilities (classes, H, W), as a map would have them on validation ground.

    Args:
        site: the raster.
        panels: strips one below the other, of one width; none is fine.
        predictor: the network.
        sizes: of the training.
        told: hears how many tiles are dealt with.
    """
    lattice = lattice_of(site, sizes)
    batch = sizes.batch // processes.count()  # no more pixels than a step of the training
    batch = max(1, batch * sizes.chip**2 // lattice.tile_pixels)
    for strips in filter(None, panels):
        wanted = tiles_to_validate(site, lattice, strips)
        tiles = predictor.tiles(TileReader(site.raster, site.bands, batch).batches(wanted), told)
        for strip, probabilities, _ in stitch(lattice, sizes.classes, strips, tiles, predictor.device):
            yield strip, probabilities


def lattice_of(site: Site, sizes: Sizes) -> Lattice:
    """Returns where the tiles of a map of the raster lie."""
    grid = site.raster.grid
    return Lattice.for_model(Window(0, 0, grid.height, grid.width), sizes.chip, sizes.output_stride)


def tiles_to_validate(site: Site, lattice: Lattice, strips: Sequence[Window]) -> list[list[Window]]:
    """Returns the tiles of the strips that may hold ground to validate on, row by row."""
    return [[tile for tile in row if site.validates(tile)] for row in lattice.tiles_touching(around(strips))]
