"""How sure the figures of a report are: their intervals, what each block came to, and how the baseline compares."""

from typing import Any

from paddy_segmenter.core.amounts import many

from ..block_counts import BlockCounts
from ..bootstrap import FEWEST_BLOCKS
from .page import figure, percent, within
from .summary import Row

INTERVALS = "intervals"  # in the record of the validation


def tell_intervals(validation: dict[str, Any]) -> str:
    """Returns between what the figures would lie on other ground of the same kind, as a sentence; "" where blocks were not told apart."""
    if INTERVALS not in validation:
        return ""
    blocks, found = validation["blocks"], validation[INTERVALS]
    if not found["accuracy"] or not found["miou"]:
        return (
            f"How far that may be off by chance is not known: {many(blocks, 'block')} of kept-out ground {'is' if blocks == 1 else 'are'} too few to say,"
            f" {FEWEST_BLOCKS} are wanted at least."
        )
    accuracy = " and ".join(percent(end) for end in found["accuracy"])
    miou = " and ".join(figure(end) for end in found["miou"])
    return (
        f"Had other blocks of the same kind been kept out, the accuracy would lie between {accuracy} and the mean IoU between {miou} in about 95 of"
        f" 100 cases; that is how far the {blocks} blocks differ from each other."
    )


def class_intervals_of(validation: dict[str, Any]) -> dict[str, str]:
    """Returns the interval of each class's IoU in words by the name of the class; nothing where there are no intervals at all."""
    found = validation.get(INTERVALS, {}).get("iou", {})
    if not any(found.values()):
        return {}
    return {name: within(each) for name, each in found.items()}


def baseline_rows(training: dict[str, Any]) -> list[Row]:
    """Returns the figures of the network, those of the baseline and by how much it is ahead; nothing where that was not measured."""
    baseline = training.get("baseline")
    if not baseline:
        return []
    measures = ("accuracy", "miou", "kappa")
    network, other = training["validation"], baseline["figures"]
    return [
        {"name": "the network", **{name: figure(network[name]) for name in measures}},
        {"name": "linear discriminant analysis", **{name: figure(other[name]) for name in measures}},
        {"name": "the network is ahead by", **{name: _signed(baseline["ahead"][name]) for name in measures}},
        {"name": "with 95 % confidence", **{name: within(baseline[INTERVALS][name]) for name in measures}},
    ]


def tell_baseline(training: dict[str, Any]) -> str:
    """Returns what the rows say as a sentence; "" where there are none."""
    baseline = training.get("baseline")
    if not baseline:
        return ""
    sentence: str = baseline["sentence"]
    return f"{sentence[0].upper()}{sentence[1:]}."


def list_blocks(split: dict[str, Any], by_block: BlockCounts | None) -> list[dict[str, Any]]:
    """Returns for each block of kept-out ground where it lies and how its pixels were mapped.

    Blocks of rasters on one grid that show the same ground are one. A cell is the class in the reference, that on the map, both counted from 0
    in the order of the classes, and pixels; empty ones are left out.
    """
    if by_block is None:
        return []
    blocks: list[dict[str, Any]] = []
    for number, fold in enumerate(split.get("folds") or [split], 1):
        places: dict[int, list[dict[str, Any]]] = {}
        for window in fold["validation"]:
            places.setdefault(window["place"], []).append(window)
        in_fold = {"fold": number} if split.get("folds") else {}
        blocks += [{**in_fold, "windows": windows} for _, windows in sorted(places.items())]
    return [block | {"cells": cells} for block, cells in zip(blocks, by_block.described(), strict=True)]


def _signed(value: float | None) -> str:
    return figure(None) if value is None else f"{value:+.3f}"
