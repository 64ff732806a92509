"""Windows that show the same image although it begins elsewhere, as a tile that was cropped, renamed and placed anew does."""

from collections.abc import Mapping, Sequence

import torch

from paddy_segmenter.core.rasters.reprojection import window_on
from paddy_segmenter.core.tiles import Window

from .landmarks import COARSE, Landmarks, spots
from .site import Site

Place = tuple[int, Window]  # index of the raster, and where on it
Marked = Mapping[Place, Landmarks]  # with rows and columns of the raster

ALIKE = 0.95  # correlation of two landmarks that may be one
AGREEING = 2  # landmarks that have to lie elsewhere by the same distance
JITTER = 1  # pixels that such distances may differ by
SAME = 0.7  # correlation of the spots of two windows that show the same; of others it is about 0
SHARED = 0.1  # of a window has to be known in both


def find_shifted(sites: Sequence[Site], band: int, known: Marked, sought: Marked) -> dict[Place, Place]:
    """Returns the ground that windows sought look like, where it is ground of those known and another place by its coordinates."""
    if not known:
        return {}
    atlas = _Atlas(known)
    likest = {place: atlas.likest(place, landmarks) for place, landmarks in sought.items()}
    return {
        place: other
        for place, other in likest.items()
        if other and not _is_one_place(sites, place, other) and _looks_alike(sites, band, place, other)
    }


class _Atlas:
    """The landmarks of all windows that are known."""

    def __init__(self, known: Marked) -> None:
        self._numbers = {place: number for number, place in enumerate(known)}
        counts = torch.tensor([len(landmarks.places) for landmarks in known.values()])
        self._windows = torch.arange(len(known)).repeat_interleave(counts)
        self._rasters = torch.tensor([raster for raster, _ in known]).repeat_interleave(counts)
        self._places, self._looks = (torch.cat(parts) for parts in zip(*known.values(), strict=True))

    def likest(self, place: Place, landmarks: Landmarks) -> Place | None:
        """Returns where in other windows the landmarks of a place lie in the same order, or None."""
        likeness = landmarks.looks @ self._looks.T
        likeness[:, self._windows == self._numbers.get(place, -1)] = -1
        if not likeness.numel():
            return None
        highest, likest = likeness.max(dim=1)
        moves = torch.cat([self._rasters[likest, None], self._places[likest] - landmarks.places], dim=1)
        moves = moves[highest >= ALIKE]
        agreeing = ((moves[:, None] - moves).abs() <= torch.tensor([0, JITTER, JITTER])).all(dim=2).sum(dim=1)
        if not len(moves) or agreeing.max() < AGREEING:
            return None
        raster, row, column = moves[agreeing.argmax()].tolist()
        window = place[1]
        return raster, Window(window.row + row, window.column + column, window.height, window.width)


def _is_one_place(sites: Sequence[Site], place: Place, other: Place) -> bool:
    """Returns whether the windows share ground by their coordinates: that is known, and withheld."""
    (first, window), (second, moved) = place, other
    here = window_on(window, sites[first].raster.grid, sites[second].raster.grid)
    shared = here and here.within(moved)
    return bool(shared and shared.height > 0 and shared.width > 0)


def _looks_alike(sites: Sequence[Site], band: int, *places: Place) -> bool:
    images = [sites[raster].raster.read(window.grown(COARSE // 2), (band,))[0][0] for raster, window in places]
    inner = slice(COARSE // 2, -(COARSE // 2))
    known = [torch.from_numpy(image).isfinite()[inner, inner] for image in images]
    both = known[0] & known[1]
    if both.sum() < SHARED * both.numel():
        return False
    patterns = torch.stack([spots(image)[inner, inner][both] for image in images])
    usual = patterns.abs().median(dim=1, keepdim=True).values
    correlation = torch.corrcoef(patterns.clamp(-usual, usual))[0, 1]  # or a few bright roofs would decide
    return bool(correlation >= SAME)
