from collections.abc import Callable

import numpy as np
import pytest

from training.practice.noise import (
    Floats,
    bell,
    chance,
    divide,
    key_for,
    nearest_sites,
    ramp,
    rough_noise,
    smooth_noise,
)

PLACES = np.arange(-50_000, 50_000, dtype=np.int64)


def test_chance_is_the_same_on_every_machine() -> None:
    assert chance(7, np.array([-1, 0, 1])).tolist() == pytest.approx(
        [0.8917361402418464, 0.9822386531159282, 0.9114480656571686], abs=0
    )


def test_all_chances_are_equally_likely() -> None:
    counts, _ = np.histogram(chance(3, PLACES), bins=10, range=(0, 1))
    assert np.abs(counts / len(PLACES) - 0.1).max() < 0.005


def test_neighbouring_places_have_nothing_to_do_with_each_other() -> None:
    values = chance(3, PLACES)
    assert abs(np.corrcoef(values[1:], values[:-1])[0, 1]) < 0.01
    assert abs(np.corrcoef(values, chance(4, PLACES))[0, 1]) < 0.01


def test_bell_has_mean_0_and_variance_1() -> None:
    values = bell(5, PLACES)
    assert abs(values.mean()) < 0.01
    assert abs(values.var() - 1) < 0.02


def test_each_purpose_of_each_seed_has_a_key_of_its_own() -> None:
    keys = {key_for(seed, purpose) for seed in range(50) for purpose in ("haze", "crowns")}
    assert len(keys) == 100


@pytest.mark.parametrize("noise", [smooth_noise, rough_noise])
def test_noise_stays_in_range_and_never_jumps(noise: Callable[..., Floats]) -> None:
    x = np.linspace(-3000, 3000, 6001)
    values = noise(x, np.full_like(x, 17.3), 100.0, 1)
    assert 0 <= values.min() < 0.3
    assert 0.7 < values.max() <= 1
    assert np.abs(np.diff(values)).max() < 0.03


def test_a_ramp_rises_from_0_to_1() -> None:
    assert ramp(np.array([-1.0, 2.0, 3.0, 4.0, 9.0]), 2.0, 4.0).tolist() == [0, 0, 0.5, 1, 1]


def test_stretches_share_their_borders() -> None:
    position = np.linspace(-500, 500, 4001)
    stretches = divide(position, 40.0, 1)
    assert (stretches.behind >= 0).all()
    assert (stretches.ahead > 0).all()
    lengths = stretches.behind + stretches.ahead
    for number in np.unique(stretches.number):
        assert np.ptp(lengths[stretches.number == number]) < 1e-9
    assert 20 <= lengths.min() < 35
    assert 45 < lengths.max() <= 60
    assert (np.diff(stretches.number) >= 0).all()


def test_the_nearest_site_is_found_on_both_sides_of_a_lattice_line() -> None:
    x, y = np.meshgrid(np.arange(-300.0, 300.0, 2), np.arange(-300.0, 300.0, 2))
    sites = nearest_sites(x, y, 60.0, 1)
    places = {
        key: (east, north)
        for key, east, north in zip(sites.key.flat, (x - sites.east).flat, (y - sites.north).flat, strict=True)
    }
    distances = np.stack([np.hypot(x - east, y - north) for east, north in places.values()])
    np.testing.assert_allclose(np.hypot(sites.east, sites.north), distances.min(axis=0), atol=1e-6)


def test_a_cell_border_is_where_the_nearest_site_changes() -> None:
    x = np.linspace(-400, 400, 80_001)  # every centimetre
    sites = nearest_sites(x, np.full_like(x, 5.0), 60.0, 1)
    changes = np.flatnonzero(np.diff(sites.key.astype(np.int64)))
    assert len(changes) > 8
    assert sites.border[changes].max() < 0.01
    assert (sites.edge[changes] == sites.edge[changes + 1]).all()
