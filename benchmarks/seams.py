"""How much of a seam tiles leave and what is computed for it, over tile size, overlap and window shape, on models that have learnt.

    python -m benchmarks.seams [--model FILE] [--ground amazon_forest]

A seam error is a pixel whose class is another one than in the dense reference: the same tile size and window at 75 % overlap. The
reference's tiles lie a little aside, because a lattice that it contains would share tiles with it and look better than others. All
tiles begin at whole cells of the deepest feature map: parts of a cell change labels too. The network's answers are computed once for
each tile size and overlap, and blended once for each window.

The ground is a practice scene that the model has not seen or the tiles of PADDY_DATA/amazon_forest that its training kept out.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from unittest.mock import patch

import numpy as np
import torch
from torch import Tensor

from paddy_segmenter.core.mapping.segmentation import Segmentation, plan_lattice
from paddy_segmenter.core.mapping.stitch import Tile, stitch
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.tiles import CELL, LARGE_TILE, Lattice, Window, tile_lattice

from .crop import kept_part
from .grounds import GROUNDS, NOWHERE, Ground, Labels, job_for
from .table import print_table

SIDES = (1, 2, 3, 4)  # of the chip
OVERLAPS = (1 / 16, 1 / 8, 1 / 6, 1 / 5, 1 / 4, 1 / 2)  # of the tile, brought to whole cells
DENSE = 3 / 4
ASIDE = 1 / 16  # of the tile, by which the reference's tiles lie aside
STEP = 4 * 256 * 256  # pixels that the network sees at once, whatever the tile size


def gaussian(part: float) -> Callable[[int, int], Tensor]:
    """Returns a window (T, T) that falls as a Gaussian with a sigma of 1/part of the tile."""

    def window(tile: int, _: int) -> Tensor:
        distance = torch.arange(tile, dtype=torch.float32) - (tile - 1) / 2
        along = torch.exp(-0.5 * (distance * part / tile) ** 2)
        return torch.outer(along, along).clamp_min(1e-4)

    return window


def pyramid(tile: int, _: int) -> Tensor:
    """Returns a window (T, T) that falls linearly from the middle to the edge along both axes."""
    along = 1 - (torch.arange(tile, dtype=torch.float32) - (tile - 1) / 2).abs() / (tile / 2)
    return torch.outer(along, along)


def hann(tile: int, _: int) -> Tensor:
    """Returns a window (T, T) that falls as a cosine's wave."""
    along = torch.hann_window(tile + 2, periodic=False)[1:-1]
    return torch.outer(along, along).clamp_min(1e-6)


WINDOWS: dict[str, Callable[[int, int], Tensor]] = {
    "Gaussian T/8": gaussian(8), "Gaussian T/6": gaussian(6), "Gaussian T/4": gaussian(4), "pyramid": pyramid, "Hann": hann,
}  # fmt: skip
CROPPED = "cropped"  # no blending: its reference is that of the first window


@dataclass(frozen=True)
class Answers:
    """What the network says of all tiles of a raster."""

    segmentation: Segmentation
    tiles: list[Tile]


class LatticeAside(Lattice):
    """A lattice whose tiles begin a little later, but for the first ones."""

    @cached_property
    def rows(self) -> list[int]:
        return self._starts(self.area.height)

    @cached_property
    def columns(self) -> list[int]:
        return self._starts(self.area.width)

    def _starts(self, length: int) -> list[int]:
        aside = int(self.tile_height * ASIDE) // CELL * CELL
        return [0, *(aside + start for start in tile_lattice(length - aside, self.tile_height, self.overlap))]


def measure(ground: Ground) -> Iterator[list[str]]:
    """Yields the rows of the table; those of the references first for each tile size."""
    area = Window(0, 0, *ground.truth.shape)
    usual = plan_lattice(job_for(), area, ground.model.card)
    for side in (side for part in SIDES if 2 * (side := part * ground.model.card.chip) <= min(ground.truth.shape)):
        dense = answers(ground, aside(ground, side))
        references = {name: blended(dense, window) for name, window in WINDOWS.items()}
        yield _row(ground, dense, references, references)
        references[CROPPED] = references[next(iter(WINDOWS))]
        overlaps = dict.fromkeys(_whole_cells(share * side) for share in OVERLAPS)
        lattices = [Lattice.of_squares(area, side, overlap) for overlap in overlaps]
        for lattice in [*lattices, usual] if side == LARGE_TILE else lattices:
            found = answers(ground, lattice)
            maps = {name: blended(found, window) for name, window in WINDOWS.items()} | {CROPPED: cropped(found)}
            yield _row(ground, found, maps, references)


def aside(ground: Ground, side: int) -> Lattice:
    """Returns the lattice of the dense reference."""
    return LatticeAside(Window(0, 0, *ground.truth.shape), side, side, _whole_cells(DENSE * side))


def answers(ground: Ground, lattice: Lattice) -> Answers:
    """Computes all tiles of a lattice."""
    job = job_for(batch=max(1, STEP // lattice.tile_pixels))
    segmentation = Segmentation(job, ground.raster, ground.model)
    segmentation.lattice = lattice
    rows = segmentation.tiles_of(segmentation.panels[0])
    reader = TileReader(ground.raster, segmentation.bands, segmentation.batch)
    return Answers(segmentation, list(ground.model.predictor.tiles(reader.batches(rows), lambda passed: None)))


def blended(found: Answers, window: Callable[[int, int], Tensor]) -> Labels:
    """Returns the map (H, W) as class indices that the tiles give with a window."""
    lattice, device = found.segmentation.lattice, found.tiles[0].probabilities.device
    strips, classes = found.segmentation.panels[0], len(found.tiles[0].probabilities)
    with patch("paddy_segmenter.core.mapping.stitch.blend_window", window):
        parts = [
            torch.where(valid, probabilities.argmax(0), NOWHERE).cpu().numpy()
            for _, probabilities, valid in stitch(lattice, classes, strips, found.tiles, device)
        ]
    return np.concatenate(parts)


def cropped(found: Answers) -> Labels:
    """Returns the map (H, W) that tiles give whose borders are cut off, half of the overlap on each side."""
    lattice = found.segmentation.lattice
    labels = np.full((lattice.area.height, lattice.area.width), NOWHERE)
    for tile in found.tiles:
        kept, inside = kept_part(tile.window, lattice)
        classes = torch.where(tile.valid, tile.probabilities.argmax(0), NOWHERE).cpu().numpy()
        labels[kept.row : kept.bottom, kept.column : kept.right] = classes[inside]
    return labels


def _whole_cells(pixels: float) -> int:
    return round(pixels / CELL) * CELL


def _row(ground: Ground, found: Answers, maps: dict[str, Labels], references: dict[str, Labels]) -> list[str]:
    lattice = found.segmentation.lattice
    step = lattice.tile_height - lattice.overlap
    computed = (lattice.tile_height / step) ** 2  # of a large raster, where border tiles do not count
    cells = []
    for name, labels in maps.items():
        labelled = (ground.truth != NOWHERE) & (labels != NOWHERE)
        accuracy = (labels == ground.truth)[labelled].mean()
        cells.append(f"{(labels != references[name]).mean():.2%}, {accuracy:.2%}")
    return [str(lattice.tile_height), str(lattice.overlap), f"{computed:.2f}", *cells]


def main() -> None:
    """Prints the table of a ground."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ground", choices=GROUNDS, default="practice")
    parser.add_argument(
        "--model", default="", help="trained on the ground; for practice a small one is trained where none is given"
    )
    parser.add_argument("--size", type=int, default=2048, help="rows and columns of the practice scene that is mapped")
    asked = parser.parse_args()
    ground = GROUNDS[asked.ground](asked.model, asked.size)
    print(f"{ground.name}: seam error, accuracy\n")
    print_table(["tile", "overlap", "computed", *WINDOWS, CROPPED], measure(ground))


if __name__ == "__main__":
    main()
