"""Sentences with places for values (%1, %2, ...), found again in what was told."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

PLACE = re.compile(r"%(\d{1,2})")
TORN = re.compile(r"[^(]*\)")  # what follows is another sentence of the same kind
FEW = 9  # letters


class Template(NamedTuple):
    """A sentence with its places, how it is recognised, and its longest piece, which is looked for first because that is quick."""

    text: str
    pattern: re.Pattern[str]
    piece: str


class Found(NamedTuple):
    """A template and the values in its places, in their order."""

    text: str
    values: tuple[str, ...]


def templates_in(texts: Iterable[str]) -> list[Template]:
    """Returns the templates, those with the most letters of their own first: where several fit, they say more."""
    templates = [Template(text, _pattern_of(text), max(_pieces(text), key=len)) for text in texts]
    return sorted(templates, key=lambda template: (-len("".join(_pieces(template.text))), template.text))


def found_in(sentence: str, templates: Sequence[Template]) -> Found | None:
    """Returns the first template that the whole sentence fits, or None. No value closes a bracket that it has not opened."""
    for text, pattern, piece in templates:
        match = pattern.fullmatch(sentence) if piece in sentence else None
        if match and not any(map(TORN.match, match.groups())):
            return Found(text, match.groups())
    return None


def filled(text: str, values: Sequence[object]) -> str:
    """Returns the text with the values in its places; %1 is the first one. A place without a value stays."""

    def value_at(place: re.Match[str]) -> str:
        number = int(place[1])
        return str(values[number - 1]) if 0 < number <= len(values) else place[0]

    return PLACE.sub(value_at, text) if values else text


def _pieces(text: str) -> list[str]:
    return PLACE.split(text)[::2]


def _pattern_of(text: str) -> re.Pattern[str]:
    """Returns the pattern; before few letters, such as in '%1 more', there is a number, or else whole sentences would fit."""
    first, *rest = _pieces(text)
    value = r"(\S*)" if not first and len(rest) == 1 and len(rest[0]) <= FEW else "(.*?)"
    return re.compile(value.join(map(re.escape, (first, *rest))))
