"""The model card of a training: what the network expects and how it came to be."""

import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from osgeo import gdal

from paddy_segmenter.command_line import command_of
from paddy_segmenter.core.card import ModelCard, Normalisation
from paddy_segmenter.jobs import TrainJob

from .ground.survey import Ground
from .metrics import Figures


@dataclass
class Outcome:
    """What a training has come to so far: the figures of each epoch, and those of the best epoch on the validation blocks."""

    normalisation: Normalisation
    atrous_rates: tuple[int, int, int]
    best: Figures
    best_epoch: int = 0
    curves: list[dict[str, float]] = field(default_factory=list)


def make_card(job: TrainJob, ground: Ground, outcome: Outcome) -> ModelCard:
    """Returns the card that is stored in the model file."""
    training = {
        "command": command_of(job),
        "data": _describe_data(ground),
        "split": _describe_split(job, ground),
        "seed": job.seed,
        "versions": {
            "torch": torch.__version__,
            "numpy": np.__version__,
            "gdal": gdal.__version__,
            "python": platform.python_version(),
        },
        "epochs": len(outcome.curves),
        "best_epoch": outcome.best_epoch,
        "validation": outcome.best.described(ground.legend.names),
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


def _describe_data(ground: Ground) -> list[dict[str, Any]]:
    return [
        {
            "raster": site.raster.name,
            "width": site.raster.grid.width,
            "height": site.raster.grid.height,
            "gsd": site.raster.grid.gsd,
        }
        for site in ground.sites
    ]


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
