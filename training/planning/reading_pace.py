"""How long a validation takes beside the network: tiles are read, strips blended, labels compared. Measured where it is going to happen."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from timeit import timeit

import numpy as np
import torch

from paddy_segmenter.core.mapping.stitch import stitch
from paddy_segmenter.core.tiles import Window

from ..assessment.validate import Sizes, lattice_of, tiles_to_validate, validation_panels
from ..ground.ground import Ground
from ..ground.site import Site

MEASURED_PLACES = 3  # spread over the ground: files store their pixels in one way all over

Place = tuple[Site, Sequence[Window]]


def time_reading(ground: Ground, sizes: Sizes, device: torch.device) -> float:
    """Returns about how many seconds a validation takes beside the network, where nothing of it was read before."""
    places = [(site, strips) for site in ground.sites for strips in validation_panels(site, sizes)]
    measured = places[:: -(-len(places) // MEASURED_PLACES) or 1]
    if not measured:
        return 0.0

    tiles = sum(len(_tiles(*place, sizes)) for place in places)
    pixels = sum(strip.width * strip.height for _, strips in places for strip in strips)
    reading = np.mean([_once(partial(_read_tile, *place, sizes)) for place in measured])
    blending = np.mean([_time_blending(*place, sizes, device) for place in measured])
    labels = np.mean([_once(partial(site.read_to_validate, site.validation[0])) for site, _ in measured])
    return float(tiles * reading + pixels * blending + len(ground.validation_blocks) * labels)


def _read_tile(site: Site, strips: Sequence[Window], sizes: Sizes) -> None:
    site.raster.read(_tiles(site, strips, sizes)[0], site.bands)


def _time_blending(site: Site, strips: Sequence[Window], sizes: Sizes, device: torch.device) -> float:
    """Returns the seconds for a pixel of a strip."""
    strip = strips[0]

    def blend() -> None:
        for _, probabilities, _ in stitch(lattice_of(site, sizes), sizes.classes, [strip], [], device):
            probabilities.max(dim=0).indices.cpu().numpy()

    return _once(blend) / (strip.width * strip.height)


def _tiles(site: Site, strips: Sequence[Window], sizes: Sizes) -> list[Window]:
    return [*chain.from_iterable(tiles_to_validate(site, lattice_of(site, sizes), strips))]


def _once(task: Callable[[], object]) -> float:
    return timeit(task, number=1)
