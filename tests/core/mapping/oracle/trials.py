"""A draw mapped by the product, and what came of it."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.errors import PaddyError
from paddy_segmenter.events import Event, Message, Reporter

from .answers import data_of
from .case import Case, make_case
from .checks import Wrong, check_models_grid, check_own_grid, demand
from .draw import Draw
from .files import NotHeldError
from .models import pointwise_networks
from .polygon_checks import check_polygons
from .scenes import Floats, scale_of

GOOD = ("right", "refused", "not held")
Rules = tuple[tuple[str, Callable[[Case], bool]], ...]
EVEN = 0.03  # of the model's standard deviation: below a hundredth a band counts as the same everywhere


@dataclass(frozen=True)
class Outcome:
    """What came of a draw: right, refused (with the sentence), wrong (with what is), or an error that nobody foresaw.

    `known` counts the pixels whose class was compared.
    """

    kind: str
    text: str = ""
    known: int = 0

    @property
    def is_good(self) -> bool:
        return self.kind in GOOD


def is_empty(case: Case) -> bool:
    """Returns whether no pixel of a map can have data."""
    if case.draw.grid == "model":
        return is_written_empty(case)
    return not (case.answer.valid & (case.answer.inside | ~case.answer.untied)).any()


def may_be_empty(case: Case) -> bool:
    """Returns whether no pixel of a map must have data: what has any may lie at the area's edge, where rounding decides."""
    if case.draw.grid == "model":
        return is_written_empty(case)
    return not (case.answer.valid & case.answer.inside & case.answer.untied).any()


def is_written_empty(case: Case) -> bool:
    """Returns whether the map holds no data: where the model's pixels lie, the map alone tells, and is itself compared."""
    written = gdal.Open(case.job.output)
    return bool((written.ReadAsArray() == written.GetRasterBand(1).GetNoDataValue()).all())


def has_no_area(case: Case) -> bool:
    """Returns whether the centres of no pixels lie in the area for certain."""
    return not (case.answer.inside & case.answer.untied).any() or case.draw.grid == "model"


def is_even(case: Case) -> bool:
    """Returns whether a band of the model's is nearly the same in all pixels, which may be a band of another raster."""
    stds = case.model.card.normalisation.std
    for values, std in zip(_values_by_band(case), stds, strict=True):
        if not values.size or values.clip(*np.percentile(values, (2, 98))).std() < EVEN * std:
            return True
    return False


def is_beyond(case: Case, share: float = 0.9) -> bool:
    """Returns whether in a band so many values lie beyond what the model learnt."""
    figures = case.model.card.normalisation
    known = zip(_values_by_band(case), figures.low, figures.high, strict=True)
    return any(((values < low) | (values > high)).sum() >= share * values.size for values, low, high in known)


def is_useless(case: Case) -> bool:
    """Returns whether a model may make nothing of the values."""
    return is_even(case) or is_beyond(case)


def is_strange(case: Case) -> bool:
    """Returns whether much is not what the model knows."""
    return is_even(case) or is_beyond(case, 0.4)


def _values_by_band(case: Case) -> list[Floats]:
    """Returns for each band of the model's the values as it sees them, where pixels have data."""
    scales = scale_of(case.draw)
    scene, has_data = case.declared.scene, data_of(case.draw, case.declared)
    return [
        scene.values[band].astype(np.float64)[scene.present[band] & has_data] * scales[band, 0] + scales[band, 1]
        for band in case.draw.order
    ]


def is_unanswered(case: Case) -> bool:
    """Returns whether the network has no answer for some pixels that it is asked about."""
    has_data = data_of(case.draw, case.declared)
    return bool((has_data & ~case.answer.valid & case.answer.inside & case.answer.untied).any())


def is_narrow(case: Case) -> bool:
    """Returns whether no pixel of the model's, or hardly one, fits into the raster."""
    steps = case.place.steps(case.draw.width, case.draw.height)
    sides = abs(steps[0]) * case.draw.width, abs(steps[1]) * case.draw.height
    return case.look.is_view is not False and min(sides) < 1.1 * case.look.gsd * case.draw.ratio


def has_marker(case: Case) -> bool:
    """Returns whether values stand for missing data that nothing declares, and are left out."""
    return case.draw.declared == "unsaid marker" and case.draw.undeclared == "leave-out"


def has_blank_band(case: Case) -> bool:
    """Returns whether one of the model's bands has no value anywhere, and another one has."""
    held = case.declared.scene.present[list(case.draw.order)].any(axis=(1, 2))
    return bool(held.any() and not held.all())


def is_scaled(case: Case) -> bool:
    """Returns whether the model knows other numbers than those that the raster declares to have."""
    return case.draw.scale != "nothing" and case.draw.learnt == "raw"


# What may be said, and of which cases: a sentence about any other is as wrong as a map.
REFUSALS: Rules = (
    ("does not touch the raster", has_no_area),
    ("a GeoTIFF cannot hold the CRS", lambda case: case.draw.place == "arc seconds"),
    ("has values, but none in", has_blank_band),
    ("are not those that the model learnt from", is_useless),
    ("less than a pixel of the model's", is_narrow),
    ("but must be smaller than the tile", lambda case: case.draw.overlap >= (case.draw.tile or case.draw.chip)),
    ("the area of a polygon cannot be measured", lambda case: case.place.reference.IsLocal()),
)
# What must be said, and of which cases.
DUE: Rules = (
    ("has no pixel with data: the map is empty", is_empty),
    ("declares a scale or an offset", is_scaled),
    ("has values, but none in", has_blank_band),
    ("that is taken for missing data and left out", has_marker),
    ("the network gives no number", is_unanswered),
    ("are numbers of colours in a table", lambda case: case.draw.file == "paletted"),
)
WARNINGS: Rules = (
    *DUE,
    ("has no pixel with data: the map is empty", may_be_empty),
    ("are far from those that the model learnt from", is_strange),
    ("resampling adds no detail", lambda case: case.draw.ratio < 0.55),
)


def try_out(draw: Draw) -> Outcome:
    """Maps a draw in a folder of its own."""
    with TemporaryDirectory(prefix="drawn_") as folder, pointwise_networks():
        try:
            case = make_case(draw, Path(folder))
        except NotHeldError as error:
            return Outcome("not held", str(error))
        except Exception as error:  # noqa: BLE001  such a draw says nothing of the product
            return Outcome("not drawn", _in_a_line(error))
        events: list[Event] = []
        try:
            paths = segment_raster(case.job, Reporter(events.append))
        except PaddyError as error:
            return _judged(str(error), REFUSALS, case, "refused")
        except Exception as error:  # noqa: BLE001  what nobody foresaw is what is looked for
            return Outcome("traceback", _in_a_line(error))
        try:
            return Outcome("right", known=_check(case, paths, events))
        except Wrong as error:
            return Outcome("wrong", str(error))


def _check(case: Case, paths: dict[str, str], events: list[Event]) -> int:
    _check_words(case, events)
    left = [path.name for path in (Path(case.job.output).parent).iterdir() if path.name.startswith(".")]
    demand(not left, f"left behind: {', '.join(left)}")
    if case.draw.grid == "model" and _is_resampled(events):
        known = check_models_grid(case, paths)
    else:
        known = check_own_grid(case, paths)
    if "polygons" in paths:
        check_polygons(case, paths)
    return known


def _check_words(case: Case, events: list[Event]) -> None:
    messages = [event for event in events if isinstance(event, Message)]
    for message in messages:
        if message.level == "warning":
            outcome = _judged(message.text, WARNINGS, case, "told")
            demand(outcome.kind == "told", outcome.text)
    for words, is_due in DUE:
        demand(not is_due(case) or any(words in message.text for message in messages), f"nothing said: {words}")
    is_view = _is_resampled(events)
    demand(case.look.is_view in (None, is_view), "resampled without need" if is_view else "not resampled")


def _is_resampled(events: list[Event]) -> bool:
    return any("resampled to" in event.text for event in events if isinstance(event, Message))


def _judged(sentence: str, rules: Rules, case: Case, kind: str) -> Outcome:
    """Returns an outcome of this kind where a rule allows the sentence, and it names a remedy after a colon."""
    for words, is_allowed in rules:
        if words in sentence and ":" in sentence and is_allowed(case):
            return Outcome(kind, words)
    return Outcome("wrong", f"said without reason: {sentence}")


def _in_a_line(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} in {Path(frame.filename).name}:{frame.lineno}"


gdal.UseExceptions()
