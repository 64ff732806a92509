"""Changes to a file's bytes such as bad disks, broken copies and other programs make, and worse ones."""

import math
import re
import struct
from collections.abc import Callable
from random import Random

NUMBER = re.compile(rb"(?<=[>\"\s,=:\[{])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?=[<\",\s\]}\r\n])")
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"1e30",
    b"nan",
    b"inf",
    b"99999999999",
    b"2147483647",
    b"65536",
    b"abc",
    b"",
    b"1e-7",
)
TIFF_TAGS = (256, 257, 258, 259, 262, 273, 277, 278, 279, 317, 322, 323, 324, 325, 330, 339, 33550, 33922, 34264, 34735,
             42112, 42113)  # fmt: skip
SCALE, TIEPOINT, GEOKEYS = 33550, 33922, 34735
ODD_COORDINATES = (0.0, -1.0, 1e-300, 1e300, math.inf, -math.inf, math.nan, 1e9, -1e9, 1e-9, 5e-324)
ODD_KEYS = (0, 1, 2, 4326, 3857, 32767, 4978, 5773, 65535, 32661, 2000, 9001, 9003, 30175)
HEAD = 1200  # bytes in which headers lie


def cut(data: bytes, random: Random) -> bytes:
    """Returns the first part of a file."""
    return data[: random.randrange(len(data) + 1)]


def flip(data: bytes, random: Random) -> bytes:
    """Returns the file with one bit changed."""
    changed = bytearray(data)
    if changed:
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def scatter(data: bytes, random: Random) -> bytes:
    """Returns the file with some bytes changed, anywhere or in its head."""
    changed = bytearray(data)
    end = random.choice((min(len(data), HEAD), len(data)))
    for _ in range(random.choice((1, 2, 4, 16, 64)) if end else 0):
        changed[random.randrange(end)] = random.randrange(256)
    return bytes(changed)


def blank(data: bytes, random: Random) -> bytes:
    """Returns the file with a stretch of zeros, as a disk leaves that lost a block."""
    start = random.randrange(len(data) + 1)
    length = min(random.choice((16, 512, 4096)), len(data) - start)
    return data[:start] + bytes(length) + data[start + length :]


def insert(data: bytes, random: Random) -> bytes:
    """Returns the file with some bytes too many."""
    start = random.randrange(len(data) + 1)
    return data[:start] + random.randbytes(random.choice((1, 3, 100))) + data[start:]


def change_number(data: bytes, random: Random) -> bytes:
    """Returns a text (XML, JSON, ENVI header) with one or two of its numbers changed."""
    for _ in range(random.choice((1, 1, 2))):
        numbers = list(NUMBER.finditer(data))
        if not numbers:
            return scatter(data, random)
        place = random.choice(numbers)
        data = data[: place.start()] + random.choice(NUMBERS) + data[place.end() :]
    return data


def change_tag(data: bytes, random: Random) -> bytes:
    """Returns a TIFF with an entry of its directory changed; other files with changed bytes."""
    entries = tiff_entries(data)
    if not entries:
        return scatter(data, random)
    changed = bytearray(data)
    order = byte_order(data)
    for _ in range(random.choice((1, 1, 2))):
        place, _, _, _, value = random.choice(entries)
        odd = (
            0,
            1,
            2,
            7,
            255,
            65535,
            2**31 - 1,
            2**31,
            2**32 - 1,
            len(data),
            (value + 1) % 2**32,
            random.getrandbits(32),
        )
        field, kind, values = random.choice((
            (0, "H", TIFF_TAGS), (2, "H", (0, 1, 2, 3, 4, 5, 11, 12, 13, 16, 18, 99)),
            (4, "I", (0, 1, 3, 65536, 10**6, 2**31, 2**32 - 1)), (8, "I", odd), (8, "I", odd),
        ))  # fmt: skip
        struct.pack_into(order + kind, changed, place + field, random.choice(values))
    return bytes(changed)


def change_place(data: bytes, random: Random) -> bytes:
    """Returns a GeoTIFF with another georeference; other files with changed bytes."""
    places = [entry for entry in tiff_entries(data) if entry[1] in (SCALE, TIEPOINT, GEOKEYS)]
    if not places:
        return scatter(data, random)
    changed = bytearray(data)
    for _, tag, _, count, offset in random.sample(places, random.randint(1, len(places))):
        if tag == GEOKEYS:
            struct.pack_into(
                byte_order(data) + "H", changed, offset + 2 * random.randrange(4, count), random.choice(ODD_KEYS)
            )
        else:
            struct.pack_into(
                byte_order(data) + "d", changed, offset + 8 * random.randrange(count), random.choice(ODD_COORDINATES)
            )
    return bytes(changed)


def byte_order(data: bytes) -> str:
    return "<" if data[:2] == b"II" else ">"


def tiff_entries(data: bytes) -> list[tuple[int, int, int, int, int]]:
    """Returns the entries of a classic TIFF's first directory: their places, tags, types, counts and values."""
    order = byte_order(data)
    if data[:4] not in (b"II*\0", b"MM\0*"):
        return []
    directory = struct.unpack_from(order + "I", data, 4)[0]
    number = struct.unpack_from(order + "H", data, directory)[0]
    places = (directory + 2 + 12 * index for index in range(number))
    return [(place, *struct.unpack_from(order + "HHII", data, place)) for place in places]


Mutation = Callable[[bytes, Random], bytes]
ANY_FILE: tuple[Mutation, ...] = (cut, flip, scatter, blank, insert)
TIFF: tuple[Mutation, ...] = (*ANY_FILE, scatter, change_tag, change_tag, change_tag, change_place, change_place)
TEXT: tuple[Mutation, ...] = (*ANY_FILE, *[change_number] * 5)
