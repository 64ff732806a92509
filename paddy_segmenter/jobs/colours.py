"""The colours of classes, by name."""

import re

from ..errors import InputError
from ..rules import pairs_of

Colour = tuple[int, int, int]  # red, green, blue in 0..255


def colours_of(texts: tuple[str, ...]) -> dict[str, Colour]:
    """Returns the colour of each name in texts such as paddy=#009e73. Raises InputError where one is no colour."""
    return {name: _parse(name, text) for name, text in pairs_of("colours", texts).items()}


def _parse(name: str, text: str) -> Colour:
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        raise InputError(f"the colour of {name} is {text!r}: give # and six hexadecimal digits, e.g. #009e73")
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue
