from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from paddy_segmenter.core.stitch import TileRow, Tiles, blend_window, stitch
from paddy_segmenter.core.tiles import Lattice, Window, strip_windows

CLASSES = 3


def noisy_tiles(lattice: Lattice) -> TileRow:
    """Probabilities that differ from tile to tile, so that a wrong order or place would show."""

    def compute(row: int) -> Iterator[tuple[Window, Tensor, Tensor]]:
        for window in lattice.tile_row(row):
            noise = torch.Generator().manual_seed(window.row * 10_007 + window.column)
            logits = torch.randn(CLASSES, lattice.tile, lattice.tile, generator=noise)
            yield window, logits.softmax(dim=0), torch.ones(lattice.tile, lattice.tile, dtype=torch.bool)

    return compute


@pytest.mark.parametrize(("height", "width"), [(700, 150), (64, 64), (30, 500), (130, 65)])
def test_a_strip_does_not_depend_on_who_computed_it(height: int, width: int) -> None:
    lattice = Lattice(height, width, tile=64, overlap=16)
    strips = strip_windows(height, width, rows=100)
    whole = [probabilities.clone() for _, probabilities, _ in stitch(lattice, CLASSES, strips, noisy_tiles(lattice))]
    for first in range(len(strips)):
        for last in range(first + 1, len(strips) + 1):
            part = stitch(lattice, CLASSES, strips[first:last], noisy_tiles(lattice))
            for expected, (_, probabilities, _) in zip(whole[first:last], part, strict=True):
                assert torch.equal(probabilities, expected)


def test_where_all_tiles_agree_the_blend_is_what_they_say() -> None:
    lattice = Lattice(200, 170, tile=64, overlap=16)
    scene = torch.rand(CLASSES, 200, 170).softmax(dim=0)

    def compute(row: int) -> Tiles:
        for window in lattice.tile_row(row):
            yield (
                window,
                scene[:, row : window.bottom, window.column : window.right],
                torch.ones(64, 64, dtype=torch.bool),
            )

    parts = [part for _, part, _ in stitch(lattice, CLASSES, strip_windows(200, 170, rows=50), compute)]
    torch.testing.assert_close(torch.cat(parts, dim=1), scene)


def test_pixels_without_data_stay_without_an_answer() -> None:
    lattice = Lattice(64, 64, tile=64, overlap=16)
    hole = torch.ones(64, 64, dtype=torch.bool)
    hole[10:20, 30:40] = False

    def compute(row: int) -> Tiles:
        yield Window(0, 0, 64, 64), torch.full((CLASSES, 64, 64), 1 / CLASSES), hole

    ((_, probabilities, valid),) = stitch(lattice, CLASSES, strip_windows(64, 64), compute)
    assert torch.equal(valid, hole)
    assert (probabilities[:, ~hole] == 0).all()


def test_a_pixel_of_the_next_strip_counts_its_tiles_above() -> None:
    lattice = Lattice(112, 64, tile=64, overlap=16)

    def compute(row: int) -> Tiles:
        certain = torch.zeros(2, 64, 64)
        certain[0 if row == 0 else 1] = 1
        yield Window(row, 0, 64, 64), certain, torch.ones(64, 64, dtype=torch.bool)

    strips = dict(enumerate(p.clone() for _, p, _ in stitch(lattice, 2, strip_windows(112, 64, rows=56), compute)))
    first_class = torch.cat([strips[0], strips[1]], dim=1)[0, :, 32]
    assert (first_class[:48] == 1).all()
    assert (first_class[64:] == 0).all()
    assert (
        first_class[48:64].diff() < 0
    ).all()  # falls smoothly through the overlap, across the border of the strips at 56


def test_the_window_weighs_the_middle_most_and_the_corner_a_little() -> None:
    window = blend_window(64)
    assert window.max() == window[31:33, 31:33].max()
    assert 0 < window[0, 0] < 0.001
    assert torch.equal(window, window.T)
    assert torch.equal(window, window.flip(0))
