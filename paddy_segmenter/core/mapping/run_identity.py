"""What the strips of a segmentation depend on, beside the raster."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from paddy_segmenter.jobs import SegmentJob
from paddy_segmenter.packages import plugin_version

from .layers import Layer
from .model import Model
from .segmentation import Segmentation


def identity_of(job: SegmentJob, segmentation: Segmentation, layers: Sequence[Layer], model: Model) -> dict[str, Any]:
    """Returns all that the pixels of the strips depend on, beside the raster and what the first run decides, as JSON values.

    Where outputs lie, and what is made of finished strips, is none of it: see `MapRun`.
    """
    lattice, interest = segmentation.lattice, segmentation.interest
    return {
        "bands": segmentation.bands_of_origin,
        "missing where": job.missing_where,
        "grid": job.grid,
        "area of interest": interest.digest if interest else "",
        "tiles": [*astuple(lattice.area), lattice.tile_height, lattice.tile_width, lattice.overlap],
        "panels": [[strips[0].column, strips[0].width] for strips in segmentation.panels],
        "orientations": job.orientations,
        "batch": job.batch,
        "layers": {layer.name: [str(layer.data_type), len(layer.bands)] for layer in layers},
        "plugin": plugin_version(),
        **model.identity,
    }
