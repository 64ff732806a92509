"""What a split lets through from the ground that is validated on to the training: counted, not believed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.reprojection import pixels_on, window_on
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter

from ..metrics import UNLABELLED
from .blocks import Block
from .copies import Likeness
from .cut_audit import CutPolygons
from .overlaps import overlapping_sites
from .roles import VALIDATED
from .shifted import Place
from .site import Site

SAMPLED_CHIPS = 500
SHOWN = 3  # examples in a sentence
RECORDED = 50  # in the model's card


@dataclass(frozen=True)
class LeakAudit:
    """Counts of a split.

    Attributes:
        shared_pixels: ground that is both learnt and validated on, in pixels.
        touching_pixels: pixels that are validated on beside one that is learnt.
        seeing_chips: share of the training chips that show ground to validate on as image, 0..1, from SAMPLED_CHIPS of them.
        overlaps: names of the rasters that show the same ground, in pairs.
        copies: places to validate on that look like ground that is learnt from, each as raster, row and column.
        compared_blocks: among how many blocks copies were sought.
        cut: the polygons that the split cuts; None where no label is a polygon, or the split is random.
    """

    shared_pixels: int
    touching_pixels: int
    seeing_chips: float
    overlaps: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, str], ...]
    compared_blocks: int
    cut: CutPolygons | None = None

    def described(self) -> dict[str, Any]:
        """Returns the counts for the model's card."""
        return {
            "shared_pixels": self.shared_pixels,
            "touching_pixels": self.touching_pixels,
            "seeing_chips": round(self.seeing_chips, 3),
            "overlapping_rasters": len(self.overlaps),
            "overlaps": [list(pair) for pair in self.overlaps[:RECORDED]],
            "copied_blocks": len(self.copies),
            "copies": [list(pair) for pair in self.copies[:RECORDED]],
            "compared_blocks": self.compared_blocks,
            **(self.cut.described() if self.cut else {}),
        }

    def tell(self, report: Reporter) -> None:
        """Says what was found; what makes the validation figures flatter is a warning."""
        shared = f"{self.shared_pixels} pixels of ground are" if self.shared_pixels else "no pixel of ground is"
        (report.warning if self.shared_pixels else report.message)(
            f"leak audit: {shared} both learnt and validated on; about {self.seeing_chips:.0%} of the training chips show ground to validate"
            " on as image, never its labels"
        )
        if self.touching_pixels:
            report.warning(
                f"leak audit: {self.touching_pixels} pixels that are validated on lie beside one that is learnt: neighbours are alike, which"
                " flatters the model; leave a buffer between them"
            )
        if self.cut:
            self.cut.tell(report)
        if self.overlaps:
            report.message(
                f"leak audit: {len(self.overlaps)} pairs of rasters show the same ground ({_examples(self.overlaps, ' and ')}): where"
                " one is validated on, none is learnt from"
            )
        if self.copies:
            report.warning(
                f"leak audit: {len(self.copies)} of the blocks to validate on look like ground that is learnt from elsewhere"
                f" ({_examples(self.copies, ' like ')}): take them out if they are copies, which flatter the model"
            )
        else:
            report.message(
                "leak audit: no block to validate on looks like ground that is learnt from elsewhere, neither whole in any orientation nor"
                f" shifted in the same one, {self.compared_blocks} blocks compared"
            )


def audit_split(
    sites: Sequence[Site], learnt: Sequence[Block], validated: Sequence[Block], chip: int, likeness: Likeness
) -> LeakAudit:
    """Counts what leaks, from the very labels that training and validation read."""
    pairs = overlapping_sites(sites)
    counts = [_count_pixels(sites, block, _partners(block.raster, pairs)) for block in validated]
    shared, touching = np.sum(counts, axis=0).tolist()
    return LeakAudit(
        shared,
        touching,
        _share_of_seeing_chips(sites, learnt, chip),
        tuple((sites[first].raster.name, sites[second].raster.name) for first, second in pairs),
        tuple((_name(sites, place), _name(sites, other)) for place, other in likeness.copies(learnt, validated)),
        likeness.compared_blocks,
    )


def _count_pixels(sites: Sequence[Site], block: Block, partners: Iterable[int]) -> tuple[int, int]:
    """Returns how many pixels that the block validates on are learnt too, on any site, and how many lie beside one that is."""
    site, window = sites[block.raster], block.window
    validated = site.read_to_validate(window) != UNLABELLED
    around = site.read_learnt(window.grown(1)) != UNLABELLED
    beside = around[:-2, 1:-1] | around[2:, 1:-1] | around[1:-1, :-2] | around[1:-1, 2:]
    shared = int((around[1:-1, 1:-1] & validated).sum())
    shared += sum(_learnt_on(sites[number], site.raster.grid, window, validated) for number in partners)
    return shared, int((beside & validated).sum())


def _learnt_on(other: Site, grid: Grid, window: Window, validated: npt.NDArray[np.bool_]) -> int:
    """Returns how many pixels of another site are learnt whose centres lie in the pixels (H, W) of a grid's window that are validated on."""
    place = window_on(window, grid, other.raster.grid)
    if place is None:
        return 0
    rows, columns = np.nonzero(other.read_learnt(place) != UNLABELLED)
    if not len(rows):
        return 0
    rows, columns = pixels_on(rows + place.row, columns + place.column, other.raster.grid, grid)
    rows, columns = rows - window.row, columns - window.column
    inside = (rows >= 0) & (rows < window.height) & (columns >= 0) & (columns < window.width)
    return int(validated[rows[inside], columns[inside]].sum())


def _share_of_seeing_chips(sites: Sequence[Site], learnt: Sequence[Block], chip: int) -> float:
    """Returns the share of chips, drawn around the pixels of the blocks as a training does, that hold a pixel to validate on."""
    generator = np.random.default_rng(0)
    weights = np.array([sum(block.counts) for block in learnt], float)
    drawn = generator.choice(len(learnt), SAMPLED_CHIPS, p=weights / weights.sum())
    seeing = 0
    for block in (learnt[number] for number in drawn):
        site, (row, column) = sites[block.raster], generator.random(2)
        place = (
            block.window.row + int(row * block.window.height),
            block.window.column + int(column * block.window.width),
        )
        window = site.window_around(*place, chip)
        seeing += site.validates(window) and bool((site.read_roles(window) == VALIDATED).any())
    return seeing / SAMPLED_CHIPS


def _partners(number: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    return [sum(pair) - number for pair in pairs if number in pair]


def _name(sites: Sequence[Site], place: Place) -> str:
    number, window = place
    return f"{sites[number].raster.name} at row {max(window.row, 0)}, column {max(window.column, 0)}"


def _examples(pairs: Sequence[tuple[str, str]], between: str) -> str:
    shown = [between.join(pair) for pair in pairs[:SHOWN]]
    return "; ".join([*shown, *(["..."] if len(pairs) > SHOWN else [])])
