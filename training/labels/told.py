"""What is told of labels: which of them count, which do not, and why."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from paddy_segmenter.core.names import name_key, plain_name
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.events import Reporter
from paddy_segmenter.rules import pairs_of

from .legend import Labels, Legend
from .polygons import Polygons

NAMES_SHOWN = 10  # in a sentence
POLYGONS_SHOWN = 3


def warn_of_unknown_values(value_map: tuple[str, ...], legend: Legend, report: Reporter) -> None:
    """Warns of values in the value map that no label holds, as mistyped ones would change nothing."""
    held = {plain_name(str(key)) for key in legend.index_of}
    unknown = [value for value in pairs_of("value_map", value_map) if plain_name(value) not in held]
    if unknown:
        report.warning(f"the value map names {few(unknown)}, which no label holds: check how it is written")


def warn_of_unknown_ignored(ignored: tuple[int, ...], sources: Sequence[Labels], report: Reporter) -> None:
    """Warns of ignored values that no label holds, as mistyped ones would change nothing."""
    unknown = [str(value) for value in ignored if not any(labels.holds(value) for labels in sources)]
    if unknown:
        report.warning(
            f"the ignored values name {few(unknown)}, which no label holds: check how they are written; "
            "nodata is no value, but ground without a label"
        )


def tell_features_of_areas(areas: PolygonLayer | None, report: Reporter) -> None:
    """Tells how many features of the labelled areas, if there are any, are no polygons."""
    count = sum(areas.contents.others.values()) if areas else 0
    if areas and count:
        report.message(
            f"{areas.path} has {count} features without a polygon, such as points and lines: they do not count"
        )


def tell_polygons(labels: Labels, is_background: bool, report: Reporter) -> None:
    """Tells in one line what became of the polygons of a layer that was burnt on all rasters, warns where some without a class are background."""
    if not isinstance(labels, Polygons):
        return
    report.message(labels.told())
    if is_background and labels.without_class:
        report.warning(
            f"{labels.without_class} polygons of {labels.path} have no class, so that their ground is learnt as background:"
            " fill in their class, or delete them where that is right"
        )


def warn_of_lost_polygons(labels: Labels, report: Reporter) -> None:
    """Warns of polygons that are left out because of a corner that is no place, with the ids of the first ones."""
    lost = labels.tally.lost if isinstance(labels, Polygons) else {}
    if not lost:
        return
    others = f" (and {len(lost) - POLYGONS_SHOWN} others)" if len(lost) > POLYGONS_SHOWN else ""
    for error in [*lost.values()][:POLYGONS_SHOWN]:
        report.warning(f"{error}; it is left out{others}")


def tell_unseen(names: Sequence[str], report: Reporter) -> None:
    """Tells which classes no raster shows, so that the model does not learn them."""
    if names:
        report.message(f"{len(names)} of the classes ({few(names)}) lie on none of these rasters and are left out")


def tell_shown_names(sources: Sequence[Labels], report: Reporter) -> None:
    """Tells which words of class fields are shown otherwise than they were written."""
    for labels in sources:
        cleaned = labels.cleaned if isinstance(labels, Polygons) else {}
        if cleaned:
            names = sorted({*cleaned.values()})
            report.message(
                f"{labels.path} holds names with characters that cannot be shown, they are called {few(names)}: "
                "the value map can give them others"
            )


def warn_of_like_names(legend: Legend, report: Reporter) -> None:
    """Warns of classes whose names differ in capitals or in how accents are written only."""
    key_of = {index: key for key, index in reversed(legend.index_of.items())}  # the first of each
    alike = defaultdict[str, list[int]](list)
    for index, name in enumerate(legend.names):
        alike[name_key(unicodedata.normalize("NFC", name))].append(index)
    for first, *others in alike.values():
        if others:
            names = " and ".join(legend.names[index] for index in (first, *others))
            report.warning(
                f"the classes {names} differ in capitals or accents only and are learnt apart:"
                f" where they are one, add {key_of.get(others[0], legend.names[others[0]])}={legend.names[first]} to the value map"
            )


def few(names: Sequence[str]) -> str:
    """Returns the first ones of the names."""
    return ", ".join([*names[:NAMES_SHOWN], *(["..."] if len(names) > NAMES_SHOWN else [])])
