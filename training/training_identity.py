"""What the checkpoints of a job depend on: what it learns from, by its content, and its options, by what they mean."""

from dataclasses import asdict
from typing import Any

from paddy_segmenter.core.network.deeplabv3 import plan_atrous_rates
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.loss_terms import parse_loss
from paddy_segmenter.rules import pairs_of
from paddy_segmenter.variations import variations_of

from .ground.ground import Ground

# Options on which no weight of the model depends.
NEEDLESS = ("output", "report", "keep_last", "cache", "colours", "optimism", "baseline", "on_stop")
# Options that name files, which may be spelt in many ways: what they hold is compared.
NAMES = ("rasters", "labels", "labelled_areas", "weights", "split_areas")
# Options that another machine may decide otherwise: there a training goes on, and that is told.
OF_MACHINE = ("device", "precision")
# A preset is the options that it fills in.
LEFT_OUT = (*NEEDLESS, *NAMES, *OF_MACHINE, "preset")


def identity_of_training(job: TrainJob, ground: Ground, data: dict[str, Any]) -> dict[str, Any]:
    """Returns what the trainings of a job depend on, and which weights they have at any time, as JSON values.

    Args:
        job: what is asked for.
        ground: what it learns from.
        data: the fingerprints of what it reads.
    """
    options = {name: value for name, value in asdict(job).items() if name not in LEFT_OUT}
    sites = data["data"]
    return options | {
        "bands": ground.sites[0].bands,
        "block": ground.block,
        "atrous_rates": job.atrous_rates or plan_atrous_rates(job.chip, job.output_stride),
        "loss": parse_loss(job.loss),
        "augment": {name: asdict(variation) for name, variation in variations_of(job.augment).items()},
        "value_map": pairs_of("value_map", job.value_map),
        "pixels of the rasters": [
            # Of large files only parts are read, and of these rasters what is labelled.
            [site["labelled_pixels_sha256"], *map(_content, site["files"])]
            for site in sites
        ],
        # The files of labels change when QGIS opens them.
        "pixels of the labels": [site["burnt_labels_sha256"] for site in sites],
        "nodata and masks": [site["masks"] for site in sites],
        "values left out": [site["left_out"] for site in sites],
        "file of the weights": data["weights"],
        "areas of the split": data.get("split_areas", ""),
    }


def _content(file: dict[str, Any]) -> dict[str, Any]:
    """Returns the fingerprint of a file, whatever it is called."""
    return {name: value for name, value in file.items() if name != "file"}
