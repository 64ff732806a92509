import pytest

from paddy_segmenter.core.mapping.stored_part import stored_part
from paddy_segmenter.core.tiles import Window


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (Window(0, 0, 1000, 2000), Window(0, 0, 1000, 2000)),
        (Window(300, 700, 10, 10), Window(256, 512, 256, 256)),
        (Window(300, 700, 300, 1300), Window(256, 512, 512, 1488)),
        (Window(0, 0, 0, 0), Window(0, 0, 1000, 2000)),
    ],
)
def test_tiles_are_laid_around_what_is_stored(data: Window, part: Window) -> None:
    def may_hold_data(window: Window) -> bool:
        shared = window.within(data)
        return shared.height > 0 and shared.width > 0

    assert stored_part(Window(0, 0, 1000, 2000), may_hold_data) == part
