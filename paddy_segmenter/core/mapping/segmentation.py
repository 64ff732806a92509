"""One raster seen by one model: where its strips lie, and what the network says of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby

import torch
from torch import Tensor

from paddy_segmenter.errors import InputError
from paddy_segmenter.jobs import SegmentJob

from ..card import ModelCard
from ..rasters.bands import choose_bands
from ..rasters.interest import AreaOfInterest
from ..rasters.raster import Raster
from ..tiles import Lattice, Window, around
from .model import Model
from .prefetch import prefetch
from .stitch import Tile, plan_panels, stitch
from .stored_part import stored_part
from .tile_reader import TileReader

AHEAD = 2  # batches that are read while the network computes
CONTEXT = 128  # pixels around an area of interest that the network sees beside it


class Segmentation:
    """A raster that a model maps: its strips can be computed in any order, by anyone, with the same result.

    `batch`, the tiles per step, is part of what a strip depends on: kernels may round differently for another number.
    `is_carried_back` says whether its maps are brought from a view to the raster's own grid.
    Raises InputError where the raster does not fit the model.
    """

    def __init__(self, job: SegmentJob, raster: Raster, model: Model) -> None:
        self.raster, self._model, self.batch = raster, model, max(job.batch, 1)
        self.bands_of_origin = choose_bands(model.card, raster.origin, job.bands)
        self.bands = raster.bands_of(self.bands_of_origin)
        self.is_carried_back = raster.origin is not raster and job.grid == "raster"
        self.interest = self._area_of_interest(job.interest) if job.interest else None
        self._whole = Window(0, 0, raster.grid.height, raster.grid.width)
        self.lattice = plan_lattice(job, self._area(), model.card)
        self._unanswered: list[Window] = []

    @property
    def panels(self) -> list[list[Window]]:
        """The strips of the raster, panel by panel from left to right, each from top to bottom."""
        return plan_panels(self._whole.height, self._whole.width, self.lattice, len(self._model.card.classes))

    def tiles_of(self, strips: Sequence[Window]) -> list[list[Window]]:
        """Returns the tiles that strips one below the other need, row by row."""
        rows = self.lattice.tiles_touching(around(strips))
        return [[tile for tile in row if self._is_wanted(tile)] for row in rows]

    def compute(self, strips: Sequence[Window], told: Callable[[int], None]) -> Iterator[tuple[Window, Tensor, Tensor]]:
        """Yields for strips one below the other: window, probabilities (classes, H, W), validity (H, W), on the device.

        `told` hears how many more tiles are dealt with.
        """
        predictor, card = self._model.predictor, self._model.card
        reader = TileReader(self.raster.reopened(), self.bands, self.batch)
        with closing(prefetch(reader.batches(self.tiles_of(strips)), AHEAD)) as batches:
            tiles = self._watched(predictor.tiles(batches, told))
            for strip, probabilities, valid in stitch(self.lattice, len(card.classes), strips, tiles, predictor.device):
                yield strip, probabilities, self._limited(strip, valid)

    def count_unanswered(self, strip: Window, valid: Tensor) -> int:
        """Returns how many pixels of a strip just computed have data and yet are not valid, as the network gives no number there."""
        if not any(window.overlaps(strip) for window in self._unanswered):
            return 0
        has_data = torch.from_numpy(self.raster.read(strip, self.bands)[1])
        return int((self._limited(strip, has_data) & ~valid.cpu()).sum())

    def _watched(self, tiles: Iterator[Tile]) -> Iterator[Tile]:
        """Yields the tiles, and remembers where one is not whole."""
        self._unanswered = []
        for tile in tiles:
            if not tile.is_whole:
                self._unanswered.append(tile.window)
            yield tile

    def _area_of_interest(self, source: str) -> AreaOfInterest:
        # A view's pixels at the border hold pixels of the raster that lie in the area, though their own centres do not.
        return AreaOfInterest.open(source, self.raster.grid, self.raster.origin.grid, all_touched=self.is_carried_back)

    def _area(self) -> Window:
        """Returns the area to be covered with tiles: beyond it nothing is asked for, or nothing is stored. No pixel is read."""
        asked = self.interest.window.grown(CONTEXT).within(self._whole) if self.interest else self._whole
        return stored_part(asked, lambda window: not self.raster.is_known_empty(window, self.bands))

    def _is_wanted(self, window: Window) -> bool:
        return self.interest is None or self.interest.touches(window)

    def _limited(self, strip: Window, valid: Tensor) -> Tensor:
        if self.interest is None:
            return valid
        return valid & torch.from_numpy(self.interest.mask(strip)).to(valid.device)


def plan_lattice(job: SegmentJob, area: Window, card: ModelCard) -> Lattice:
    """Returns the tiles of an area as the job wants them. Raises InputError where they would not get on from one to the next."""
    lattice = Lattice.for_model(area, card.chip, card.output_stride, job.tile, job.overlap)
    least = min(lattice.tile_height, lattice.tile_width)
    if lattice.overlap >= least:
        raise InputError(
            f"overlap is {lattice.overlap} pixels, but must be smaller than the tile of {least}: choose less"
        )
    return lattice


def runs_of(strips: Iterable[Window], is_done: Callable[[Window], bool]) -> list[list[Window]]:
    """Returns the strips that are not done, those that follow each other together."""
    return [list(run) for done, run in groupby(strips, is_done) if not done]
