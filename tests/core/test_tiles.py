from itertools import pairwise

import numpy as np
import pytest

from paddy_segmenter.core.tiles import CELL, Lattice, Window, even_tile, panel_strips, strip_windows, tile_lattice


@pytest.mark.parametrize(
    ("length", "tile", "overlap", "starts"),
    [
        (1000, 512, 128, [0, 384, 496]),
        (512, 512, 128, [0]),
        (100, 512, 128, [0]),
        (513, 512, 128, [0, 16]),
        (896, 512, 128, [0, 384]),
        (1024, 256, 0, [0, 256, 512, 768]),
        (1024, 256, 70, [0, 176, 352, 528, 704, 768]),  # the overlap grows to whole cells
    ],
)
def test_tiles_start_a_step_apart_at_whole_cells(length: int, tile: int, overlap: int, starts: list[int]) -> None:
    assert tile_lattice(length, tile, overlap) == starts


@pytest.mark.parametrize("length", [1, 255, 256, 257, 448, 449, 1000])
def test_every_pixel_lies_in_a_tile_and_no_tile_stands_twice(length: int) -> None:
    starts = tile_lattice(length, 256, 64)
    covered = {pixel for start in starts for pixel in range(start, start + 256)}
    assert covered >= set(range(length))
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize(
    ("length", "overlap", "side", "count"),
    [(4096, 128, 1120, 4), (1300, 128, 720, 2), (1280, 128, 1280, 1), (900, 128, 912, 1), (20_000, 100, 1232, 18)],
)
def test_even_tiles_cover_an_axis_without_computing_more_than_the_overlap_twice(
    length: int, overlap: int, side: int, count: int
) -> None:
    assert even_tile(length, 1024, overlap) == side
    starts = tile_lattice(length, side, overlap)
    assert len(starts) == count
    shared = [before + side - after for before, after in pairwise(starts)]
    assert all(overlap <= each < overlap + 2 * CELL for each in shared[:-1])
    assert 0 <= starts[-1] + side - length < CELL * count


def test_tiles_of_a_small_raster_are_as_large_as_the_models_chips() -> None:
    lattice = Lattice.of_even_tiles(Window(0, 0, 100, 2000), 768, 96, least=256)
    assert (lattice.tile_height, lattice.tile_width) == (256, 736)
    assert (lattice.rows, lattice.columns) == ([0], [0, 640, 1264])


def test_strips_cover_the_raster_once_from_top_to_bottom() -> None:
    assert strip_windows(1100, 7) == [Window(0, 0, 512, 7), Window(512, 0, 512, 7), Window(1024, 0, 76, 7)]


def test_the_tiles_touching_an_area_are_those_that_reach_into_it() -> None:
    lattice = Lattice.of_squares(Window(0, 0, 1000, 300), tile=256, overlap=64)
    assert lattice.rows == [0, 192, 384, 576, 752]
    assert [row[0].row for row in lattice.tiles_touching(Window(512, 0, 488, 300))] == [384, 576, 752]
    assert [row[0].row for row in lattice.tiles_touching(Window(0, 0, 192, 300))] == [0]
    assert lattice.tiles_touching(Window(0, 256, 192, 44)) == [[Window(0, 48, 256, 256)]]
    assert lattice.tiles_touching(Window(0, 10, 192, 30)) == [[Window(0, 0, 256, 256)]]


def test_panels_cover_the_raster_once() -> None:
    covered = np.zeros((1100, 2500), int)
    for strips in panel_strips(1100, 2500, panel=1024):
        for strip in strips:
            covered[strip.row : strip.bottom, strip.column : strip.right] += 1
    assert (covered == 1).all()


@pytest.mark.parametrize("overlap", [945, 960, 961, 1000, 1024])
@pytest.mark.parametrize("length", [1, 300, 5000])
def test_where_the_overlap_lets_no_tile_get_on_the_side_is_the_usual_one(length: int, overlap: int) -> None:
    assert even_tile(length, 768, overlap) == 768
