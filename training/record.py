"""The model card of a training: what the network expects and how it came to be."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from paddy_segmenter.command_line import command_of
from paddy_segmenter.core.card import ModelCard, Normalisation
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.jobs import TrainJob

from .ground.survey import Ground
from .logbook import Logbook
from .machine import describe_machine, describe_versions
from .metrics import Figures


@dataclass
class Outcome:
    """What a training has come to so far: the figures of each epoch, and those of the best and the last on the validation ground."""

    normalisation: Normalisation
    atrous_rates: tuple[int, int, int]
    best: Figures
    best_epoch: int = 0
    curves: list[dict[str, float]] = field(default_factory=list)
    last: Figures | None = None


def make_card(job: TrainJob, ground: Ground, outcome: Outcome, log: Logbook) -> ModelCard:
    """Returns the card that is stored in the model file: what a segmentation must know, and what it takes to repeat the training."""
    names, device = ground.legend.names, choose_device(job.device)
    training = {
        "command": command_of(job),
        **log.data,
        "split": _describe_split(job, ground),
        "seed": job.seed,
        "versions": describe_versions(),
        "machine": describe_machine(device, choose_precision(job.precision, device)),
        "started": log.started.isoformat(timespec="seconds"),
        "seconds": round(log.seconds),
        "warnings": log.warnings,
        "epochs": len(outcome.curves),
        "best_epoch": outcome.best_epoch,
        "validation": _describe_figures(outcome.best, names),
        "last_epoch": _describe_figures(outcome.last, names) if outcome.last else None,
        "curves": outcome.curves,
    }
    return ModelCard(
        backbone=job.backbone,
        bands=ground.band_names,
        normalisation=outcome.normalisation,
        gsd=ground.gsd,
        chip=job.chip,
        output_stride=job.output_stride,
        atrous_rates=outcome.atrous_rates,
        classes=ground.legend.classes,
        training=training,
        aspect=ground.aspect,
    )


def _describe_figures(figures: Figures, names: list[str]) -> dict[str, Any]:
    return figures.described(names) | {"confusion": figures.matrix.tolist()}  # rows are the reference


def _describe_split(job: TrainJob, ground: Ground) -> dict[str, Any]:
    held_out = [
        {"raster": Path(ground.sites[b.raster].raster.path).name, **asdict(b.window)} for b in ground.validation_blocks
    ]
    return {
        "kind": "blocks",
        "block": ground.block,
        "buffer": ground.buffer,
        "share": job.validation_share,
        "validation": held_out,
    }
