import pytest

from paddy_segmenter.core.amounts import duration, free_size, many, size, sizes


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "less than a minute"), (29, "less than a minute"), (31, "about 1 min"), (3569, "about 59 min"),
     (3600, "about 1 h 0 min"), (12_000, "about 3 h 20 min")],
)  # fmt: skip
def test_a_length_of_time_is_told_in_minutes_and_hours(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_a_size_is_told_in_the_unit_that_fits() -> None:
    assert [size(number) for number in (10, 2.4e6, 640e6, 1.64e9, 12e9, 4e12)] == \
        ["1 MB", "2.4 MB", "640 MB", "1.6 GB", "12 GB", "4 TB"]  # fmt: skip


def test_what_is_nearly_full_does_not_have_a_megabyte_free() -> None:
    assert [free_size(number) for number in (0, 100_000, 1e6, 2.4e6, 12e9)] == [
        "0 MB",
        "0 MB",
        "1 MB",
        "2.4 MB",
        "12 GB",
    ]


def test_a_range_of_sizes_names_a_unit_once_where_that_is_enough() -> None:
    assert [sizes(2e7, 9e7), sizes(8e8, 2e9), sizes(1, 9)] == ["20 to 90 MB", "800 MB to 2 GB", "1 MB"]


def test_one_thing_is_told_in_the_singular() -> None:
    assert [many(number, "epoch") for number in (0, 1, 2, 12_000)] == [
        "0 epochs",
        "1 epoch",
        "2 epochs",
        "12,000 epochs",
    ]
