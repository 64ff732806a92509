"""What a record says of folds and of a random split, as rows of tables with their sentences."""

from typing import Any

from .page import figure, percent
from .summary import Row, list_facts

AUDITED = (
    "shared_pixels",
    "touching_pixels",
    "seeing_chips",
    "copied_blocks",
)  # counts that stand in the table of the folds
TABLES = ("folds", "optimism")  # parts of the record that have a table of their own
NOT_MEASURED = (
    "No labelled pixel was measured on one of the two splits: what a random split would have shown is not known."
)


def split_facts(split: dict[str, Any]) -> list[tuple[str, str]]:
    """Returns names and values of what stands in none of the tables."""
    return list_facts({name: part for name, part in split.items() if name not in TABLES})


def fold_rows(split: dict[str, Any]) -> list[Row]:
    """Returns for each fold how well it was mapped by the network that did not learn it, and what its leak audit counted."""
    return [
        {
            "number": number,
            "blocks": len(fold["validation"]),
            **{name: fold["figures"][name] for name in ("pixels", "accuracy", "miou")},
            **{name: fold["audit"][name] for name in AUDITED},
        }
        for number, fold in enumerate(split.get("folds", []), 1)
    ]


def optimism_rows(training: dict[str, Any]) -> list[Row]:
    """Returns the figures of the split, those of a random one and their difference; none where no random one was trained on.

    Where a split measured no pixel, its mean IoU is None, and so is what stands beside it: an accuracy of 0 would look measured.
    """
    optimism = training["split"].get("optimism")
    if not optimism:
        return []
    honest, random = (
        {name: None if figures["miou"] is None else figures[name] for name in ("accuracy", "miou")}
        for figures in (training["validation"], optimism["random"])
    )
    excess = {name: optimism["excess"][name] for name in honest}
    names = f"split {training['split']['kind']}, as in this report", "random split"
    return [{"name": names[0], **honest}, {"name": names[1], **random}, {"name": "difference", **excess}]


def tell_optimism(training: dict[str, Any]) -> str:
    """Returns what the rows of the random split say, as a sentence; "" where there are none."""
    if not (rows := optimism_rows(training)):
        return ""
    honest, random, excess = rows
    if excess["miou"] is None:
        return NOT_MEASURED
    flatters = max(excess["accuracy"], excess["miou"]) > 0
    shown = f"an accuracy of {percent(random['accuracy'])} and a mean IoU of {figure(random['miou'])}"
    true = f"{percent(honest['accuracy'])} and {figure(honest['miou'])}"
    judgement = (
        "the difference is how far it would have flattered the model"
        if flatters
        else "on this ground it would not have flattered the model"
    )
    return f"Trained for as many steps on a random split of the same ground, the network shows {shown} instead of {true}: {judgement}."
