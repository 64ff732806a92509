"""Blocks that show nearly the same image at different places of the list, as copies of a tile under other names do."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from paddy_segmenter.core.network.orientation import ORIENTATIONS, orient
from paddy_segmenter.core.rasters.raster import Image

from .blocks import Block
from .landmarks import REACH, Landmarks, find_landmarks
from .shifted import Place, find_shifted
from .site import Site

DETAIL = 16  # means along each side of a block
DIFFERENCE = 0.1  # between two blocks' means, in contrasts of a block, up to which they are taken for copies
FLAT = 0.05  # contrast, in standard deviations of all blocks' means, up to which nothing is said of a block
MOST_BANDS = 4
MOST_BLOCKS = 4000


class Likeness:
    """Compares whole blocks in all orientations, by DETAIL x DETAIL means of a few bands, and what they show wherever it lies in them.

    The latter by landmarks of one band: it may be shifted, neither turned nor of another ground sample distance.
    At most MOST_BLOCKS, drawn at random, take part; each is read once.
    """

    def __init__(self, sites: Sequence[Site], blocks: Sequence[Block]) -> None:
        self._sites = sites
        labelled = [(block.raster, block.window) for block in blocks if any(block.counts)]
        drawn = np.random.default_rng(0).permutation(len(labelled))[:MOST_BLOCKS]
        self._row_of = {labelled[number]: row for row, number in enumerate(drawn)}
        self._bands = sites[0].bands[:: -(-len(sites[0].bands) // MOST_BANDS)]

    @property
    def compared_blocks(self) -> int:
        return len(self._row_of)

    def copies(self, learnt: Sequence[Block], validated: Sequence[Block]) -> list[tuple[Place, Place]]:
        """Returns the places validated on that look like a place learnt from, each with the likest of those."""
        known, sought = self._compared(learnt), self._compared(validated)
        if not known or not sought:
            return []
        rows = [self._row_of[place] for place in sought]
        differences, likest = self._differences(rows, [self._row_of[place] for place in known]).min(dim=1)
        contrasts = self._contrasts[rows]
        alike = (contrasts > FLAT) & (differences <= DIFFERENCE * contrasts)
        whole = {sought[n]: known[other] for n, other in enumerate(likest.tolist()) if alike[n]}
        marked = [{place: self._landmarks[place] for place in places} for places in (known, sought)]
        return [*(find_shifted(self._sites, self._bands[0], *marked) | whole).items()]

    def _compared(self, blocks: Sequence[Block]) -> list[Place]:
        places = ((block.raster, block.window) for block in blocks)
        return [place for place in places if place in self._row_of]

    def _differences(self, rows: list[int], others: list[int]) -> Tensor:
        """Returns the least root mean square difference over all orientations, (rows, others); endless between a block and itself."""
        known = self._looks[others].flatten(1)
        least = torch.full((len(rows), len(others)), torch.inf)
        for orientation in range(ORIENTATIONS):
            turned = orient(self._looks[rows], orientation).flatten(1)
            least = torch.minimum(least, torch.cdist(turned, known) / known.shape[1] ** 0.5)
        least[torch.tensor(rows)[:, None] == torch.tensor(others)] = torch.inf
        return least

    @cached_property
    def _views(self) -> list[tuple[Image, Landmarks]]:
        return [self._view(place) for place in self._row_of]

    @cached_property
    def _landmarks(self) -> dict[Place, Landmarks]:
        return {place: landmarks for place, (_, landmarks) in zip(self._row_of, self._views, strict=True)}

    @cached_property
    def _looks(self) -> Tensor:
        """The means of all blocks compared, (blocks, bands, DETAIL, DETAIL), in standard deviations of each band."""
        means = torch.from_numpy(np.stack([means for means, _ in self._views]))
        means -= means.mean(dim=(0, 2, 3), keepdim=True)
        return means / means.std(dim=(0, 2, 3), keepdim=True).clamp_min(1e-30)

    @property
    def _contrasts(self) -> Tensor:
        """The standard deviation of each block's means from a plane through them, (blocks,): slopes, as of terrain, are all alike."""
        centred = self._looks - self._looks.mean(dim=(2, 3), keepdim=True)
        ramp = torch.linspace(-1, 1, DETAIL).expand(DETAIL, DETAIL)
        ramp = ramp / ramp.norm()
        slopes = [(centred * each).sum(dim=(2, 3)) for each in (ramp, ramp.T)]
        unexplained = centred.square().sum(dim=(2, 3)) - slopes[0] ** 2 - slopes[1] ** 2
        contrasts: Tensor = (unexplained.mean(dim=1).clamp_min(0) / DETAIL**2).sqrt()
        return contrasts

    def _view(self, place: Place) -> tuple[Image, Landmarks]:
        """Returns the means of a block, (bands, DETAIL, DETAIL), and its landmarks, in rows and columns of the raster."""
        number, window = place
        image, _ = self._sites[number].raster.read(window.grown(REACH), self._bands)
        places, looks = find_landmarks(image[0])
        places += torch.tensor([window.row - REACH, window.column - REACH])
        return np.stack([_shrink(band[REACH:-REACH, REACH:-REACH]) for band in image]), Landmarks(places, looks)


def _shrink(band: Image) -> Image:
    """Returns DETAIL x DETAIL means of a band (H, W); those without data take the mean of the others."""
    known = np.isfinite(band)
    rows, columns = (np.arange(DETAIL) * side // DETAIL for side in band.shape)

    def total(values: Image) -> npt.NDArray[np.float64]:
        # In fp32 a sum of the largest numbers overflows.
        below = np.add.reduceat(values.astype(np.float64), rows, axis=0)
        return np.asarray(np.add.reduceat(below, columns, axis=1))

    sums, numbers = total(np.where(known, band, 0)), total(known.astype(np.float32))
    overall = sums.sum() / max(numbers.sum(), 1)
    means = np.divide(sums, numbers, out=np.full_like(sums, overall), where=numbers > 0)
    return means.astype(np.float32)
