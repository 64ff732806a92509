"""The split of the labelled ground into what is learnt and what is validated on, in several ways by name."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.training.validation import KEEP, WITHHOLD

from ..labels.legend import Legend
from .area_folds import deal_areas
from .areas import RoleOf, SplitAreas
from .block_advice import check_places, warn_of_few_places
from .blocks import FEWEST_BLOCKS, Block, Counts, count_labelled_places, count_labels, plan_block, sum_counts
from .copies import Likeness
from .cut_audit import CutPolygons
from .cut_polygons import settle_cut_polygons
from .folds import BLOCKS, CELLS, choose_validation, deal_folds
from .ground import Ground, cut_ground
from .inspection import check_training, check_validation
from .leak_audit import audit_split
from .overlaps import windows_to_withhold
from .roles import LEARNT, VALIDATED, WITHHELD, write_roles
from .site import Site

Roles = list[Raster | None]  # of the pixels of each site
Chosen = npt.NDArray[np.bool_]

BLOCKS_PER_FOLD = 2  # that a planned split wants at least
RANDOM_FLATTERS = (
    "the split is random: ground is validated on whose neighbours are learnt, which flatters the model, by up to 28 % in a study"
    " (Kattenborn et al. 2022): choose the split blocks for figures to rely on"
)


def cut_for_split(job: TrainJob, sites: Sequence[Site], legend: Legend, band_names: tuple[str, ...]) -> Ground:
    """Returns the sites cut into the blocks that the job's split takes, all of them to learn from."""
    kind = SPLITS[job.split]
    return cut_ground(tuple(sites), legend, band_names, kind.side(job, sites), kind.buffer(job))


def limit_sites(job: TrainJob, sites: Sequence[Site], folder: Path) -> list[Site]:
    """Returns the sites limited to the ground that any training of the job may learn or validate on."""
    limits = SPLITS[job.split].limit(job, sites, folder)
    return [replace(site, limits=raster) for site, raster in zip(sites, limits, strict=True)]


def split_ground(ground: Ground, job: TrainJob, folder: Path, report: Reporter) -> Iterator[Ground]:
    """Yields the ground split as the job says, once or once for each fold, checked and audited.

    Rasters of roles go into `folder`. Raises InputError where there is too little to learn or to validate on.
    """
    kind, likeness = SPLITS[job.split], Likeness(ground.sites, ground.blocks)
    if kind.warning:
        report.warning(kind.warning)
    wish = job.cut_polygons
    for roles in kind.hold_out(ground, job, folder):
        split, cut = _settled(_with_roles(ground, roles), wish, kind, folder, report)
        if cut and cut.polygons:
            wish = WITHHOLD if cut.are_withheld else KEEP  # in all folds alike: their figures are summed
        _check(split, report)
        if not job.folds and kind.pieces:
            warn_of_few_places(split, job, kind.pieces, report)
        blocks = split.training_blocks, split.validation_blocks
        audit = replace(audit_split(split.sites, *blocks, job.chip, likeness), cut=cut)
        audit.tell(report)
        yield replace(split, audit=audit)
        del split, roles  # and their open files, before those of the next fold


def _settled(
    split: Ground, wish: str, kind: "Kind", folder: Path, report: Reporter
) -> tuple[Ground, CutPolygons | None]:
    """Returns the split without the smaller sides of the polygons that it cuts, where these are withheld, and what it cuts."""
    if kind.pieces == CELLS:  # whose neighbours are learnt in any case
        return split, None
    roles, cut = settle_cut_polygons(split, wish, folder, report)
    return (split if roles is None else _with_roles(split, roles)), cut


def check_split(ground: Ground, job: TrainJob, folder: Path, report: Reporter) -> None:
    """Raises InputError where the ground cannot be split as the job says, be it in the last fold only: before hours of training on the others.

    No more of a fold is read than shows that a label is left to learn, and nothing of it is kept.
    """
    folds = job.folds or 1
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:  # Windows keeps files that are still open
        for number, roles in enumerate(SPLITS[job.split].hold_out(ground, job, Path(place)), 1):
            report.progress((number - 1) / folds, f"checking fold {number} of {folds}")
            sites = _give_roles(ground.sites, roles)
            learnt = (_divide(block, sites[block.raster])[0] for block in ground.training_blocks)
            first = islice((block for block in learnt if any(block.counts)), 1)
            pixels = sum_counts([*first], len(ground.legend.classes))
            check_training(ground.legend, pixels, pixels, ground.buffer, report)


def _hold_out_blocks(ground: Ground, job: TrainJob, folder: Path) -> Iterator[Roles]:
    """Yields the roles for each choice of blocks to validate on; rasters on one grid are held out at the same places."""
    places: dict[tuple[Grid, Window], int] = {}
    keys = [(ground.sites[block.raster].raster.grid, block.window) for block in ground.blocks]
    place_of = np.array([places.setdefault(key, len(places)) for key in keys])
    counts = np.zeros((len(places), len(ground.legend.classes)), np.int64)
    np.add.at(counts, place_of, np.array([block.counts for block in ground.blocks]))
    check_places(len(places), ground, job, SPLITS[job.split].pieces)

    for chosen in _choose(counts, job):
        held_out = [block for block, out in zip(ground.blocks, chosen[place_of], strict=True) if out]
        yield _write_all_roles(ground.sites, held_out, ground.buffer, folder)


def _choose(counts: Counts, job: TrainJob) -> list[Chosen]:
    if not job.folds:
        return [choose_validation(counts, job.validation_share, job.seed)]
    fold_of = deal_folds(counts, job.folds, job.seed, SPLITS[job.split].pieces)
    return [fold_of == fold for fold in range(job.folds)]


def _write_all_roles(sites: Sequence[Site], held_out: Sequence[Block], buffer: int, folder: Path) -> Roles:
    validated = defaultdict[int, list[Window]](list)
    for block in held_out:
        validated[block.raster].append(block.window)
    place = Path(mkdtemp(prefix="roles", dir=folder))
    withheld = windows_to_withhold(sites, held_out, buffer)
    return [
        write_roles(str(place / f"{number}.tif"), site.raster.grid, validated[number], windows) if windows else None
        for number, (site, windows) in enumerate(zip(sites, withheld, strict=True))
    ]


def _hold_out_areas(ground: Ground, job: TrainJob, folder: Path) -> Iterator[Roles]:
    areas = SplitAreas(job.split_areas, job.split_field)
    for role_of in deal_areas(areas, ground, job.folds, job.seed) if job.folds else [areas.said()]:
        yield _write_areas(job, areas, role_of, ground.sites, folder)


def _limit_to_areas(job: TrainJob, sites: Sequence[Site], folder: Path) -> Roles:
    """Returns what the areas leave alone in any case: those to test on, and all beyond them where they say so or are dealt into folds."""
    areas = SplitAreas(job.split_areas, job.split_field)
    return _write_areas(job, areas, areas.with_validated(()), sites, folder)


def _write_areas(job: TrainJob, areas: SplitAreas, role_of: RoleOf, sites: Sequence[Site], folder: Path) -> Roles:
    place, outside = Path(mkdtemp(prefix="roles", dir=folder)), LEARNT
    if job.folds or areas.limits_training:
        outside = WITHHELD
    return [
        areas.write_roles(str(place / f"{number}.tif"), site.raster.grid, job.buffer, role_of, outside)
        for number, site in enumerate(sites)
    ]


def _with_roles(ground: Ground, roles: Roles) -> Ground:
    """Returns the ground with these roles, and each block's labels counted by their roles."""
    sites = _give_roles(ground.sites, roles)
    parts = zip(*(_divide(block, sites[block.raster]) for block in ground.blocks), strict=True)
    learnt, validated = (tuple(block for block in part if any(block.counts)) for part in parts)
    windows = defaultdict[int, list[Window]](list)
    for block in validated:
        windows[block.raster].append(block.window)
    sites = [replace(site, validation=tuple(windows[number])) for number, site in enumerate(sites)]
    return replace(ground, sites=tuple(sites), training_blocks=learnt, validation_blocks=validated)


def _give_roles(sites: Sequence[Site], roles: Roles) -> list[Site]:
    return [replace(site, roles=raster) for site, raster in zip(sites, roles, strict=True)]


def _divide(block: Block, site: Site) -> tuple[Block, Block]:
    """Returns the block with the labels counted that are learnt, and with those that are validated on."""
    classes = len(block.counts)
    if site.is_all_learnt(block.window):
        return block, replace(block, counts=(0,) * classes)
    labels = site.read_labels(block.window)
    roles = site.read_roles(block.window)
    learnt, validated = (count_labels(labels[roles == role], classes) for role in (LEARNT, VALIDATED))
    return replace(block, counts=learnt), replace(block, counts=validated)


def _check(split: Ground, report: Reporter) -> None:
    pixels, (learnt, validated) = sum_counts(split.blocks, len(split.legend.classes)), split.labelled
    check_validation(validated)
    check_training(split.legend, pixels, learnt, split.buffer, report)


def _planned_side(job: TrainJob, sites: Sequence[Site]) -> int:
    if job.block:
        return job.block
    fewest = max(FEWEST_BLOCKS, BLOCKS_PER_FOLD * job.folds)
    return plan_block(lambda side: count_labelled_places(sites, side, fewest), job.chip, fewest)


@dataclass(frozen=True)
class Kind:
    """A way to split: the side of its blocks and the width of its buffer in pixels, what holds ground out, what leaves ground alone, and what blocks are called where these are dealt."""

    side: Callable[[TrainJob, Sequence[Site]], int]
    buffer: Callable[[TrainJob], int]
    hold_out: Callable[[Ground, TrainJob, Path], Iterator[Roles]]
    limit: Callable[[TrainJob, Sequence[Site], Path], Roles] = lambda job, sites, folder: [None] * len(sites)
    warning: str = ""
    pieces: str = BLOCKS


SPLITS = {
    "blocks": Kind(_planned_side, lambda job: job.buffer, _hold_out_blocks),
    "polygons": Kind(_planned_side, lambda job: job.buffer, _hold_out_areas, _limit_to_areas, pieces=""),
    "random": Kind(lambda job, sites: job.chip, lambda job: 0, _hold_out_blocks, warning=RANDOM_FLATTERS, pieces=CELLS),
}
