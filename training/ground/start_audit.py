"""What the initial weights may know already of the ground that a training validates on: those of a model file tell what they learnt from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from paddy_segmenter.core.network.model_file import has_card, read_card
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter

from .fingerprints import content_of_file
from .ground import Ground

Record = Mapping[str, Any]
Content = tuple[Any, ...]  # of a raster: its size and the SHA-256 of its files


@dataclass(frozen=True)
class Earlier:
    """An earlier training: the number of each of its rasters, the windows of each that it kept out, and whether it began with weights of a file."""

    numbers: Mapping[Content, int]
    kept_out: Mapping[int, list[Window]]
    had_start: bool


def audit_start(weights: str, ground: Ground, data: Record, report: Reporter) -> None:
    """Warns where the figures will flatter, because the initial weights were trained on ground that is validated on now.

    Args:
        weights: what a job names as such; whatever is no model file is left alone.
        ground: split.
        data: fingerprints of the job's rasters, labels and areas.
        report: hears it.
    """
    if not weights.endswith(".safetensors") or not has_card(weights):
        return
    earlier = read_earlier(read_card(weights).training, data)
    if earlier and (share := share_learnt_before(earlier, ground, data)):
        report.warning(
            f"leak audit: the training that made the initial weights has learnt from about {max(share, 0.01):.0%} of the ground that is validated on"
            " now, which flatters the figures: repeat its split (the same rasters, labels and seed), or measure on ground that neither has seen"
        )
    elif earlier and not earlier.had_start and _knows_all(earlier, ground, data):
        report.message("leak audit: the initial weights have learnt nothing of the ground that is validated on")
    else:
        report.message(
            "leak audit: whether the initial weights have learnt from ground that is validated on is not known: their model file names other"
            " raster files, other areas of the split, weights that it began with itself, or none of all that"
        )


def _knows_all(earlier: Earlier, ground: Ground, data: Record) -> bool:
    """Returns whether the earlier training names all rasters that are validated on now."""
    return {content_of(data["data"][block.raster]) for block in ground.validation_blocks} <= earlier.numbers.keys()


def share_learnt_before(earlier: Earlier, ground: Ground, data: Record) -> float:
    """Returns which share (0..1) of the ground that is validated on an earlier training did not keep out of what it learnt from."""
    numbers = [earlier.numbers.get(content_of(site)) for site in data["data"]]
    known = whole = 0
    for block in ground.validation_blocks:
        number, window = numbers[block.raster], block.window
        whole += window.height * window.width
        if number is not None:
            known += _uncovered(window, earlier.kept_out.get(number, []))
    return known / whole if whole else 0.0


def read_earlier(record: Record, data: Record) -> Earlier | None:
    """Returns what a model's card records of its training; None where that is not what a training records, or no help.

    Areas of the user's lie across the windows that are recorded: they help only where they are the same now.
    """
    try:
        split = record["split"]
        if split["kind"] == "polygons" and record["split_areas"] != data.get("split_areas"):
            return None
        kept_out: dict[int, list[Window]] = {}
        for each in split.get("validation", ()):  # folds kept out nothing in the end
            window = Window(*(int(each[name]) for name in ("row", "column", "height", "width")))
            kept_out.setdefault(each["number"], []).append(window)
        numbers = {content_of(site): number for number, site in enumerate(record["data"])}
        return Earlier(numbers, kept_out, "bytes" in (record["weights"] or {}))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):  # anybody may write a card
        return None


def content_of(site: Record) -> Content:
    """Returns what a raster is known by, whatever it is called."""
    return site["width"], site["height"], *sorted(map(content_of_file, site["files"]))


def _uncovered(window: Window, others: Iterable[Window]) -> int:
    """Returns how many pixels of a window lie in none of the others."""
    free = np.ones((window.height, window.width), bool)
    for other in others:
        top, left = max(other.row - window.row, 0), max(other.column - window.column, 0)
        free[top : max(other.bottom - window.row, 0), left : max(other.right - window.column, 0)] = False
    return int(free.sum())
