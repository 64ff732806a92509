"""The ground to learn from: rasters with burnt labels, cut into training and validation blocks."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.raster import Image, Raster, Validity
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from .folds import Block, choose_validation, cut_blocks, plan_block
from .labels import Legend, burn_labels, gather_legend, open_labels
from .metrics import UNLABELLED

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Site:
    """A raster, its class-index raster on the same grid, and its validation blocks."""

    raster: Raster
    labels: Raster
    bands: tuple[int, ...]
    validation: tuple[Window, ...] = ()

    def read(self, window: Window) -> tuple[Image, Validity, Indices]:
        """Reads the image (bands, H, W), its validity and the class indices (H, W), UNLABELLED where there is no image."""
        image, valid = self.raster.read(window, self.bands)
        return image, valid, np.where(valid, self.labels.read_values(window, UNLABELLED), UNLABELLED)

    def read_to_train(self, window: Window, buffer: int) -> tuple[Image, Validity, Indices]:
        """Reads a window with the labels of validation blocks, and of a strip of `buffer` pixels around them, left out."""
        image, valid, labels = self.read(window)
        for block in self.validation:
            labels[_within(block, window, buffer)] = UNLABELLED
        return image, valid, labels

    def read_to_validate(self, window: Window) -> Indices:
        """Reads the class indices (H, W) of the validation blocks, UNLABELLED elsewhere."""
        _, _, labels = self.read(window)
        kept = np.full_like(labels, UNLABELLED)
        for block in self.validation:
            kept[_within(block, window)] = labels[_within(block, window)]
        return kept

    def validates(self, window: Window) -> bool:
        """Returns whether the window holds a pixel of a validation block."""
        return any(_overlap(block, window) for block in self.validation)


@dataclass(frozen=True)
class Ground:
    """All sites of a training with their legend and split."""

    sites: tuple[Site, ...]
    legend: Legend
    blocks: tuple[Block, ...]
    is_validation: tuple[bool, ...]
    block: int
    buffer: int
    band_names: tuple[str, ...] = field(default=())

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


def survey(job: TrainJob, folder: Path, report: Reporter) -> Ground:
    """Opens rasters and labels, burns the labels into `folder`, and splits the ground into blocks.

    Raises InputError where they do not fit together.
    """
    rasters = [Raster(path) for path in job.rasters]
    bands = _choose_bands(job.bands, rasters)
    sources = [open_labels(path, job.class_field, job.ignored_values) for path in job.labels]
    legend = gather_legend(sources, job.unlabelled)
    _check_classes(legend)
    sources *= len(rasters) // len(sources)
    sites = []
    for number, (raster, labels) in enumerate(zip(rasters, sources, strict=True)):
        report.progress(number / len(rasters), f"reading the labels of {raster.name}")
        sites.append(Site(raster, burn_labels(labels, raster.grid, legend, str(folder / f"labels{number}.tif")), bands))
    sizes = [(site.raster.grid.height, site.raster.grid.width) for site in sites]
    side = job.block or plan_block(sizes, job.chip)
    blocks = _count_blocks(sites, sizes, side, len(legend.classes))
    _check_touch(sites, blocks, legend, report)
    held_out = choose_validation(np.array([block.counts for block in blocks]), job.validation_share, job.seed)
    return Ground(
        tuple(_with_validation(site, i, blocks, held_out) for i, site in enumerate(sites)),
        legend,
        tuple(blocks),
        tuple(held_out.tolist()),
        side,
        job.buffer,
        tuple(rasters[0].band_names[band - 1] for band in bands),
    )


def _choose_bands(wanted: tuple[int, ...], rasters: list[Raster]) -> tuple[int, ...]:
    bands = wanted or tuple(range(1, len(rasters[0].band_names) + 1))
    for raster in rasters:
        raster.check_bands(bands)
        if not wanted and len(raster.band_names) != len(bands):
            raise InputError(
                f"{raster.name} has {len(raster.band_names)} bands, {rasters[0].name} has {len(bands)}: choose the bands they share"
            )
    return bands


def _check_classes(legend: Legend) -> None:
    if len(legend.classes) < 2:
        raise InputError(
            f"the labels hold {len(legend.classes)} class, but a map needs two or more: "
            "choose another class field, or have unlabelled ground treated as background"
        )


def _count_blocks(sites: list[Site], sizes: list[tuple[int, int]], side: int, classes: int) -> list[Block]:
    blocks = []
    for number, (site, size) in enumerate(zip(sites, sizes, strict=True)):
        for window in cut_blocks(*size, side):
            _, _, labels = site.read(window)
            counts = np.bincount(labels[labels != UNLABELLED], minlength=classes)
            blocks.append(Block(number, window, tuple(counts.tolist())))
    return blocks


def _check_touch(sites: list[Site], blocks: list[Block], legend: Legend, report: Reporter) -> None:
    touched = {b.raster for b in blocks if any(n for index, n in enumerate(b.counts) if index != legend.unlabelled)}
    missed = [site.raster.name for number, site in enumerate(sites) if number not in touched]
    if len(missed) == len(sites):
        raise InputError(
            f"the labels do not touch {missed[0]}: check that both cover the same ground and that their CRS are right"
        )
    for name in missed:
        report.warning(f"the labels do not touch {name}: nothing is learnt there")


def _with_validation(site: Site, number: int, blocks: list[Block], held_out: npt.NDArray[np.bool_]) -> Site:
    windows = (b.window for b, out in zip(blocks, held_out, strict=True) if out and b.raster == number)
    return Site(site.raster, site.labels, site.bands, tuple(windows))


def _overlap(block: Window, window: Window) -> bool:
    return (
        block.row < window.bottom
        and window.row < block.bottom
        and block.column < window.right
        and window.column < block.right
    )


def _within(block: Window, window: Window, margin: int = 0) -> tuple[slice, slice]:
    """Returns where in the window the block lies, widened by the margin."""
    rows = slice(max(block.row - margin - window.row, 0), max(block.bottom + margin - window.row, 0))
    columns = slice(max(block.column - margin - window.column, 0), max(block.right + margin - window.column, 0))
    return rows, columns
