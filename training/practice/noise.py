"""Chance that is a function of the place: the same point gets the same value, whoever computes it and in whatever window.

Only additions, multiplications, divisions and square roots are used, which every processor rounds alike.
"""

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint32]


def key_of(*parts: int | Keys | npt.NDArray[np.int64]) -> Keys:
    """Returns 32 well mixed bits for each combination of whole numbers; arrays broadcast (multiply-xorshift hash)."""
    state = np.array([0x2545F491], np.uint32)
    for part in parts:
        word = part.astype(np.uint32) if isinstance(part, np.ndarray) else np.uint32(part)
        state = (state ^ word) * np.uint32(0x9E3779B1)
        state ^= state >> np.uint32(15)
        state *= np.uint32(0x85EBCA77)
        state ^= state >> np.uint32(13)
    return state


def key_for(seed: int, purpose: str) -> int:
    """Returns the key of one purpose, such as haze, in the country that grows from a seed."""
    return int(key_of(seed, zlib.crc32(purpose.encode()))[0])


def chance(*parts: int | Keys | npt.NDArray[np.int64]) -> Floats:
    """Returns a number in 0..1 for each combination of whole numbers, all equally likely."""
    share: Floats = key_of(*parts) * 2.0**-32
    return share


def bell(*parts: int | Keys | npt.NDArray[np.int64]) -> Floats:
    """Returns a nearly normal number of mean 0 and variance 1 for each combination: the sum of four uniform ones."""
    first, second = key_of(*parts, 1), key_of(*parts, 2)
    low = np.uint32(0xFFFF)
    total = (first >> np.uint32(16)) + (first & low) + (second >> np.uint32(16)) + (second & low)
    normal: Floats = (total * 2.0**-16 - 2.0) * 3.0**0.5
    return normal


def smooth_noise(x: Floats, y: Floats, scale: float, key: int) -> Floats:
    """Returns values in 0..1 that change smoothly over about `scale` metres (value noise on a square lattice)."""
    column, across = _split(x / scale)
    row, down = _split(y / scale)
    across, down = _ease(across), _ease(down)
    left = chance(key, column, row) * (1 - down) + chance(key, column, row + 1) * down
    right = chance(key, column + 1, row) * (1 - down) + chance(key, column + 1, row + 1) * down
    between: Floats = left * (1 - across) + right * across
    return between


def rough_noise(x: Floats, y: Floats, scale: float, key: int, octaves: int = 3) -> Floats:
    """Returns values in 0..1 around 0.5 with detail from `scale` metres downwards, each octave half as large and half as strong."""
    total: Floats = np.zeros(np.broadcast(x, y).shape)
    for octave in range(octaves):
        total += 0.5**octave * smooth_noise(x, y, scale * 0.5**octave, key ^ octave)
        x, y = 0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y  # turned, so that the lattices do not show
    total /= 2 - 0.5 ** (octaves - 1)
    return total


def ramp(values: Floats, low: float, high: float) -> Floats:
    """Returns 0 up to `low`, 1 from `high`, and a smooth step between."""
    return _ease(np.clip((values - low) / (high - low), 0.0, 1.0))


@dataclass(frozen=True)
class Sites:
    """The site nearest to each point: its key, the way from it to the point in metres, and how far the cell's border is."""

    key: Keys
    east: Floats
    north: Floats
    border: Floats
    edge: Keys  # the same from both sides of a border


def nearest_sites(x: Floats, y: Floats, spacing: float, key: int, jitter: float = 0.8) -> Sites:
    """Looks up irregularly placed sites, one per `spacing` x `spacing` metres (Voronoi cells, Worley 1996).

    `jitter` in 0..1 goes from a square lattice to wholly irregular sites.
    """
    column, row = _split(x / spacing)[0], _split(y / spacing)[0]
    best = second = np.full(x.shape, np.inf)
    keys = rivals = np.zeros(x.shape, np.uint32)
    east = north = rival_east = rival_north = np.zeros(x.shape)
    for step_x in (-1, 0, 1):
        for step_y in (-1, 0, 1):
            site = key_of(key, column + step_x, row + step_y)
            dx = x - (column + step_x + 0.5 + jitter * (chance(site, 1) - 0.5)) * spacing
            dy = y - (row + step_y + 0.5 + jitter * (chance(site, 2) - 0.5)) * spacing
            distance = dx * dx + dy * dy
            first, runner_up = distance < best, distance < second
            rivals = np.where(first, keys, np.where(runner_up, site, rivals))
            rival_east = np.where(first, east, np.where(runner_up, dx, rival_east))
            rival_north = np.where(first, north, np.where(runner_up, dy, rival_north))
            second = np.where(first, best, np.where(runner_up, distance, second))
            keys, best = np.where(first, site, keys), np.where(first, distance, best)
            east, north = np.where(first, dx, east), np.where(first, dy, north)
    apart = np.sqrt((rival_east - east) ** 2 + (rival_north - north) ** 2)
    return Sites(
        keys, east, north, (second - best) / (2 * apart), key_of(np.minimum(keys, rivals), np.maximum(keys, rivals))
    )


@dataclass(frozen=True)
class Stretches:
    """The stretch of a line that each point lies in: its number and the metres from its start and to its end."""

    number: npt.NDArray[np.int64]
    behind: Floats
    ahead: Floats

    @property
    def border(self) -> Floats:
        """Metres to the nearer end."""
        return np.minimum(self.behind, self.ahead)


def divide(
    position: Floats, length: Floats | float, *parts: int | Keys | npt.NDArray[np.int64], jitter: float = 0.5
) -> Stretches:
    """Cuts a line into stretches of about `length` metres at irregular places, which the remaining numbers choose."""
    number = _split(position / length)[0]

    def cut(index: npt.NDArray[np.int64]) -> Floats:
        return (index + jitter * (chance(*parts, index) - 0.5)) * length

    number = number - (position < cut(number))
    number = number + (position >= cut(number + 1))
    return Stretches(number, position - cut(number), cut(number + 1) - position)


def _split(values: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    whole = np.floor(values)
    return whole.astype(np.int64), values - whole


def _ease(share: Floats) -> Floats:
    return share * share * (3 - 2 * share)
