"""Numbers of things, lengths of time and sizes of memory and files in the words of people."""

UNITS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"))


def duration(seconds: float) -> str:
    """Returns about how long something takes.

    >>> duration(10), duration(720), duration(12000)
    ('less than a minute', 'about 12 min', 'about 3 h 20 min')
    """
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"about {minutes} min" if not hours else f"about {hours} h {rest} min"


def size(number: float) -> str:
    """Returns a number of bytes in the unit that fits, at least 1 MB.

    >>> size(1.64e9)
    '1.6 GB'
    """
    factor, unit = next((pair for pair in UNITS if number >= pair[0]), UNITS[-1])
    count = max(number / factor, 1.0)
    return f"{count:.0f} {unit}" if count >= 10 else f"{count:.2g} {unit}"


def free_size(number: float) -> str:
    """Returns how many bytes are free. What is nearly full does not hold 1 MB, as `size` would say.

    >>> free_size(4096), free_size(2.4e6)
    ('0 MB', '2.4 MB')
    """
    factor, unit = UNITS[-1]
    return f"0 {unit}" if number < factor else size(number)


def sizes(least: float, most: float) -> str:
    """Returns a range of bytes, with one unit where that is enough.

    >>> sizes(2e7, 9e7)
    '20 to 90 MB'
    """
    low, high = size(least), size(most)
    if low == high:
        return high
    number, unit = low.split()
    return f"{number if high.endswith(unit) else low} to {high}"


def many(number: int, what: str) -> str:
    """Returns a number of things, whose word takes an s where it is not one.

    >>> many(1, "epoch"), many(1200, "block")
    ('1 epoch', '1,200 blocks')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
