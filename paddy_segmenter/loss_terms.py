"""The option `loss` as it is written: a sum of losses by name, each with its weight before it."""

import re

from .errors import InputError

LOSSES = ("cross_entropy", "dice", "lovasz", "focal")
HEAVIEST = 100.0
TERM = re.compile(r"(?:(\d+(?:\.\d*)?|\.\d+)\s*\*?\s*)?([a-z_]+)", re.ASCII)


def parse_loss(text: str) -> dict[str, float]:
    """Returns the weight of each loss by its name; one that is written without a weight has 1.

    >>> parse_loss("cross_entropy + 0.5 dice")
    {'cross_entropy': 1.0, 'dice': 0.5}

    Raises:
        InputError: the text is no such sum.
    """
    found = [TERM.fullmatch(term.strip()) for term in text.split("+")]
    terms = {term[2]: float(term[1] or 1) for term in found if term}
    if len(terms) < len(found) or not all(name in LOSSES and 0 < terms[name] <= HEAVIEST for name in terms):
        rule = f"each once, with a weight above 0 and up to {HEAVIEST:g} before it"
        raise InputError(f"loss is {text!r}: add up {', '.join(LOSSES)}, {rule}, such as cross_entropy + 0.5 dice")
    return terms
