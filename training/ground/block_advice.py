"""Whether enough places hold labels for a split, and which size of blocks, or of chips, would do where there are too few."""

from collections.abc import Sequence
from math import ceil

from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from .blocks import FEWEST_BLOCKS, count_labelled_places
from .folds import BLOCKS, CELLS
from .ground import Ground
from .site import Site

FEWEST_VALIDATED = 4  # places whose figures stand for other ground than their own
STEP = 16  # pixels of which all sides that are named are a multiple, as chips have to be
SMALLEST_SIDES = {BLOCKS: 16, CELLS: 32}  # pixels
OPTIONS = {BLOCKS: "block", CELLS: "chip"}
BUFFER_SHARE = 4  # a buffer is no wider than the side of a block over this, or it leaves too little to learn


def check_places(places: int, ground: Ground, job: TrainJob, pieces: str) -> None:
    """Raises InputError where too few places, as many as are named, hold labels for the job's split; tells the size that would do.

    `pieces` is what the split deals, one of OPTIONS.
    """
    wanted = job.folds or 2
    if places >= wanted:
        return

    remedy = _remedy(ground, pieces, wanted, max(FEWEST_BLOCKS, 2 * job.folds))
    if job.folds:
        raise InputError(f"{places} {pieces} have labels, too few for {job.folds} folds: choose fewer folds, {remedy}")
    size = f"{ground.block} x {ground.block} pixels"
    piece = f"block of {size}" if pieces == BLOCKS else f"cell of a chip's size, {size}"
    raise InputError(f"all labels lie within one {piece}, so that nothing is left to validate on: {remedy}")


def warn_of_few_places(split: Ground, job: TrainJob, pieces: str, report: Reporter) -> None:
    """Warns where fewer blocks are validated on than figures can rely on."""
    validated = len({(split.sites[block.raster].raster.grid, block.window) for block in split.validation_blocks})
    if validated >= FEWEST_VALIDATED:
        return

    enough = ceil(FEWEST_VALIDATED / job.validation_share)
    count = "one of the blocks is" if validated == 1 else f"{validated} of the blocks are"
    report.warning(
        f"only {count} validated on, and so little ground may be easier or harder than the rest:"
        f" {_remedy(split, pieces, enough, enough)}"
    )


def _remedy(ground: Ground, pieces: str, least: int, enough: int) -> str:
    """Returns what gives `enough` places with labels, or else the `least` that will do."""
    side = _smaller_side(ground.sites, ground.block, SMALLEST_SIDES[pieces], least, enough)
    if not side:
        return "label more ground"
    buffer = side // BUFFER_SHARE
    narrower = f" with a buffer of {buffer}" if ground.buffer > buffer else ""
    return f"choose the {OPTIONS[pieces]} {side}{narrower}, or label more ground"


def _smaller_side(sites: Sequence[Site], side: int, smallest: int, least: int, enough: int) -> int:
    """Returns a side below this one with which `enough` places hold labels, or at least `least` of them; 0 where none has as many."""
    found = 0
    while (side := side // 2 // STEP * STEP) >= smallest:
        places = count_labelled_places(sites, side, enough)
        if places >= least:
            found = side
        if places >= enough:
            break
    return found
