"""Weights that were learnt from other bands and classes, fitted to those of a network."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ..names import Places, places_of

COLOURS = ("red", "green", "blue")  # the order of torchvision's filters
FIRST_LAYER = "backbone.conv1.weight"
CLASS_LAYERS = ("classifier.4.weight", "classifier.4.bias", "aux_classifier.4.weight", "aux_classifier.4.bias")


def places_of_bands(known: Sequence[str], wanted: Sequence[str]) -> Places:
    """Returns the same for bands; where there are as many and none has a known name, or two have one, they are the same in their order."""
    places = places_of(known, wanted)
    told_apart = any(place is not None for place in places) and len(set(known)) == len(known)
    return places if told_apart or len(known) != len(wanted) else tuple(range(len(known)))


def places_of_colours(wanted: Sequence[str]) -> Places:
    """Returns the places of bands among COLOURS: where not all three are named, the first three of the bands are these.

    One or two bands have none of them.
    """
    places = places_of(COLOURS, wanted)
    if len(wanted) < len(COLOURS):
        return (None,) * len(wanted)
    if set(places) >= set(range(len(COLOURS))):
        return places
    return (*range(len(COLOURS)), *(None,) * (len(wanted) - len(COLOURS)))


def spread(filters: Tensor, places: Places) -> Tensor:
    """Returns first-layer filters (64, new bands, 7, 7) made from those for the old bands (64, old bands, 7, 7).

    New bands start from the mean of all old ones. All are scaled by old bands / new bands, so that the layer's answers keep
    their size.
    """
    mean = filters.mean(dim=1)
    layers = [mean if place is None else filters[:, place] for place in places]
    return torch.stack(layers, dim=1) * (filters.shape[1] / len(places))


def rename_classes(layer: Tensor, start: Tensor, places: Places) -> Tensor:
    """Returns a class layer (new classes, ...): the known classes from `layer` (old classes, ...), new ones from `start`."""
    rows = [start[row] if place is None else layer[place] for row, place in enumerate(places)]
    return torch.stack(rows)
