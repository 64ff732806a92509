"""The plugin's network by itself, from normalised tiles in memory to logits."""

import torch
from torch import Tensor

from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.segmentation import Segmentation
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.network.device import autocast
from paddy_segmenter.core.network.normalise import normalise
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.jobs import SegmentJob

from .machine import wait_for_gpu


def batches_of(job: SegmentJob, model: Model) -> list[Tensor]:
    """Returns all tiles of the job's raster as the network gets them: normalised, (batch, bands, T, T)."""
    segmentation = Segmentation(job, Raster(job.raster), model)
    rows = [row for panel in segmentation.panels for row in segmentation.tiles_of(panel)]
    batches = TileReader(segmentation.raster, segmentation.bands, job.batch).batches(rows)
    figures = model.card.normalisation
    return [
        normalise(batch.images, batch.valid, figures).contiguous(memory_format=torch.channels_last) for batch in batches
    ]


def compute(model: Model, batches: list[Tensor]) -> None:
    """Has the plugin's network compute the batches."""
    predictor = model.predictor
    with torch.inference_mode(), autocast(predictor.device, predictor.precision):
        for images in batches:
            predictor.network(images.to(predictor.device))
    wait_for_gpu()
