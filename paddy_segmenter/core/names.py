"""Names of bands and classes: as they are shown, and when two of them are the same."""

import unicodedata
from collections.abc import Sequence

Places = tuple[int | None, ...]  # for each of the new bands or classes, its index among the old ones


INVISIBLE = "Cf"  # Unicode's category of joiners, blanks without width, direction marks and soft hyphens
REPLACEMENT = "\ufffd"  # stands for a character that cannot be shown, as Unicode has it


def plain_name(name: str) -> str:
    """Returns a name without what cannot be seen: one blank for blanks and line breaks of any kind, no joiners, no direction marks.

    Names that look alike are alike then. Control characters and broken bytes stay: by them names may differ.
    """
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    seen = (char for char in name if unicodedata.category(char) != INVISIBLE)
    return " ".join("".join(seen).split())


def shown_name(name: str) -> str:
    """Returns a name that was found in a file as it can be shown: a plain one, without control characters and broken bytes."""
    return "".join(char if char.isprintable() else REPLACEMENT for char in plain_name(name))


def name_key(name: str) -> str:
    """Returns what names are compared by: case and blanks around them do not count."""
    return name.strip().casefold()


def places_of(known: Sequence[str], wanted: Sequence[str]) -> Places:
    """Returns where the wanted names stand among the known ones, written alike or else in another case.

    None where no known name is the wanted one, or several are.
    """
    return tuple(_place(known, name) for name in wanted)


def _place(known: Sequence[str], wanted: str) -> int | None:
    alike = [place for place, name in enumerate(known) if name == wanted]
    same = alike or [place for place, name in enumerate(known) if name_key(name) == name_key(wanted)]
    return same[0] if len(same) == 1 else None
