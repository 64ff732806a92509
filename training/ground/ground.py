"""All ground of a training: its sites, and the blocks to learn from and to validate on."""

from dataclasses import dataclass, replace

import numpy as np

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.view_grid import aspect_of
from paddy_segmenter.core.tiles import Window

from ..labels.legend import Legend
from .blocks import Block, Counts, count_blocks, sum_counts
from .leak_audit import LeakAudit
from .site import Site


@dataclass(frozen=True)
class Ground:
    """All sites of a training with their legend, cut into blocks.

    Attributes:
        sites: each with the roles of its pixels.
        block: side of the blocks in pixels.
        buffer: pixels around the ground to validate on whose labels are not learnt.
        blocks: those with labels, all of which are counted.
        training_blocks: those to draw chips from, with the labels counted that may be learnt.
        validation_blocks: those with labels to validate on, and these counted; none before a split.
        audit: what the split lets through; None before a split.
    """

    sites: tuple[Site, ...]
    legend: Legend
    band_names: tuple[str, ...]
    block: int
    buffer: int
    blocks: tuple[Block, ...]
    training_blocks: tuple[Block, ...]
    validation_blocks: tuple[Block, ...] = ()
    audit: LeakAudit | None = None

    @property
    def judged_blocks(self) -> tuple[Block, ...]:
        """The blocks whose labels the figures of a training come from: in k folds, all of them."""
        return self.validation_blocks or self.training_blocks

    @property
    def validation_places(self) -> list[tuple[int, Block]]:
        """The blocks to validate on, each with the number of its place: those of rasters on one grid share it where they show the same ground."""
        places: dict[tuple[Grid, Window], int] = {}
        return [
            (places.setdefault((self.sites[block.raster].raster.grid, block.window), len(places)), block)
            for block in self.validation_blocks
        ]

    @property
    def labelled(self) -> tuple[Counts, Counts]:
        """The labelled pixels of each class that are learnt, and those that are validated on."""
        classes = len(self.legend.classes)
        return sum_counts(self.training_blocks, classes), sum_counts(self.validation_blocks, classes)

    @property
    def gsd(self) -> float:
        """The median ground sample distance of the sites in metres."""
        return float(np.median([site.raster.grid.gsd for site in self.sites]))

    @property
    def values(self) -> str:
        """How the values of the bands are read: `raw` or `scaled`."""
        return self.sites[0].raster.values

    @property
    def aspect(self) -> float:
        """The median height of the sites' pixels over their width, on the ground."""
        return float(np.median([aspect_of(site.raster.grid) for site in self.sites]))


def cut_ground(sites: tuple[Site, ...], legend: Legend, band_names: tuple[str, ...], block: int, buffer: int) -> Ground:
    """Cuts the sites into blocks of this side, all of which are learnt from."""
    whole = tuple(replace(site, roles=None, validation=()) for site in sites)
    blocks = count_blocks(whole, block, len(legend.classes))
    return Ground(whole, legend, band_names, block, buffer, blocks, blocks)
