"""Tables in Markdown, and figures with their spread."""

from collections.abc import Iterable, Sequence
from statistics import fmean, median


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints rows of cells under a head."""
    for cells in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(cells)} |", flush=True)


def mean_with_spread(values: Sequence[float], digits: int = 4) -> str:
    """Returns the mean with the lowest and the highest of the values, where there are several."""
    mean = f"{fmean(values):.{digits}f}"
    return f"{mean} ({min(values):.{digits}f} to {max(values):.{digits}f})" if len(values) > 1 else mean


def with_spread(values: Sequence[float], digits: int = 2) -> str:
    """Returns the median with the lowest and the highest of the values."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"
