"""Where a raster that is stored in parts may hold data: tiles are laid there and nowhere else."""

from collections.abc import Callable

from ..tiles import Window

PROBE = 256  # pixels of the squares that are asked whether they may hold data


def stored_part(area: Window, may_hold_data: Callable[[Window], bool]) -> Window:
    """Returns the smallest part of an area, in whole probes from its upper left, outside of which no window may hold data.

    Where none may anywhere, all of the area is returned.
    """
    rows, columns = range(area.row, area.bottom, PROBE), range(area.column, area.right, PROBE)

    def held(row: int, column: int) -> bool:
        return may_hold_data(Window(row, column, PROBE, PROBE))

    top = next((row for row in rows if any(held(row, column) for column in columns)), None)
    if top is None:
        return area
    bottom = next(row for row in reversed(rows) if any(held(row, column) for column in columns))
    left = next(column for column in columns if any(held(row, column) for row in rows))
    right = next(column for column in reversed(columns) if any(held(row, column) for row in rows))
    return Window(top, left, bottom + PROBE - top, right + PROBE - left).within(area)
