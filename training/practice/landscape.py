"""A tidal paddy landscape as a function of the place: what lies at any point, given in metres, of the country that grows from a seed.

Rivers wind between irrigation schemes; a scheme is cut by straight canals and ditches into tracts, and a tract by bunds into parcels.
Villages line the canals, forest the rivers; orchards take whole tracts; groves, ponds and fallow land lie irregularly over the rest.
"""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from .noise import Floats, Keys, Stretches, chance, divide, key_for, key_of, nearest_sites, rough_noise, smooth_noise

SCHEME_SPACING, CANAL_SPACING, DITCH_SPACING = 1300.0, 640.0, 300.0  # metres from one to the next
ORCHARDS, VILLAGES = 0.05, 0.34  # shares of the tracts, of the canals' banks


class Cover(IntEnum):
    """The classes of the scene."""

    PADDY = 1
    TREES = 2
    VILLAGE = 3
    WATER = 4
    OTHER = 5


@dataclass(frozen=True)
class Terrain:
    """What lies at each of some points; all arrays have the shape of the points, all lengths are metres."""

    cover: npt.NDArray[np.uint8]
    x: Floats
    y: Floats
    along: Floats  # position in the scheme's own directions: along its canals ...
    across: Floats  # ... and along its ditches
    river: Floats  # to the edge of the nearest river or canal, negative in it
    pond: Floats  # to the edge of the nearest pond, negative in it
    ditch: Floats  # to the middle of the nearest ditch
    bund: Floats  # to the middle of the nearest bund
    tract: Keys
    parcel: Keys

    def at(self, chosen: npt.NDArray[np.bool_]) -> "Terrain":
        """Returns the points where `chosen` is true, as one row."""
        return Terrain(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})


def lay_out(x: Floats, y: Floats, seed: int) -> Terrain:
    """Returns what lies at the points x (east), y (north)."""
    x, y = np.broadcast_arrays(x, y)
    winding_x = x + 260 * (rough_noise(x, y, 420.0, key_for(seed, "winding east")) - 0.5)
    winding_y = y + 260 * (rough_noise(x, y, 420.0, key_for(seed, "winding north")) - 0.5)
    schemes = nearest_sites(winding_x, winding_y, SCHEME_SPACING, key_for(seed, "schemes"))
    along, across = _turn(x, y, schemes.key)
    canals = divide(across, CANAL_SPACING, schemes.key, 1)
    ditches = divide(along, DITCH_SPACING, schemes.key, canals.number, 2)
    tract = key_of(schemes.key, canals.number, ditches.number)
    row = divide(across, 60 + 40 * chance(tract, 3), tract, 4)
    parcels = divide(along, 28 + 18 * chance(tract, 5), tract, row.number, 6)
    bank = schemes.border - 8 - 14 * chance(schemes.edge, 1)
    river = np.minimum(bank, canals.border - 8 - 4 * chance(schemes.key, 3))
    pond = -_patches(winding_x, winding_y, 340.0, (24, 56), 0.5, key_for(seed, "ponds"))

    cover = np.full(x.shape, Cover.PADDY, np.uint8)
    cover[_patches(winding_x, winding_y, 520.0, (110, 210), 0.65, key_for(seed, "fallow")) > 0] = Cover.OTHER
    cover[chance(tract, 7) < ORCHARDS] = Cover.TREES
    cover[_patches(winding_x, winding_y, 470.0, (50, 130), 0.5, key_for(seed, "groves")) > 0] = Cover.TREES
    cover[bank < 110 * (smooth_noise(x, y, 300.0, key_for(seed, "river forest")) - 0.45)] = Cover.TREES
    cover[pond < 0] = Cover.WATER
    cover[_is_village(tract, canals)] = Cover.VILLAGE
    cover[river < 0] = Cover.WATER
    bund = np.minimum(row.border, parcels.border)
    parcel = key_of(tract, row.number, parcels.number)
    return Terrain(cover, x, y, along, across, river, pond, ditches.border, bund, tract, parcel)


def _turn(x: Floats, y: Floats, scheme: Keys) -> tuple[Floats, Floats]:
    """Returns the position in directions of the scheme's own, which differ from the axes by up to 44 degrees."""
    slope = 0.8 * (chance(scheme, 8) - 0.5)  # tangent of half the angle: a sine's last bit differs between processors
    cosine, sine = (1 - slope**2) / (1 + slope**2), 2 * slope / (1 + slope**2)
    return cosine * x - sine * y, sine * x + cosine * y


def _patches(x: Floats, y: Floats, spacing: float, radius: tuple[int, int], share: float, key: int) -> Floats:
    """Returns about how many metres each point lies inside of a dented oval, negative outside; `share` of the sites have one."""
    sites = nearest_sites(x, y, spacing, key, jitter=0.6)
    low, high = radius
    stretch = 0.7 + 0.6 * chance(sites.key, 1)
    distance = np.sqrt((sites.east * stretch) ** 2 + (sites.north / stretch) ** 2)
    size = (low + (high - low) * chance(sites.key, 2)) * (0.75 + 0.5 * smooth_noise(x, y, float(low), key ^ 1))
    return np.where(chance(sites.key, 3) < share, size - distance, -spacing)


def _is_village(tract: Keys, canals: Stretches) -> npt.NDArray[np.bool_]:
    """Ribbons of houses on one or both banks of a canal, a tract long."""
    depth = 65 + 40 * chance(tract, 9)
    left = (canals.behind < depth) & (chance(tract, 10) < VILLAGES)
    return left | (canals.ahead < depth) & (chance(tract, 11) < VILLAGES)
