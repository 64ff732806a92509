import pytest

from paddy_segmenter.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07\x1b[2J", "\\x1b]0;title\\x07\\x1b[2J"),
        ("\x9b2J\x7f", "\\x9b2J\\x7f"),
        ("a\nb\tc\rd\u2028e", "a\\nb\\tc\\rd\\u2028e"),
        ("map\u202efit.tif", "map\\u202efit.tif"),
        ("\udcff.tif", "\\udcff.tif"),
        ("père 水田 धान\u200d π/2 \\x", "père 水田 धान\u200d π/2 \\x"),
    ],
)
def test_what_a_terminal_would_obey_is_escaped_and_all_else_stays(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_lines() -> None:
    assert printable_lines("bands:\n  1. \x1b[31mred\n") == "bands:\n  1. \\x1b[31mred\n"
