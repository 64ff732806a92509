"""The ground to learn from: rasters with burnt labels, cut into training and validation blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.reprojection import window_on
from paddy_segmenter.core.rasters.view_grid import aspect_of
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..labels.legend import Legend, burn_labels, gather_legend, open_labels
from ..metrics import UNLABELLED
from .folds import Block, choose_validation, cut_blocks, plan_block
from .inspection import check_classes, check_touch, check_training, choose_bands, warn_of_other_gsd
from .site import Indices, Site


@dataclass(frozen=True)
class Ground:
    """All sites of a training with their legend and split; the blocks to train on count the labels that may be learnt."""

    sites: tuple[Site, ...]
    legend: Legend
    blocks: tuple[Block, ...]
    is_validation: tuple[bool, ...]
    block: int
    buffer: int
    band_names: tuple[str, ...]

    @property
    def training_blocks(self) -> list[Block]:
        """The blocks to draw chips from: those with labels that are not validated on."""
        return [
            b for b, held_out in zip(self.blocks, self.is_validation, strict=True) if not held_out and any(b.counts)
        ]

    @property
    def validation_blocks(self) -> list[Block]:
        return [b for b, held_out in zip(self.blocks, self.is_validation, strict=True) if held_out]

    @property
    def gsd(self) -> float:
        """The median ground sample distance of the sites in metres."""
        return float(np.median([site.raster.grid.gsd for site in self.sites]))

    @property
    def aspect(self) -> float:
        """The median height of the sites' pixels over their width, on the ground."""
        return float(np.median([aspect_of(site.raster.grid) for site in self.sites]))


def survey(job: TrainJob, folder: Path, report: Reporter) -> Ground:
    """Opens rasters and labels, burns the labels into `folder`, and splits the ground into blocks.

    Raises InputError where they do not fit together.
    """
    rasters = [Raster(path) for path in job.rasters]
    bands = choose_bands(job.bands, rasters)
    warn_of_other_gsd(rasters, report)
    legend, sites = _burn_all(job, rasters, bands, folder, report)
    sizes = [(raster.grid.height, raster.grid.width) for raster in rasters]
    side = job.block or plan_block(sizes, job.chip)
    blocks = _count_blocks(sites, sizes, side, len(legend.classes))
    check_touch([raster.name for raster in rasters], blocks, legend, report)
    counts = np.array([block.counts for block in blocks])
    check_classes(legend, counts.sum(axis=0), report)
    held_out = choose_validation(counts, job.validation_share, job.seed)
    sites = _split(sites, blocks, held_out)
    blocks = [
        block if out else _learnable(block, sites[block.raster], job.buffer)
        for block, out in zip(blocks, held_out, strict=True)
    ]
    learnt = np.array([block.counts for block in blocks])[~held_out].sum(axis=0)
    check_training(legend, counts.sum(axis=0), learnt, job.buffer, report)
    names = rasters[0].names_of(bands)
    return Ground(tuple(sites), legend, tuple(blocks), tuple(held_out.tolist()), side, job.buffer, names)


def _burn_all(
    job: TrainJob, rasters: list[Raster], bands: tuple[int, ...], folder: Path, report: Reporter
) -> tuple[Legend, list[Site]]:
    sources = [open_labels(path, job.class_field, job.ignored_values) for path in job.labels]
    legend = gather_legend(sources, job.unlabelled)
    sources *= len(rasters) // len(sources)
    sites = []
    for number, (raster, labels) in enumerate(zip(rasters, sources, strict=True)):
        report.progress(number / len(rasters), f"reading the labels of {raster.name}")
        sites.append(Site(raster, burn_labels(labels, raster.grid, legend, str(folder / f"labels{number}.tif")), bands))
    return legend, sites


def _count_blocks(sites: list[Site], sizes: list[tuple[int, int]], side: int, classes: int) -> list[Block]:
    blocks = []
    for number, (site, size) in enumerate(zip(sites, sizes, strict=True)):
        for window in cut_blocks(*size, side):
            _, _, labels = site.read(window)
            blocks.append(Block(number, window, _count(labels, classes)))
    return blocks


def _count(labels: Indices, classes: int) -> tuple[int, ...]:
    return tuple(np.bincount(labels[labels != UNLABELLED], minlength=classes).tolist())


def _split(sites: list[Site], blocks: list[Block], held_out: npt.NDArray[np.bool_]) -> list[Site]:
    """Returns the sites with their validation blocks, and with those of other sites that lie on their ground."""
    validation: list[list[Window]] = [[] for _ in sites]
    for block, out in zip(blocks, held_out, strict=True):
        if out:
            validation[block.raster].append(block.window)
    return [
        replace(site, validation=tuple(validation[number]), hidden=tuple(_hidden(number, sites, validation)))
        for number, site in enumerate(sites)
    ]


def _hidden(number: int, sites: list[Site], validation: list[list[Window]]) -> Iterator[Window]:
    grid = sites[number].raster.grid
    for other, windows in enumerate(validation):
        if other != number:
            placed = (window_on(window, sites[other].raster.grid, grid) for window in windows)
            yield from (window for window in placed if window)


def _learnable(block: Block, site: Site, buffer: int) -> Block:
    """Returns the block with the labels counted that validation blocks and their buffer leave."""
    if not site.withholds(block.window, buffer):
        return block
    _, _, labels = site.read_to_train(block.window, buffer)
    return replace(block, counts=_count(labels, len(block.counts)))
