"""Text that others wrote, such as a file's name or a model's record, without what a terminal would obey."""

LINE_SEPARATORS = (0x2028, 0x2029)
BIDIRECTIONAL_CONTROLS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = (*range(0x20), *range(0x7F, 0xA0))  # C0 with its escape, DEL, C1
SURROGATES = range(0xD800, 0xE000)  # halves of characters, as which Python reads the bytes of a name that is no UTF-8
ESCAPES = {
    code: chr(code).encode("unicode_escape").decode()
    for code in (*CONTROLS, *SURROGATES, *BIDIRECTIONAL_CONTROLS, *LINE_SEPARATORS)
}


def printable(text: str) -> str:
    r"""Returns the text in one line, control characters and those that turn the direction of writing as \x1b, \u202e, ..."""
    return text.translate(ESCAPES)


def printable_lines(text: str) -> str:
    """Returns the text with the same lines, each of them `printable`."""
    return "\n".join(map(printable, text.split("\n")))
