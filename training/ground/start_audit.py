"""What the initial weights may know already of the ground that a training validates on: those of a model file tell what they learnt from."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from paddy_segmenter.core.network.model_file import has_card, read_card
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter

from .ground import Ground

Record = Mapping[str, Any]  # `training` in a model's card


def audit_start(weights: str, ground: Ground, data: Record, report: Reporter) -> None:
    """Warns where the figures will flatter, because the initial weights were trained on ground that is validated on now.

    Args:
        weights: what a job names as such; whatever is no model file of a training is left alone.
        ground: split.
        data: fingerprints of the job's rasters and labels.
        report: hears it.
    """
    if not weights.endswith(".safetensors") or not has_card(weights):
        return
    before = read_card(weights).training
    if not _common(before, data):
        report.message(
            "leak audit: the initial weights were trained on other raster files; whether those show the same ground is not known"
        )
    elif share := share_learnt_before(before, ground, data):
        report.warning(
            f"leak audit: the training that made the initial weights learnt from these rasters, and kept back only {1 - share:.0%} of the ground"
            " that is validated on now: what it knows of the rest flatters the figures; train on the same rasters and labels with the same split"
            " and seed as it did, or measure on ground that neither has seen"
        )
    else:
        report.message("leak audit: the initial weights have learnt nothing of the ground that is validated on")


def share_learnt_before(before: Record, ground: Ground, data: Record) -> float:
    """Returns which share (0..1) of the ground that is validated on an earlier training did not keep out of what it learnt from."""
    common, kept_out = (
        _common(before, data),
        _windows_by_raster(before["split"].get("validation", ())),
    )  # folds kept out nothing
    known = whole = 0
    for block in ground.validation_blocks:
        window = block.window
        whole += window.height * window.width
        if block.raster in common:
            known += _uncovered(window, kept_out.get(common[block.raster], []))
    return known / whole if whole else 0.0


def _common(before: Record, data: Record) -> dict[int, str]:
    """Returns the rasters, by their number, that an earlier training had too, with the names that it gave them."""
    names = {_content(site): site["raster"] for site in before.get("data", ()) if site.get("files")}
    return {number: names[_content(site)] for number, site in enumerate(data["data"]) if _content(site) in names}


def _content(site: Record) -> tuple[Any, ...]:
    return site["width"], site["height"], *sorted(file["sha256"] for file in site["files"])


def _windows_by_raster(held_out: Iterable[Record]) -> dict[str, list[Window]]:
    windows: dict[str, list[Window]] = {}
    for each in held_out:
        window = Window(each["row"], each["column"], each["height"], each["width"])
        windows.setdefault(each["raster"], []).append(window)
    return windows


def _uncovered(window: Window, others: Iterable[Window]) -> int:
    """Returns how many pixels of a window lie in none of the others."""
    free = np.ones((window.height, window.width), bool)
    for other in others:
        top, left = max(other.row - window.row, 0), max(other.column - window.column, 0)
        free[top : max(other.bottom - window.row, 0), left : max(other.right - window.column, 0)] = False
    return int(free.sum())
