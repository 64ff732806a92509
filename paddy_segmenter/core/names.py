"""Names of bands and classes: as they are shown, and when two of them are the same."""

from collections.abc import Sequence

Places = tuple[int | None, ...]  # for each of the new bands or classes, its index among the old ones


REPLACEMENT = "\ufffd"  # stands for a character that cannot be shown, as Unicode has it


def shown_name(name: str) -> str:
    """Returns a name that was found in a file as it can be shown: in one line, without control characters and broken bytes."""
    if name.isprintable():
        return name
    shown = (char if char.isprintable() else " " if char.isspace() else REPLACEMENT for char in name)
    return " ".join("".join(shown).split())


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
