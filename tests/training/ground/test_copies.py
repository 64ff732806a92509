from collections.abc import Callable

import numpy as np
import pytest

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from tests.conftest import LEFT, TOP
from training.ground.blocks import Block, cut_blocks
from training.ground.copies import Likeness
from training.ground.shifted import Place
from training.ground.site import Site

Write = Callable[..., str]
SIDE = 64


def landscape(seed: int, side: int = SIDE) -> np.ndarray:
    """Plots of different brightness in two bands, under noise."""
    generator = np.random.default_rng(seed)
    plots = np.kron(generator.integers(200, 900, (2, side // 8, side // 8)), np.ones((8, 8), int))
    return (plots + generator.normal(0, 30, plots.shape)).astype(np.uint16)


@pytest.fixture
def likeness(write_raster: Write) -> Callable[..., Likeness]:
    """Returns a function that compares images, each a raster and a block of its own."""

    def compare(*images: np.ndarray) -> Likeness:
        rasters = [Raster(write_raster(f"{number}.tif", image)) for number, image in enumerate(images)]
        sites = [Site(raster, raster, (1, 2)) for raster in rasters]
        return Likeness(sites, [block_of(number) for number in range(len(images))])

    return compare


def block_of(raster: int) -> Block:
    return Block(raster, Window(0, 0, SIDE, SIDE), (1, 1))


def place_of(raster: int) -> Place:
    return raster, Window(0, 0, SIDE, SIDE)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_copy_is_found_however_it_is_turned_and_stored(
    likeness: Callable[..., Likeness], turns: int, mirrored: bool
) -> None:
    original = landscape(0)
    copy = np.rot90(original[:, :, ::-1] if mirrored else original, turns, axes=(1, 2))
    stored = copy + np.random.default_rng(1).integers(-20, 20, copy.shape)  # as a lossy format does
    images = [landscape(2), stored.astype(np.uint16), landscape(3), original]
    compared = likeness(*images)
    assert compared.copies([block_of(0), block_of(1), block_of(2)], [block_of(3)]) == [(place_of(3), place_of(1))]


def test_the_largest_numbers_that_there_are_do_not_overflow(likeness: Callable[..., Likeness]) -> None:
    images = [landscape(seed).astype(np.float32) for seed in (0, 1, 0)]
    images[1][:, 8:40, 8:40] = np.finfo(np.float32).min
    compared = likeness(*images)
    assert compared.copies([block_of(0), block_of(1)], [block_of(2)]) == []


@pytest.fixture
def shifted(write_raster: Write) -> Callable[..., list[tuple[Place, Place]]]:
    """Returns a function that cuts an image and one that lies so many pixels east and south of it into blocks, and seeks the second one's."""

    def seek(
        image: np.ndarray, other: np.ndarray, east: int = 60_000, south: int = 0, side: int = SIDE
    ) -> list[tuple[Place, Place]]:
        left, top = LEFT + 1.5 * east, TOP - 1.5 * south
        rasters = [Raster(write_raster("a.tif", image)), Raster(write_raster("b.tif", other, left=left, top=top))]
        blocks = [
            Block(number, window, (1, 1))
            for number, raster in enumerate(rasters)
            for window in cut_blocks(raster.grid.height, raster.grid.width, side)
        ]
        likeness = Likeness([Site(raster, raster, (1, 2)) for raster in rasters], blocks)
        return likeness.copies(blocks, [block for block in blocks if block.raster == 1])

    return seek


def cropped(image: np.ndarray) -> np.ndarray:
    """Begins 20 rows and 33 columns later and is stored with small errors, as a lossy format does."""
    kept = image[:, 20:, 33:]
    return (kept + np.random.default_rng(1).integers(-20, 20, kept.shape)).astype(np.uint16)


def test_a_copy_that_begins_elsewhere_is_found(shifted: Callable[..., list[tuple[Place, Place]]]) -> None:
    image = landscape(0, 256)
    found = shifted(image, cropped(image))
    assert len(found) > 12  # of 16 blocks
    for (raster, window), (other, place) in found:
        assert (raster, other) == (1, 0)
        assert place == Window(window.row + 20, window.column + 33, window.height, window.width)


def test_ground_that_rasters_share_by_their_coordinates_is_no_copy(
    shifted: Callable[..., list[tuple[Place, Place]]],
) -> None:
    image = landscape(0, 256)
    assert shifted(image, cropped(image), east=33, south=20) == []


def test_different_ground_that_begins_elsewhere_is_no_copy(
    shifted: Callable[..., list[tuple[Place, Place]]],
) -> None:
    assert shifted(landscape(0, 256), cropped(landscape(1, 256))) == []


def test_a_few_things_that_look_alike_make_no_copy(shifted: Callable[..., list[tuple[Place, Place]]]) -> None:
    image, other = landscape(0, 256), landscape(1, 256)
    for seed, row, column in ((2, 10, 20), (3, 70, 70)):
        thing = landscape(seed, 40)
        thing[:, 16:24, 16:24] = 5000  # a landmark
        image[:, row + 5 : row + 45, column + 9 : column + 49] = thing
        other[:, row : row + 40, column : column + 40] = thing
    assert shifted(image, other, side=128) == []


def test_different_ground_is_no_copy(likeness: Callable[..., Likeness]) -> None:
    compared = likeness(*(landscape(seed) for seed in range(20)))
    assert compared.copies([block_of(n) for n in range(15)], [block_of(n) for n in range(15, 20)]) == []


def test_flat_ground_and_even_slopes_are_not_taken_for_copies(likeness: Callable[..., Likeness]) -> None:
    flat = np.full((2, SIDE, SIDE), 300, np.uint16)
    slope = flat + 5 * np.arange(SIDE, dtype=np.uint16)
    compared = likeness(flat, flat, slope, slope, landscape(0))
    assert compared.copies([block_of(0), block_of(2)], [block_of(1), block_of(3)]) == []


def test_a_block_is_no_copy_of_itself_and_does_not_hide_another(likeness: Callable[..., Likeness]) -> None:
    compared = likeness(landscape(0), landscape(1), landscape(0))
    everything = [block_of(0), block_of(1), block_of(2)]
    assert compared.copies(everything, [block_of(1)]) == []
    assert compared.copies(everything, [block_of(0)]) == [(place_of(0), place_of(2))]


def test_blocks_smaller_than_the_detail_and_without_data_are_compared_too(write_raster: Write) -> None:
    image = landscape(0)
    image[:, :, 60:] = 0
    raster = Raster(write_raster("image.tif", image, nodata=0))
    windows = [Window(0, 0, 9, 7), Window(0, 60, 4, 4), Window(32, 16, 16, 16)]
    blocks = [Block(0, window, (1,)) for window in windows]
    assert Likeness([Site(raster, raster, (1, 2))], blocks).copies(blocks[:2], blocks[2:]) == []
