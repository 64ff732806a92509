"""Draws by seed, and a draw that fails made as simple as it can be."""

import random
from collections.abc import Callable
from dataclasses import fields, replace
from importlib.util import find_spec
from typing import Any

from . import areas, declarations, files
from .answers import look_of
from .draw import Draw
from .models import LEGENDS
from .places import PLACES, TURNS, place_of
from .scenes import PATTERNS, RANGES, SCALES

TRIES = 10_000
TOGETHER = (("missing", "declared", "is_apart", "undeclared"), ("bands", "order", "chosen_by"), ("ratio", "field"))
DEEP_SHARE = 0.01  # of the draws that have a whole network, which takes a second
LONGEST = 1500  # pixels


def draw_case(seed: int) -> Draw:
    """Returns the draw of a seed, always the same one."""
    chance = random.Random(seed)
    for _ in range(TRIES):
        draw = _draw_any(seed, chance)
        if fits(draw):
            return draw
    raise AssertionError(f"no draw fits for seed {seed}")


def fits(draw: Draw) -> bool:
    """Returns whether there can be such a raster and such a job."""
    return (
        max(draw.order) < draw.bands
        and (draw.chosen_by != "place" or draw.order == tuple(range(len(draw.order))))
        and (not draw.is_deep or (draw.field > 40 and draw.bands < 4))
        and not (draw.is_deep and draw.is_overflowing)
        and (draw.runtime == "torch" or draw.is_deep)
        and (draw.turn != "twice as high" or draw.field > 10)
        and (draw.ratio == 1 or draw.field > 10)
        and (draw.classes < 100 or "probabilities" not in draw.layers)
        and areas.fits(draw)
        and (not (draw.is_clipped or draw.is_overflowing or draw.undeclared == "keep") or is_seen_as_is(draw))
        and declarations.fits(draw)
        and files.fits(draw)
    )


def is_seen_as_is(draw: Draw) -> bool:
    """Returns whether the model sees the raster's own pixels."""
    return look_of(draw, place_of(draw)).is_view is False


def simplest(draw: Draw, fails: Callable[[Draw], bool]) -> Draw:
    """Returns the draw with everything at its simplest without which it still fails."""
    defaults = {rule.name: rule.default for rule in fields(Draw)[1:]}
    steps = (*TOGETHER, *((name,) for name in defaults))
    for names in (*steps, *steps):  # once more: some are possible only after others
        simpler = replace(draw, **{name: defaults[name] for name in names})
        if simpler != draw and fits(simpler) and fails(simpler):
            draw = simpler
    return draw


def _draw_any(seed: int, chance: random.Random) -> Draw:
    bands = chance.choice((1, 1, 1, 2, 3, 3, 4, 6))
    wanted = chance.randint(1, min(bands, 3))
    chosen_by = chance.choice(("place", "number", "name", "name in another case"))
    order = tuple(range(wanted)) if chosen_by == "place" else tuple(chance.sample(range(bands), wanted))
    is_deep = chance.random() < DEEP_SHARE
    height, width, field, ratio = _draw_size(chance, is_deep)
    chip = chance.choice((16, 32, 48, 64))
    settings: dict[str, Any] = {
        "number_type": chance.choice(tuple(RANGES)),
        "classes": 150 if chance.random() < (0.2 if width >= 600 else 0.01) else chance.choice((2, 3, 3, 4, 6)),
        "is_deep": is_deep,
        "runtime": "openvino" if is_deep and find_spec("openvino") and chance.random() < 0.4 else "torch",
        "is_overflowing": chance.random() < 0.04,
        "is_clipped": chance.random() < 0.15,
        "undeclared": "keep" if chance.random() < 0.03 else "leave-out",
        "is_noisy": chance.random() < 0.5,
        "missing": chance.choice(("nothing", *PATTERNS)) if chance.random() < 0.97 else "everything",
        "is_apart": chance.random() < 0.25,
        "declared": chance.choice(declarations.KINDS),
        "place": chance.choice(tuple(PLACES)),
        "turn": chance.choice(tuple(TURNS)) if chance.random() < 0.5 else "north-up",
        "file": chance.choice(tuple(files.LAYOUTS)),
        "legend": chance.choice(tuple(LEGENDS)),
        "scale": chance.choice(tuple(SCALES)) if chance.random() < 0.25 else "nothing",
        "learnt": chance.choice(("raw", "raw", "raw", "scaled")),
        "aspect": chance.choice(("unknown", "square", "the same")),
        "area": chance.choice(areas.KINDS) if chance.random() < 0.4 else "whole",
        "missing_where": chance.choice(("all", "any")),
        "grid": "model" if chance.random() < 0.15 else "raster",
        "tile": chance.choice((0, 0, 32, 64, 100)),
        "overlap": chance.choice((0, 0, 0, 0, 4, 8, 15, 31, 40)),
        "orientations": chance.choice((1, 1, 1, 1, 4, 8)),
        "batch": chance.choice((0, 0, 1, 3)),
        "layers": tuple(name for name in ("confidence", "probabilities", "polygons") if chance.random() < 0.3),
        "probability_type": chance.choice(("uint8", "float32")),
    }
    return Draw(seed, height=height, width=width, field=field, ratio=ratio, bands=bands, order=order, chosen_by=chosen_by, chip=chip,
                **settings)  # fmt: skip


def _draw_size(chance: random.Random, is_deep: bool) -> tuple[int, int, int, float]:
    """Returns height, width, side of fields and ratio: small, but for a few that are long; with large fields where they get blurred."""
    if is_deep:
        return chance.randint(48, 120), chance.randint(48, 120), chance.randint(44, 70), 1.0
    shape = chance.random()
    if shape < 0.05:
        return chance.randint(1, 8), chance.randint(600, LONGEST), chance.randint(1, 5), 1.0
    if shape < 0.1:
        return chance.randint(513, 1100), chance.randint(1, 20), chance.randint(1, 5), 1.0
    if shape < 0.55:
        return chance.randint(1, 70), chance.randint(1, 70), chance.randint(1, 9), 1.0
    ratio = chance.choice((1.0, 1.0, 0.4, 0.5, 0.7, 1.1, 1.5, 2.0, 3.3))
    return chance.randint(20, 130), chance.randint(20, 130), round(chance.randint(14, 24) * max(1.0, ratio)), ratio
