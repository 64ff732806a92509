"""The model card of a training: what the network expects and how it came to be."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paddy_segmenter.command_line import command_of
from paddy_segmenter.core.card import ModelCard, Normalisation
from paddy_segmenter.core.identity import plain
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.credentials import source_to_pass_on, to_pass_on, without_credentials
from paddy_segmenter.jobs import TrainJob

from .block_counts import BlockCounts
from .bootstrap import class_intervals, intervals, plain_intervals
from .ground.ground import Ground
from .logbook import Logbook
from .machine import describe_machine, describe_versions
from .metrics import Figures
from .outcome import Outcome

FILES = (*TrainJob.inputs, *TrainJob.outputs, "weights")  # options that name files
FROM_ALL = "learnt from all folds; its figures are those of the folds, each judged by a network that did not learn it"


def make_card(job: TrainJob, ground: Ground, outcome: Outcome, log: Logbook) -> ModelCard:
    """Returns the card that is stored in the model file: what a segmentation must know, and what it takes to repeat the training.

    All options are named, beside a command that names those that are not as usual: another version may have other usual values.
    """
    names, device = ground.legend.names, choose_device(job.device)
    training = {
        "command": command_of(job, shown=_argument_to_pass_on),
        "options": _options_to_pass_on(plain(asdict(job))),
        "found": outcome.found,
        "preset": job.preset,
        "normalisation": tell_normalisation(outcome.normalisation),
        **_to_pass_on(log.data, source_to_pass_on),
        "split": _to_pass_on(_describe_split(job, ground, outcome), source_to_pass_on),
        "seed": job.seed,
        "versions": describe_versions(),
        "machine": describe_machine(device, choose_precision(job.precision, device)),
        "started": log.started.isoformat(timespec="seconds"),
        "plan": _options_to_pass_on(log.plan),
        "seconds": round(log.seconds),
        "seconds_at_epochs": log.epochs,
        "warnings": [*map(to_pass_on, log.warnings)],
        "epochs": len(outcome.curves),
        "ended": outcome.ended or "after the last epoch",
        "best_epoch": outcome.best_epoch,
        "validation": _describe_figures(outcome.best, names),
        "last_epoch": _describe_figures(outcome.last, names),
        "over_epochs": outcome.over_epochs,
        "curves": outcome.curves,
        **_describe_baseline(outcome, names),
    }
    return ModelCard(
        backbone=job.backbone,
        bands=ground.band_names,
        normalisation=outcome.normalisation,
        gsd=ground.gsd,
        chip=job.chip,
        output_stride=job.output_stride,
        decoder=job.decoder == "yes",
        atrous_rates=outcome.atrous_rates,
        classes=ground.legend.classes,
        training=training,
        aspect=ground.aspect,
        values=ground.values,
    )


def _to_pass_on(entry: Any, shown: Callable[[str], str]) -> Any:
    """Returns what goes into the card, which is sent along with the model, with all of its texts as they are to be `shown`."""
    if isinstance(entry, str):
        return shown(entry)
    if isinstance(entry, dict):
        return {name: _to_pass_on(value, shown) for name, value in entry.items()}
    if isinstance(entry, list | tuple):
        return [_to_pass_on(value, shown) for value in entry]
    return entry


def _options_to_pass_on(values: dict[str, Any]) -> dict[str, Any]:
    """Returns options by name for others: those that name files without their folders, the others, which may name classes, as they are."""
    return {name: _to_pass_on(value, _shown_as(name)) for name, value in values.items()}


def _argument_to_pass_on(word: str) -> str:
    """Returns --name=value for others."""
    name, equals, value = word.partition("=")
    return name + equals + _shown_as(name.removeprefix("--").replace("-", "_"))(value)


def _shown_as(option: str) -> Callable[[str], str]:
    """Returns how the values of an option are shown to others."""
    return source_to_pass_on if option in FILES else without_credentials


def tell_normalisation(normalisation: Normalisation) -> str:
    """Returns the figures of the bands in the form of the option: LOW:HIGH:MEAN:STD for each, with ; between them."""
    bands = zip(*vars(normalisation).values(), strict=True)
    return "; ".join(":".join(f"{figure:.9g}" for figure in band) for band in bands)


def _describe_figures(figures: Figures, names: list[str]) -> dict[str, Any]:
    described = figures.described(names) | {"confusion": figures.matrix.tolist()}  # rows are the reference
    return described | (_describe_intervals(figures.by_block, names) if figures.by_block else {})


def _describe_intervals(blocks: BlockCounts, names: list[str]) -> dict[str, Any]:
    """Returns how many blocks the figures rest on, and their intervals: None where the blocks are too few."""
    overall, of_classes = intervals(blocks), class_intervals(blocks, names)
    return {"blocks": blocks.measured, "intervals": plain_intervals(overall) | {"iou": plain_intervals(of_classes)}}


def _describe_baseline(outcome: Outcome, names: list[str]) -> dict[str, Any]:
    if not outcome.baseline or not (verdict := outcome.verdict):
        return {}
    return {"baseline": verdict.described(names) | {"seconds": round(outcome.baseline.seconds, 1)}}


def _describe_split(job: TrainJob, ground: Ground, outcome: Outcome) -> dict[str, Any]:
    split = {"kind": job.split, "block": ground.block, "buffer": ground.buffer} | PARAMETERS[job.split](job)
    split |= {"folds": outcome.folds, "model": FROM_ALL} if job.folds else describe_fold(ground)
    return split | ({"optimism": outcome.optimism} if outcome.optimism else {})


def describe_fold(ground: Ground) -> dict[str, Any]:
    """Returns which windows are validated on, and what the leak audit counted."""
    held_out = [
        {
            "raster": ground.sites[block.raster].raster.name,
            "number": block.raster,
            "place": place,
            **asdict(block.window),
        }
        for place, block in ground.validation_places
    ]
    return {"validation": held_out} | ({"audit": ground.audit.described()} if ground.audit else {})


PARAMETERS: dict[str, Callable[[TrainJob], dict[str, Any]]] = {
    "blocks": lambda job: {} if job.folds else {"share": job.validation_share},
    "polygons": lambda job: {"areas": Path(job.split_areas.partition("|")[0]).name, "field": job.split_field},
    "random": lambda job: {} if job.folds else {"share": job.validation_share},
}
