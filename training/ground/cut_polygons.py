"""Polygon labels that a split cuts, so that part of one is learnt and part validated on: pixels of one field are nearly copies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs.training.validation import AUTO, WITHHOLD

from ..labels.polygons import Polygons
from ..labels.polygons_on_grid import NO_POLYGON
from ..metrics import UNLABELLED
from .blocks import Block, Counts
from .cut_audit import CutPolygons
from .ground import Ground
from .roles import LEARNT, VALIDATED, WITHHELD, write_roles
from .site import Indices

LARGE_COST = 0.1  # of the labels: what costs as much is not withheld unasked

Polygon = tuple[int, int]  # index of its layer, and its id there


@dataclass
class Sides:
    """The labelled pixels of a polygon that are learnt and that are validated on, all of the class with this index."""

    index: int = 0
    learnt: int = 0
    validated: int = 0

    @property
    def are_two(self) -> bool:
        """Whether the split cuts the polygon."""
        return self.learnt > 0 and self.validated > 0

    @property
    def smaller(self) -> int:
        """The role of the smaller side."""
        return LEARNT if self.learnt <= self.validated else VALIDATED

    def pixels(self, role: int) -> int:
        """Returns how many pixels have the role."""
        return self.learnt if role == LEARNT else self.validated


def settle_cut_polygons(
    split: Ground, wish: str, folder: Path, report: Reporter
) -> tuple[list[Raster | None] | None, CutPolygons | None]:
    """Looks for polygons that a split cuts, and withholds the smaller side of each where that is wished.

    Returns the new roles of each site, None where they stay as they are, and what was found, None where no label is a polygon.
    """
    if not any(isinstance(site.source, Polygons) for site in split.sites):
        return None, None

    sides = _count_sides(split, report)
    cut = {polygon: each for polygon, each in sides.items() if each.are_two}
    learnt, validated = split.labelled
    withheld = choose_sides(cut, {LEARNT: learnt, VALIDATED: validated})
    lost = _losses(cut, withheld, len(split.legend.classes))
    kept = sum(each.validated for polygon, each in cut.items() if polygon not in withheld)
    found = CutPolygons(
        polygons=len(cut),
        to_withhold=len(withheld),
        share=sum(each.validated for each in cut.values()) / max(int(validated.sum()), 1),
        share_left=kept / max(int((validated - lost[VALIDATED]).sum()), 1),
        cost=float((lost[LEARNT] + lost[VALIDATED]).sum() / max((learnt + validated).sum(), 1)),
        are_withheld=False,
    )
    is_wished = wish == WITHHOLD or (wish == AUTO and found.cost < LARGE_COST)
    if not (withheld and is_wished):
        return None, found

    roles = [_withhold(split, number, withheld, folder) for number in range(len(split.sites))]
    return roles, replace(found, are_withheld=True)


def choose_sides(cut: Mapping[Polygon, Sides], pixels: Mapping[int, Counts]) -> dict[Polygon, int]:
    """Returns the role of the side that polygons lose: the smaller one, unless its class would lose all of its `pixels` (classes,) of a role.

    Then the polygons of that class lose their other sides, or nothing where these are all that there is, too.
    """
    classes = len(pixels[LEARNT])
    chosen = {polygon: each.smaller for polygon, each in cut.items()}
    for role, other in ((LEARNT, VALIDATED), (VALIDATED, LEARNT)):
        lost = _losses(cut, chosen, classes)[role]
        is_bereft = (lost > 0) & (lost == pixels[role])
        is_hopeless = _losses(cut, dict.fromkeys(cut, other), classes)[other] == pixels[other]

        bereft = [polygon for polygon, each in cut.items() if is_bereft[each.index]]
        for polygon in bereft:
            chosen[polygon] = other
            if is_hopeless[cut[polygon].index]:
                del chosen[polygon]
    return chosen


def _losses(cut: Mapping[Polygon, Sides], withheld: Mapping[Polygon, int], classes: int) -> dict[int, Counts]:
    """Returns how many pixels of each class (classes,) lose each role."""
    lost = {role: np.zeros(classes, np.int64) for role in (LEARNT, VALIDATED)}
    for polygon, role in withheld.items():
        lost[role][cut[polygon].index] += cut[polygon].pixels(role)
    return lost


def _count_sides(split: Ground, report: Reporter) -> dict[Polygon, Sides]:
    sides = defaultdict[Polygon, Sides](Sides)
    for number, layer in enumerate(_layers_of(split)):
        report.check()
        for _, polygons, labels, roles in _blocks_with_polygons(split, number):
            for role in (LEARNT, VALIDATED):
                here = (roles == role) & (labels != UNLABELLED) & (polygons != NO_POLYGON)
                for polygon, index, pixels in _counted(polygons[here], labels[here]):
                    each = sides[layer, polygon]
                    each.index = index
                    if role == LEARNT:
                        each.learnt += pixels
                    else:
                        each.validated += pixels
    return sides


def _counted(polygons: Indices, labels: Indices) -> Iterator[tuple[int, int, int]]:
    """Yields each polygon with its class and its number of pixels."""
    found, first, counts = np.unique(polygons, return_index=True, return_counts=True)
    yield from zip(found.tolist(), labels[first].tolist(), counts.tolist(), strict=True)


def _withhold(split: Ground, number: int, withheld: Mapping[Polygon, int], folder: Path) -> Raster | None:
    """Returns the roles of a site without the sides, told by their role, that polygons lose."""
    site = split.sites[number]
    layer = _layers_of(split)[number]
    sides = {
        role: [id for (of, id), lost in withheld.items() if of == layer and lost == role]
        for role in (LEARNT, VALIDATED)
    }
    if not any(sides.values()):
        return site.roles

    grid = site.raster.grid
    roles_file = site.roles.path if site.roles else str(Path(mkdtemp(prefix="roles", dir=folder)) / f"{number}.tif")
    # All is read before the first change is written, as both are one file.
    changes: list[tuple[Window, npt.NDArray[np.uint8]]] = []
    for block, polygons, _, roles in _blocks_with_polygons(split, number):
        is_lost = np.zeros(roles.shape, np.bool_)
        for role, ids in sides.items():
            is_lost |= (roles == role) & np.isin(polygons, ids)
        if is_lost.any():
            changes.append((block.window, np.where(is_lost, WITHHELD, roles).astype(np.uint8)))

    with told_as_output_error(roles_file):
        if site.roles is None:
            write_roles(roles_file, grid, (), ())
        target = gdal.Open(roles_file, gdal.GA_Update)
        for window, changed in changes:
            target.WriteArray(changed, window.column, window.row)
        target.FlushCache()
        del target
    return Raster(roles_file)


def _blocks_with_polygons(split: Ground, number: int) -> Iterator[tuple[Block, Indices, Indices, Indices]]:
    """Yields the blocks of a site that hold labels of polygons, with the polygon, the class index and the role of each pixel (H, W)."""
    site = split.sites[number]
    blocks = [block for block in split.blocks if block.raster == number and _holds_more_than_background(block, split)]
    if not blocks or not isinstance(site.source, Polygons):
        return
    with site.source.on(site.raster.grid, split.legend.index_of) as placed:
        for block in blocks:
            polygons = placed.read_ids(block.window)
            if polygons is not None:
                yield block, polygons, site.read_labels(block.window), site.read_roles(block.window)


def _holds_more_than_background(block: Block, split: Ground) -> bool:
    return any(count for index, count in enumerate(block.counts) if index != split.legend.unlabelled)


def _layers_of(split: Ground) -> list[int]:
    """Returns the number of each site's layer: one layer may label several rasters, between which it is cut, too."""
    numbers = dict[int, int]()
    return [numbers.setdefault(id(site.source), len(numbers)) for site in split.sites]
