from collections.abc import Iterator, Sequence

import pytest
import torch

from paddy_segmenter.core.mapping.stitch import MAX_PANEL_MEMORY, Tile, blend_window, plan_panels, stitch
from paddy_segmenter.core.tiles import STRIP, Lattice, Window, around, panel_strips, strip_windows

CLASSES = 3
CPU = torch.device("cpu")
ONE = Lattice.of_squares(Window(0, 0, 64, 64), tile=64, overlap=0)
Stitched = list[tuple[Window, torch.Tensor, torch.Tensor]]


def windows_of(lattice: Lattice, strips: Sequence[Window]) -> list[Window]:
    return [window for row in lattice.tiles_touching(around(strips)) for window in row]


def cut(scene: torch.Tensor, lattice: Lattice, strips: Sequence[Window]) -> Iterator[Tile]:
    """Tiles that all say what the scene says."""
    for window in windows_of(lattice, strips):
        rows, columns = slice(window.row, window.bottom), slice(window.column, window.right)
        yield Tile(window, scene[:, rows, columns], everywhere(window))


def noisy_tiles(lattice: Lattice, strips: Sequence[Window]) -> Iterator[Tile]:
    """Probabilities that differ from tile to tile, so that a wrong order or place would show."""
    for window in windows_of(lattice, strips):
        noise = torch.Generator().manual_seed(window.row * 10_007 + window.column)
        logits = torch.randn(CLASSES, lattice.tile_height, lattice.tile_width, generator=noise)
        yield Tile(window, logits.softmax(dim=0), torch.ones(lattice.tile_height, lattice.tile_width, dtype=torch.bool))


def stitched(lattice: Lattice, strips: Sequence[Window]) -> Stitched:
    parts = stitch(lattice, CLASSES, strips, noisy_tiles(lattice, strips), CPU)
    return [(strip, probabilities.clone(), valid.clone()) for strip, probabilities, valid in parts]


def everywhere(window: Window) -> torch.Tensor:
    return torch.ones(window.height, window.width, dtype=torch.bool)


@pytest.mark.parametrize(("height", "width"), [(700, 150), (64, 64), (30, 500), (130, 65)])
def test_a_strip_does_not_depend_on_who_computed_it(height: int, width: int) -> None:
    lattice = Lattice.of_squares(Window(0, 0, height, width), tile=64, overlap=16)
    strips = strip_windows(height, width, rows=100)
    whole = stitched(lattice, strips)
    for first in range(len(strips)):
        for last in range(first + 1, len(strips) + 1):
            for expected, found in zip(whole[first:last], stitched(lattice, strips[first:last]), strict=True):
                assert torch.equal(found[1], expected[1])


def test_panels_side_by_side_are_what_one_would_be() -> None:
    lattice = Lattice.of_squares(Window(0, 0, 600, 1500), tile=64, overlap=16)
    whole = torch.cat([part for _, part, _ in stitched(lattice, strip_windows(600, 1500))], dim=1)
    for strips in panel_strips(600, 1500, panel=512):
        for strip, part, _ in stitched(lattice, strips):
            columns = slice(strip.column, strip.right)
            assert torch.equal(part, whole[:, strip.row : strip.bottom, columns])


def test_where_all_tiles_agree_the_blend_is_what_they_say() -> None:
    lattice, strips = Lattice.of_squares(Window(0, 0, 200, 170), tile=64, overlap=16), strip_windows(200, 170, rows=50)
    scene = torch.rand(CLASSES, 208, 176).softmax(dim=0)  # the last tiles reach beyond the raster
    parts = [part.clone() for _, part, _ in stitch(lattice, CLASSES, strips, cut(scene, lattice, strips), CPU)]
    torch.testing.assert_close(torch.cat(parts, dim=1), scene[:, :200, :170])


def test_pixels_without_data_stay_without_an_answer() -> None:
    hole = everywhere(Window(0, 0, 64, 64))
    hole[10:20, 30:40] = False
    tile = Tile(Window(0, 0, 64, 64), torch.full((CLASSES, 64, 64), 1 / CLASSES), hole)
    [(_, probabilities, valid)] = stitch(ONE, CLASSES, strip_windows(64, 64), [tile], CPU)
    assert torch.equal(valid, hole)
    assert (probabilities[:, ~hole] == 0).all()


def test_strips_without_any_tile_come_all_the_same() -> None:
    below = Tile(Window(136, 0, 64, 64), torch.full((CLASSES, 64, 64), 1 / CLASSES), everywhere(Window(0, 0, 64, 64)))
    parts = stitch(ONE, CLASSES, strip_windows(200, 64, rows=50), [below], CPU)
    assert [int(valid.sum()) for _, _, valid in parts] == [0, 0, 14 * 64, 50 * 64]


def test_a_pixel_of_the_next_strip_counts_its_tiles_above() -> None:
    def tiles() -> Iterator[Tile]:
        for row in (0, 48):
            certain = torch.zeros(2, 64, 64)
            certain[0 if row == 0 else 1] = 1
            yield Tile(Window(row, 0, 64, 64), certain, everywhere(Window(row, 0, 64, 64)))

    parts = [part.clone() for _, part, _ in stitch(ONE, 2, strip_windows(112, 64, rows=56), tiles(), CPU)]
    first_class = torch.cat(parts, dim=1)[0, :, 32]
    assert (first_class[:48] == 1).all()
    assert (first_class[64:] == 0).all()
    assert (first_class[48:64].diff() < 0).all()  # falls smoothly through the overlap, across the strips' border at 56


def test_tiles_that_are_wider_than_high_blend_along_both_axes() -> None:
    window = blend_window(32, 64)
    assert window.shape == (32, 64)
    assert window.max() == window[15:17, 31:33].max()
    lattice, strips = Lattice(Window(0, 0, 100, 170), 32, 64, 16), strip_windows(100, 170, rows=50)
    scene = torch.rand(CLASSES, 112, 176).softmax(dim=0)
    parts = [part.clone() for _, part, _ in stitch(lattice, CLASSES, strips, cut(scene, lattice, strips), CPU)]
    torch.testing.assert_close(torch.cat(parts, dim=1), scene[:, :100, :170])


def test_the_window_weighs_the_middle_most_and_the_corner_a_little() -> None:
    window = blend_window(64, 64)
    assert window.max() == window[31:33, 31:33].max()
    assert 0 < window[0, 0] < 0.001
    torch.testing.assert_close(window, window.T)
    torch.testing.assert_close(window, window.flip(0))


@pytest.mark.parametrize("chip", [16, 32, 64, 80, 128, 255, 256, 320, 512, 1024, 2048, 4096])
def test_panels_of_any_number_of_classes_are_as_wide_as_memory_allows_and_a_block_at_least(chip: int) -> None:
    lattice = Lattice.for_model(Window(0, 0, 500, 60_000), chip, 8)
    for classes in (*range(2, 1001, 7), 226, 227, 250, 1000):
        panels = plan_panels(500, 60_000, lattice, classes)
        widths = [panel[0].width for panel in panels]
        sums = 4 * (classes + 1) * (STRIP + lattice.tile_height) * widths[0]
        assert sum(widths) == 60_000
        assert all(width % STRIP == 0 for width in widths[:-1])
        assert widths[0] == STRIP or sums <= MAX_PANEL_MEMORY


@pytest.mark.parametrize(("classes", "width"), [(2, 17_408), (10, 4608), (40, 4608), (60, 3072), (250, 512)])
def test_panels_of_few_classes_are_wide_and_those_of_many_narrow(classes: int, width: int) -> None:
    lattice = Lattice.of_squares(Window(0, 0, 500, 10**6), tile=768, overlap=96)
    [first, *_] = plan_panels(500, 10**6, lattice, classes)
    assert width - STRIP <= first[0].width <= width  # they are about as wide as each other
