"""How the chips of a training are varied: the table of ways, and what a user changes in it."""

from dataclasses import dataclass, replace

from .errors import InputError
from .rules import pairs_of


@dataclass(frozen=True)
class Variation:
    """One way to vary chips: which share of them (0..1), and how strongly, within the limits and in the unit that `meaning` tells."""

    probability: float
    strength: float
    limits: tuple[float, float]  # the least still changes a chip
    meaning: str


# Figures named (N) are those of nnU-Net (Isensee et al. 2021), which normalises as is done here.
VARIATIONS = {
    # From above no orientation is rarer than another.
    "orientation": Variation(1.0, 8.0, (2.0, 8.0), "turned and mirrored into one of so many orientations; 4: turned only"),
    # Fields are larger or smaller elsewhere; (N).
    "scale": Variation(1.0, 1.4, (1.05, 4.0), "shown up to so many times smaller, as far as the raster reaches, or larger"),
    # Stretched images; (N), where the probability is 0.3.
    "gamma": Variation(0.0, 1.5, (1.05, 4.0), "each band raised to a power between the inverse of this and this"),
    # Haze, sun and sensors differ from band to band.
    "gain": Variation(1.0, 0.2, (0.01, 1.0), "contrast of each band about its training mean multiplied by 1, less or more up to this"),
    "offset": Variation(1.0, 0.2, (0.01, 2.0), "each band lifted or lowered by up to so many standard deviations"),
    # Sun and haze move all bands alike, and that farther than one against another.
    "brightness": Variation(0.0, 0.3, (0.01, 2.0), "all bands lifted or lowered alike, up to so many standard deviations"),
    # Optics and resampling; (N), where the probability is 0.2.
    "blur": Variation(0.0, 1.0, (0.5, 5.0), "blurred by a Gaussian of half to all of this sigma in pixels"),
    # Dark ground seen by a sensor of few bits; (N), where the probability is 0.1.
    "noise": Variation(0.0, 0.3, (0.01, 2.0), "Gaussian noise of up to this sigma in standard deviations of the ground"),
}  # fmt: skip


def variations_of(changes: tuple[str, ...]) -> dict[str, Variation]:
    """Returns the table with the changes in it, each NAME=PROBABILITY or NAME=PROBABILITY:STRENGTH.

    Raises InputError where a change is none of these, names no way of the table or leaves its limits.
    """
    table = dict(VARIATIONS)
    for name, text in pairs_of("augment", changes).items():
        if name not in VARIATIONS:
            raise InputError(f"augment names {name!r}: choose one of {', '.join(VARIATIONS)}")
        table[name] = _changed(name, text)
    return table


def describe_variations() -> str:
    """Returns what the table holds, for the option's help."""
    return "; ".join(
        f"{name}={each.probability:g}:{each.strength:g} ({each.meaning})" for name, each in VARIATIONS.items()
    )


def _changed(name: str, text: str) -> Variation:
    usual = VARIATIONS[name]
    first, _, second = text.partition(":")
    probability = _number(name, "probability", first, (0.0, 1.0))
    strength = _number(name, "strength", second, usual.limits) if second else usual.strength
    return replace(usual, probability=probability, strength=strength)


def _number(name: str, what: str, text: str, limits: tuple[float, float]) -> float:
    least, most = limits
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise InputError(f"augment gives {name} the {what} {text!r}: give a number from {least:g} to {most:g}")
    return number
