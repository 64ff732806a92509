import numpy as np
import pytest

from training.practice.landscape import Cover, Terrain, lay_out
from training.practice.surfaces import paint

WEST, NORTH = 200_000.0, 9_668_000.0


@pytest.fixture(scope="module")
def terrain() -> Terrain:
    """A square of 1600 m with a sample every 2 m."""
    steps = np.arange(0.0, 1600.0, 2.0)
    return lay_out(WEST + steps, NORTH - steps[:, np.newaxis], seed=4)


def test_a_point_is_the_same_alone_and_among_others(terrain: Terrain) -> None:
    row, column = 123, 456
    alone = lay_out(np.array([[WEST + 2 * column]]), np.array([[NORTH - 2 * row]]), seed=4)
    for name, values in vars(alone).items():
        assert values[0, 0] == getattr(terrain, name)[row, column], name
    np.testing.assert_array_equal(paint(alone, 4)[:, 0, 0], paint(terrain, 4)[:, row, column])


def test_rivers_canals_and_most_ponds_are_water(terrain: Terrain) -> None:
    assert (terrain.cover[terrain.river < 0] == Cover.WATER).all()
    assert (terrain.cover[terrain.pond < 0] == Cover.WATER).mean() > 0.8
    assert (terrain.cover[(terrain.river > 0) & (terrain.pond > 0)] != Cover.WATER).all()


def test_parcels_have_the_size_of_paddies(terrain: Terrain) -> None:
    _, samples = np.unique(terrain.parcel[terrain.cover == Cover.PADDY], return_counts=True)
    typical = np.average(samples, weights=samples) * 4  # square metres, as an average sample sees it
    assert 1000 < typical < 6000


def test_bunds_and_ditches_belong_to_the_paddies(terrain: Terrain) -> None:
    paddy = terrain.cover == Cover.PADDY
    assert (terrain.bund[paddy] < 1).mean() > 0.04
    assert (terrain.ditch[paddy] < 2).any()


def test_villages_lie_on_water(terrain: Terrain) -> None:
    village = terrain.cover == Cover.VILLAGE
    assert village.any()
    assert terrain.river[village].max() < 105


def test_paddies_stand_in_every_stage_of_the_season(terrain: Terrain) -> None:
    red, infrared = paint(terrain, 4)[2:, terrain.cover == Cover.PADDY]
    greenness = (infrared - red) / (infrared + red)
    flooded, ripe_or_cut, green = greenness < 0.1, (greenness > 0.2) & (red > 500), greenness > 0.6
    assert min(flooded.mean(), ripe_or_cut.mean(), green.mean()) > 0.04


def test_ponds_look_like_flooded_paddies_to_a_single_pixel(terrain: Terrain) -> None:
    colours = paint(terrain, 4)
    pond = (terrain.cover == Cover.WATER) & (terrain.river > 5) & (terrain.pond < -5)
    flooded = (terrain.cover == Cover.PADDY) & (colours[3] < 400)
    for band in range(4):
        low, high = np.quantile(colours[band][flooded], (0.02, 0.98))
        assert ((colours[band][pond] > low) & (colours[band][pond] < high)).mean() > 0.25
