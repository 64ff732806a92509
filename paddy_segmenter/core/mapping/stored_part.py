"""Where a raster that is stored in parts may hold data: tiles are laid there and nowhere else."""

from collections.abc import Callable

from ..tiles import Window

PROBE = 256  # pixels of the smallest squares that are asked whether they may hold data
MAX_QUESTIONS = 5000  # seconds of them at most; what is not asked about then may hold data


def stored_part(area: Window, may_hold_data: Callable[[Window], bool]) -> Window:
    """Returns the smallest part of an area, in whole probes from its upper left, outside of which no window may hold data.

    Where none may anywhere, all of the area is returned. Large windows are asked about first, so that a vast raster that is
    nearly empty takes no longer than a small one; where data lie in very many places, the part may be larger than it need be.
    """
    rows, columns = -(-area.height // PROBE), -(-area.width // PROBE)
    search = _Search(area, may_hold_data)
    whole = Window(0, 0, rows, columns)
    sides = [(by_rows, forwards) for by_rows in (True, False) for forwards in (True, False)]
    found = [search.first(whole, by_rows=by_rows, forwards=forwards) for by_rows, forwards in sides]
    edges = [edge for edge in found if edge is not None]
    if not edges:
        return area

    top, bottom, left, right = edges
    part = Window(top, left, bottom + 1 - top, right + 1 - left)
    return _pixels_of(part, area)


class _Search:
    """Finds the outermost probes of an area that may hold data. Windows here count in probes."""

    def __init__(self, area: Window, may_hold_data: Callable[[Window], bool]) -> None:
        self._area = area
        self._may_hold_data = may_hold_data
        self._answers = dict[Window, bool]()

    def first(self, window: Window, *, by_rows: bool, forwards: bool) -> int | None:
        """Returns the first (or last) row (or column) of a window in which a probe may hold data, or None where none does."""
        nearest: int | None = None
        waiting = [window]
        while waiting:
            candidate = waiting.pop()
            edge = _edge(candidate, by_rows, forwards)
            if nearest is not None and (edge >= nearest if forwards else edge <= nearest):
                continue
            if not self._holds(candidate):
                continue
            if candidate.height == candidate.width == 1:
                nearest = edge
                continue
            halves = _halves(candidate)
            waiting += sorted(halves, key=lambda half: _edge(half, by_rows, forwards), reverse=forwards)
        return nearest

    def _holds(self, window: Window) -> bool:
        if window not in self._answers:
            if len(self._answers) >= MAX_QUESTIONS:
                return True
            self._answers[window] = self._may_hold_data(_pixels_of(window, self._area))
        return self._answers[window]


def _edge(window: Window, by_rows: bool, forwards: bool) -> int:
    """Returns the first (or last) row (or column) of a window."""
    if by_rows:
        return window.row if forwards else window.bottom - 1
    return window.column if forwards else window.right - 1


def _halves(window: Window) -> list[Window]:
    """Returns a window cut in two across its longer side."""
    if window.height >= window.width:
        upper = window.height // 2
        return [
            Window(window.row, window.column, upper, window.width),
            Window(window.row + upper, window.column, window.height - upper, window.width),
        ]
    left = window.width // 2
    return [
        Window(window.row, window.column, window.height, left),
        Window(window.row, window.column + left, window.height, window.width - left),
    ]


def _pixels_of(window: Window, area: Window) -> Window:
    """Returns a window of probes in pixels, within the area."""
    top, left = area.row + PROBE * window.row, area.column + PROBE * window.column
    return Window(top, left, PROBE * window.height, PROBE * window.width).within(area)
