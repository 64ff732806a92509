"""What a training came to in a few plain sentences, and its classes as rows of a table."""

from collections.abc import Sequence
from typing import Any

from paddy_segmenter.core.amounts import many

from ..ground.ground import Ground
from ..ground.overlaps import overlapping_sites
from ..metrics import Figures, plain
from ..outcome import Outcome
from .page import count, figure, percent

SHOWN = 8  # names in a sentence
NAMES = {"block": "side of the blocks (pixels)", "buffer": "buffer (pixels)", "share": "share that was asked for"}
SPLITS = {
    "blocks": "The rasters were cut into blocks of up to {block} pixels. {measured} blocks with labels were kept out and measured on,"
    " {learnt} were learnt from; which ones was drawn so that both have about the same shares of the classes. Labels closer than"
    " {buffer} pixels to a kept-out block were not learnt either. Chips beside such a block show its image, but never its labels.",
    "polygons": "Polygons of the user's said what was learnt and what was kept out: {measured} blocks with labels were measured on, {learnt}"
    " were learnt from.",
    "random": "Cells of {block} pixels were drawn at random: {measured} were kept out and measured on, {learnt} were learnt from, without a"
    " buffer between them. Neighbours look alike, which flatters the figures.",
}
FOLDS = (
    " This was done {folds} times, so that each fold was once kept out; the figures are those of all folds together. The network in"
    " the model file learnt from all folds, for as many epochs as the folds together did best with."
)
DEALT = {  # folds that are not dealt from blocks
    "polygons": "The user's polygons, but for those to test on, were dealt whole into {folds} folds. Each fold was once kept out, with a buffer of {buffer}"
    " pixels around it, and measured on with a network that learnt the others; the figures are those of all folds together. The network in the"
    " model file learnt from all folds, for as many epochs as the folds together did best with."
}

PRESET_NOTES = {
    "study": "Options that were not given are those of the preset study, which follows the reference study (Heryadi et al.). It is there to compare with:"
    " the preset recommended makes better models."
}

Row = dict[str, Any]


def class_rows(figures: Figures, ground: Ground) -> list[Row]:
    """Returns for each class what it is, how well it is mapped, and how many pixels and blocks tell so."""
    return [
        {
            "value": each.value,
            "name": each.name,
            "colour": each.colour,
            "iou": plain(figures.iou[index]),
            "f1": plain(figures.f1[index]),
            "precision": plain(figures.precision[index]),
            "recall": plain(figures.recall[index]),
            "support": int(figures.support[index]),
            "blocks": sum(block.counts[index] > 0 for block in ground.judged_blocks),
            "learnt": sum(block.counts[index] for block in ground.training_blocks),
        }
        for index, each in enumerate(ground.legend.classes)
    ]


def glance(ground: Ground, outcome: Outcome, rows: Sequence[Row]) -> list[str]:
    """Returns the sentences that stand on top of the report."""
    best = outcome.best
    mapped_by = "their training, networks made like it map" if outcome.folds else "the training it maps"
    return [
        f"The model tells {len(rows)} classes apart. On ground that was kept out of {mapped_by} {percent(best.accuracy)} of the"
        f" labelled pixels right, and the mean IoU of the classes is {figure(best.miou)}.",
        *_extremes(rows),
        *_basis(best, ground),
        *_choice(outcome),
        *_doubts(outcome, rows),
    ]


def tell_preset(training: dict[str, Any]) -> list[str]:
    """Returns what a reader must know of the preset in a record, if anything."""
    preset, kind = training["preset"], training["split"]["kind"]
    flattering = " Like the study's, its split is random: neighbours of the ground that was measured on were learnt, which flatters the figures."
    return [PRESET_NOTES[preset] + (flattering if kind == "random" else "")] if preset in PRESET_NOTES else []


def tell_epochs(outcome: Outcome) -> str:
    """Returns the best and the average accuracy of all epochs as a sentence, or "" where none was judged."""
    if not outcome.over_epochs:
        return ""
    best, average = (percent(value) for value in outcome.over_epochs.values())
    return (
        f"Over all {count(len(outcome.curves))} epochs the accuracy was {best} at best and {average} on average: the two figures that the reference"
        " study reports in its Table I. Its best epoch may be another than the one that was chosen by the mean IoU."
    )


def tell_split(split: dict[str, Any], ground: Ground) -> str:
    """Returns what the record says about the split as sentences; of folds it names the usual numbers of blocks."""
    kind, folds = split["kind"], split.get("folds", [])
    learnt, measured = len(ground.training_blocks), len(ground.judged_blocks)
    sentences = DEALT.get(kind, SPLITS[kind] + FOLDS) if folds else SPLITS[kind]
    if folds:
        measured //= len(folds)
        learnt -= measured
    counts = {"learnt": count(learnt), "measured": count(measured), "folds": len(folds)}
    return sentences.format_map(split | counts)


def list_facts(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Returns names and values of the plain entries of a record, those of its parts included; lists are left out."""
    facts = []
    for key, value in record.items():
        name = NAMES.get(key, key.replace("_", " "))
        if isinstance(value, dict):
            facts += [(f"{name}: {inner}", told) for inner, told in list_facts(value)]
        elif not isinstance(value, list):
            facts.append((name, f"{value:g}" if isinstance(value, float) else str(value)))
    return facts


def _choice(outcome: Outcome) -> list[str]:
    """Returns how the epoch was chosen, and what that does to the figures."""
    epoch, epochs = outcome.best_epoch, len(outcome.curves)
    if outcome.folds:
        return [
            f"Epoch {epoch} of {epochs} was chosen for all {len(outcome.folds)} folds together by these very figures, which flatters them a"
            f" little. The network in the model file learnt from all folds for {many(epoch, 'epoch')} and was itself measured nowhere:"
            " measure on ground that no training has seen before you rely on it."
        ]
    return [
        f"Epoch {epoch} of {epochs} was kept because it was the best on this very ground. That flatters its figures: expect"
        " somewhat less elsewhere, and measure on ground that no training has seen before you rely on them."
    ]


def _extremes(rows: Sequence[Row]) -> list[str]:
    measured = sorted((row for row in rows if row["support"]), key=lambda row: -row["iou"])
    if len(measured) < 2:
        return []
    first, last = measured[0], measured[-1]
    missed = [row["name"] for row in measured if not row["iou"]]
    least = f"finds nothing of {_listed(missed)}" if missed else f"{last['name']} least (IoU {figure(last['iou'])})"
    return [f"It knows {first['name']} best (IoU {figure(first['iou'])}) and {least}."]


def _basis(figures: Figures, ground: Ground) -> list[str]:
    pixels = int(figures.matrix.sum())
    blocks = [block for block in ground.judged_blocks if any(block.counts)]
    rasters = {block.raster for block in blocks}
    repeated = any(rasters.issuperset(pair) for pair in overlapping_sites(ground.sites))
    hectares = pixels * ground.gsd**2 / 1e4
    return [
        f"The figures rest on {count(pixels)} labelled pixels, about {hectares:,.{0 if hectares >= 10 else 2}f} hectares,"
        f" in {many(len(blocks), 'block')} of {many(len(rasters), 'raster')}"
        f"{'; ground that several of them show counts once for each' if repeated else ''}."
    ]


def _doubts(outcome: Outcome, rows: Sequence[Row]) -> list[str]:
    """Returns what makes the figures less sure than they look."""
    unseen = [row["name"] for row in rows if not row["support"]]
    single = [row["name"] for row in rows if row["blocks"] == 1]
    doubts = []
    if unseen:
        doubts.append(
            f"The kept-out ground holds no pixel of {_listed(unseen)}: nothing is known of how well they are mapped."
        )
    if single:
        doubts.append(f"Measured in one block only, which may be an odd one: {_listed(single)}.")
    if outcome.best_epoch == len(outcome.curves):
        doubts.append("The last epoch was the best one: more epochs may bring more.")
    return doubts


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *([f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else [])])
