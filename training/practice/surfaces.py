"""How ground looks from above: digital numbers of a SPOT-6 like sensor (blue, green, red, near infrared; 12 bits) for each kind of cover."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .landscape import Cover, Terrain
from .noise import Floats, chance, divide, key_for, key_of, nearest_sites, ramp, rough_noise, smooth_noise

Colours = npt.NDArray[np.float64]  # (bands, points)

FLOOD = (378, 437, 355, 300)
SEEDLING = (365, 450, 355, 780)
GREEN = (330, 475, 325, 1520)
RIPE = (395, 600, 545, 1320)
STUBBLE = (440, 572, 580, 990)
GRASS = (355, 490, 380, 1330)
DRY_GRASS = (430, 560, 545, 1090)
SEDGE = (340, 440, 355, 900)
BARE = (525, 625, 690, 960)
LEAVES = (320, 455, 310, 1640)
SHADE = (265, 320, 235, 800)
BANK = (320, 400, 320, 900)
SILT = (395, 512, 452, 310)
DARK_WATER = (340, 396, 305, 220)
ZINC, OLD_ZINC, TILES, THATCH = (800, 850, 880, 930), (620, 670, 710, 800), (490, 530, 650, 790), (455, 470, 510, 640)
ROOFS = (ZINC, OLD_ZINC, TILES, THATCH)
STAGES = (0.0, 0.25, 0.55, 0.85, 1.0)  # of a season: flooded, young, full green, ripe, harvested


def paint(terrain: Terrain, seed: int) -> Colours:
    """Returns the digital numbers (4, *shape of the points) of the terrain in full sun and clear air."""
    colours = np.empty((4, *terrain.cover.shape))
    for cover, painter in PAINTERS.items():
        chosen = terrain.cover == cover
        if chosen.any():
            part = terrain.at(chosen)
            colours[:, chosen] = _add_banks(painter(part, seed), part)
    return colours


def paint_paddy(terrain: Terrain, seed: int) -> Colours:
    """Parcels at one stage of the season each, between grassy bunds."""
    x, y = terrain.x, terrain.y
    season = rough_noise(x, y, 380.0, key_for(seed, "season"), 2)
    stage = 0.5 + 1.6 * (season - 0.5) + 0.6 * (chance(terrain.parcel, 1) - 0.5)
    patches = rough_noise(x, y, 22.0, key_for(seed, "crop"), 2) - 0.5
    passes = smooth_noise(terrain.along, terrain.across / 14, 4.0, key_for(seed, "field passes")) - 0.5
    colours = _season(np.clip(stage + 0.12 * patches, 0.0, 1.0)) * (1 + 0.10 * patches + 0.05 * passes)
    colours *= 0.93 + 0.14 * chance(terrain.parcel, 2)
    bund = 1 - ramp(terrain.bund, 0.5, 1.7)
    return _add_ditch(_blend(colours, _grass(terrain, seed), 0.75 * bund), terrain)


def paint_trees(terrain: Terrain, seed: int) -> Colours:
    """Crowns of many sizes in denser and thinner, greener and browner stands."""
    crowns = nearest_sites(terrain.x, terrain.y, 8.0, key_for(seed, "crowns"))
    stand = rough_noise(terrain.x, terrain.y, 70.0, key_for(seed, "stands")) - 0.5
    radius = 4.2 + 2.8 * chance(crowns.key, 1) + 2 * stand
    colours = _crown(crowns.east, crowns.north, radius, chance(crowns.key, 2))
    return _blend(colours, _grass(terrain, seed), 0.45 * ramp(stand, -0.15, -0.35)) * (1 + 0.25 * stand)


def paint_village(terrain: Terrain, seed: int) -> Colours:
    """Houses with shadows in rows, in yards with bare ground, grass and trees."""
    bare = ramp(rough_noise(terrain.x, terrain.y, 24.0, key_for(seed, "yards"), 2), 0.42, 0.68)
    colours = _blend(_grass(terrain, seed), _column(BARE), 0.8 * bare)
    return _add_trees(_add_houses(colours, terrain), terrain, 9.0, 0.7, key_for(seed, "yard trees"))


def paint_water(terrain: Terrain, seed: int) -> Colours:
    """Silty rivers and canals; ponds from dark to as pale as a flooded field."""
    x, y = terrain.x, terrain.y
    murk = ramp(rough_noise(x, y, 150.0, key_for(seed, "murk"), 2), 0.2, 0.8)
    pond = _blend(_column(DARK_WATER), _column(FLOOD), murk)
    weeds = 0.4 * ramp(rough_noise(x, y, 40.0, key_for(seed, "water weeds")), 0.5, 0.75)
    river = _blend(_column(SILT), _column(FLOOD), 0.8 * murk)
    colours = np.where(terrain.river < 0, river, _blend(pond, _column(SEEDLING), weeds))
    colours *= 0.97 + 0.06 * smooth_noise(x, y, 9.0, key_for(seed, "ripples"))
    return colours


def paint_other(terrain: Terrain, seed: int) -> Colours:
    """Fallow land: grass, sedge and dry grass in soft patches, a few bushes."""
    return _add_ditch(_add_trees(_grass(terrain, seed), terrain, 13.0, 0.2, key_for(seed, "bushes")), terrain)


PAINTERS: dict[Cover, Callable[[Terrain, int], Colours]] = {
    Cover.PADDY: paint_paddy,
    Cover.TREES: paint_trees,
    Cover.VILLAGE: paint_village,
    Cover.WATER: paint_water,
    Cover.OTHER: paint_other,
}


def _season(stage: Floats) -> Colours:
    course = (FLOOD, SEEDLING, GREEN, RIPE, STUBBLE)
    return np.stack([np.interp(stage, STAGES, [colour[band] for colour in course]) for band in range(4)])


def _grass(terrain: Terrain, seed: int) -> Colours:
    x, y = terrain.x, terrain.y
    wet = ramp(rough_noise(x, y, 90.0, key_for(seed, "wet grass")), 0.42, 0.62)
    dry = ramp(rough_noise(x, y, 60.0, key_for(seed, "dry grass")), 0.45, 0.72)
    tufts = smooth_noise(x, y, 4.0, key_for(seed, "tufts")) - 0.5
    return _blend(_blend(_column(GRASS), _column(SEDGE), wet), _column(DRY_GRASS), dry) * (1 + 0.2 * tufts)


def _crown(east: Floats, north: Floats, radius: Floats | float, kind: Floats) -> Colours:
    """Returns a crown's colours: bright on its north-eastern side, dark at its rim and between crowns."""
    out = (east**2 + north**2) / (radius * radius)
    lit = np.clip(0.72 - 0.62 * out + 0.34 * (east + north) / radius, 0.0, 1.0)
    return _blend(_column(SHADE), _column(LEAVES), lit) * (0.86 + 0.28 * kind)


def _add_trees(colours: Colours, terrain: Terrain, spacing: float, share: float, key: int) -> Colours:
    trees = nearest_sites(terrain.x, terrain.y, spacing, key)
    radius = 2.5 + 2 * chance(trees.key, 1)
    under = (trees.east**2 + trees.north**2 < radius**2) & (chance(trees.key, 2) < share)
    return np.where(under, _crown(trees.east, trees.north, radius, chance(trees.key, 3)), colours)


def _add_banks(colours: Colours, terrain: Terrain) -> Colours:
    """Adds a wet edge to all water, and a road along rivers and canals."""
    edge = 1 - ramp(np.abs(np.minimum(terrain.river, terrain.pond)), 1.0, 3.5)
    road = 1 - ramp(np.abs(terrain.river - 6.0), 1.2, 2.4)
    return _blend(_blend(colours, _column(BANK), 0.7 * edge), _column(BARE), 0.75 * road)


def _add_ditch(colours: Colours, terrain: Terrain) -> Colours:
    path = 1 - ramp(np.abs(terrain.ditch - 4.2), 0.8, 1.8)
    water = 1 - ramp(terrain.ditch, 1.5, 2.8)
    return _blend(_blend(colours, _column(BARE), 0.6 * path), _column(SILT), 0.85 * water)


def _add_houses(colours: Colours, terrain: Terrain) -> Colours:
    row = divide(terrain.across, 24.0, terrain.tract, 21)
    plot = divide(terrain.along, 17.0, terrain.tract, row.number, 22)
    house = key_of(terrain.tract, row.number, plot.number, 23)
    along = (plot.behind - plot.ahead) / 2 - 3 * (chance(house, 1) - 0.5)
    across = (row.behind - row.ahead) / 2 - 5 * (chance(house, 2) - 0.5)
    half_width, half_length = 3.2 + 2.2 * chance(house, 3), 4.5 + 4 * chance(house, 4)
    built = chance(house, 5) < 0.8
    roof = built & (np.abs(along) < half_width) & (np.abs(across) < half_length)
    shadow = built & (np.abs(along + 2) < half_width) & (np.abs(across + 2) < half_length)
    tint = np.array(ROOFS, np.float64)[(house % 4).astype(np.int64)].T * np.where(along > 0, 1.08, 0.84)
    return np.where(roof, tint, np.where(shadow, 0.45 * colours, colours))


def _blend(below: Colours, above: Colours, share: Floats) -> Colours:
    return below + (above - below) * share


def _column(colour: tuple[int, int, int, int]) -> Colours:
    return np.array(colour, np.float64)[:, np.newaxis]
