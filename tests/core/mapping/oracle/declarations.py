"""How files say where they have no data, and what they hold there."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .draw import Draw
from .scenes import Mask, Scene, Values, range_of, scene_of

# What stands for missing data where nothing is declared, and how much of the range of all values it lies away from them at least.
MARKERS = {
    "int16": (-9999.0, -32768.0),
    "int32": (-9999.0, -(2.0**31)),
    "int64": (-9999.0,),
    "float32": (-9999.0, -1e20),
    "float64": (-9999.0, -1e20),
}
MARKER_DISTANCE = 0.6
PATCHES = ("block", "collar", "half")
LEAST_PATCH = 40  # pixels

BEYOND = {"uint8": (-9999.0, 256.0, math.nan), "int16": (65535.0, -99999.0), "uint16": (-9999.0, 65536.0, math.nan)}


def _largest(number_type: str) -> float:
    return float(np.finfo(number_type).max) if _is_float(number_type) else int(np.iinfo(number_type).max)


def _smallest(number_type: str) -> float:
    return float(np.finfo(number_type).min) if _is_float(number_type) else int(np.iinfo(number_type).min)


def _is_float(number_type: str) -> bool:
    return number_type.startswith("float")


# The nodata value by type of number, and the types that have one of this kind.
NODATA: dict[str, tuple[Callable[[str], float], Callable[[str], bool]]] = {
    "zero": (lambda _: 0, lambda _: True),
    "lowest": (_smallest, lambda _: True),
    "highest": (_largest, lambda _: True),
    "-9999": (lambda _: -9999, lambda number_type: not number_type.startswith("uint")),
    "NaN": (lambda _: math.nan, _is_float),
}
MASKS = ("mask inside", "mask beside", "alpha")
BY_BAND = (
    *NODATA,
    "a value for each band",
    "masks of bands",
    "unsaid NaN",
)  # kinds by which each band may miss its own
KINDS = ("nothing", *NODATA, "beyond the type", "a value for each band", *MASKS, "masks of bands", "unsaid NaN",
         "mask inside and nodata", "alpha and nodata", "unsaid marker")  # fmt: skip


@dataclass(frozen=True)
class Declared:
    """A scene as a file holds it, with its nodata values by band (None: none), and what else hides pixels."""

    scene: Scene
    nodata: tuple[float | None, ...]
    mask: str = ""  # inside, beside, of bands, alpha or none


def fits(draw: Draw) -> bool:
    """Returns whether a file of this type of number can say it this way."""
    if draw.is_apart and (draw.declared not in BY_BAND or draw.bands == 1):
        return False
    if draw.declared == "unsaid marker":
        return draw.missing in PATCHES and bool(_markers(draw)) and _has_patches(draw)
    if draw.undeclared != "leave-out":
        return False
    if draw.declared in NODATA:
        return NODATA[draw.declared][1](draw.number_type) and draw.missing != "nothing"
    if draw.declared == "beyond the type":
        return draw.number_type in BEYOND and draw.missing == "nothing"
    if draw.declared == "unsaid NaN":
        return _is_float(draw.number_type) and draw.missing != "nothing"
    return (draw.declared == "nothing") == (draw.missing == "nothing")


def declared_of(draw: Draw, scene: Scene) -> Declared:
    """Returns the scene with something else where it has no data, and how the file tells of it."""
    numbers = np.random.default_rng((draw.seed, 2))
    none = (None,) * draw.bands
    if draw.declared in NODATA:
        return _with_nodata(scene, (NODATA[draw.declared][0](draw.number_type),) * draw.bands)
    if draw.declared == "a value for each band":
        kinds = [kind for kind in ("zero", "lowest", "highest") if NODATA[kind][1](draw.number_type)]
        return _with_nodata(scene, tuple(NODATA[kinds[band % 3]][0](draw.number_type) for band in range(draw.bands)))
    if draw.declared == "beyond the type":
        kinds = BEYOND[draw.number_type]
        return Declared(scene, (kinds[int(numbers.integers(len(kinds)))],) * draw.bands)
    if draw.declared == "unsaid NaN":
        hidden = numbers.choice([math.nan, math.inf, -math.inf], scene.values.shape)
        return Declared(_filled(scene, hidden.astype(draw.number_type)), none)

    if draw.declared == "unsaid marker":
        marked = _with_nodata(scene, (float(numbers.choice(_markers(draw))),) * draw.bands).scene
        is_data = draw.undeclared == "keep"
        return Declared(replace(marked, present=marked.present | is_data), none)

    hidden = numbers.uniform(scene.lowest, scene.highest, scene.values.shape).astype(draw.number_type)
    if draw.declared == "mask inside and nodata":  # the mask outdoes the value, which valid pixels may hold
        free = scene.means[0].round().astype(draw.number_type)
        return Declared(_filled(scene, hidden), (float(free[0]),) * draw.bands, "inside")
    if draw.declared == "alpha and nodata":
        half = _with_nodata(_only(scene, numbers.random(scene.present.shape[1:]) < 0.5), (0.0,) * draw.bands)
        both = replace(scene, values=half.scene.values)
        return Declared(_settled(both, half.nodata), half.nodata, "alpha")
    mask = {"mask inside": "inside", "mask beside": "beside", "masks of bands": "of bands", "alpha": "alpha"}
    return Declared(_filled(scene, hidden), none, mask.get(draw.declared, ""))


def _markers(draw: Draw) -> list[float]:
    """Returns what can stand for missing data beside the values of a draw."""
    lowest, highest = range_of(draw)
    return [each for each in MARKERS.get(draw.number_type, ()) if each < lowest - MARKER_DISTANCE * (highest - lowest)]


def _has_patches(draw: Draw) -> bool:
    present = scene_of(draw).present[0]
    return min(present.sum(), (~present).sum()) >= LEAST_PATCH


def _only(scene: Scene, where: Mask) -> Scene:
    """Returns the scene whose pixels without data are these alone."""
    return replace(scene, present=scene.present | ~where)


def _with_nodata(scene: Scene, nodata: tuple[float, ...]) -> Declared:
    settled = _settled(scene, nodata)
    hidden = np.stack([np.full(scene.values.shape[1:], value).astype(scene.values.dtype) for value in nodata])
    return Declared(_filled(settled, hidden), nodata)


def _settled(scene: Scene, nodata: tuple[float, ...]) -> Scene:
    """Returns the scene with another value where a pixel with data has the nodata value of its band."""
    values = scene.values.copy()
    for band, value in enumerate(nodata):
        other = next(mean for mean in scene.means[:, band] if mean != value)
        values[band][(values[band] == value) & scene.present[band]] = other
    return replace(scene, values=values)


def _filled(scene: Scene, hidden: Values) -> Scene:
    return replace(scene, values=np.where(scene.present, scene.values, hidden))
