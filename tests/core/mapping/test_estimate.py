import math

import pytest

from paddy_segmenter.core.mapping.estimate import Estimate, memory_of

MB, GB = 10**6, 10**9
MEASURES = {
    "classes": 2,
    "bands": 4,
    "tile": (256, 256),
    "width": 8192,
    "batch": 4,
    "ahead": 2,
    "drawn": 2,
    "network": 0,
    "cache": 0,
}


@pytest.mark.parametrize(
    ("estimate", "sentence"),
    [
        (Estimate(1234, 720, 640 * MB, (20 * MB, 90 * MB)), "1234 tiles, about 12 min, 640 MB of memory, 20 to 90 MB on the disk"),
        (Estimate(1, 3, 5 * MB, (10, 400)), "1 tile, less than a minute, 5 MB of memory, 1 MB on the disk"),
        (Estimate(9, math.nan, 5 * MB, (10, 400)), "9 tiles, the first ones will show how long, 5 MB of memory, 1 MB on the disk"),
        (Estimate(9, 12_000, 1_640 * MB, (800 * MB, 2 * GB)), "9 tiles, about 3 h 20 min, 1.6 GB of memory, 800 MB to 2 GB on the disk"),
        (Estimate(9, 200_000, 12 * GB, (3 * GB, 4_000 * GB)), "9 tiles, about 55 h 33 min, 12 GB of memory, 3 GB to 4 TB on the disk"),
    ],
)  # fmt: skip
def test_an_estimate_is_a_sentence(estimate: Estimate, sentence: str) -> None:
    assert str(estimate) == sentence


def test_memory_grows_with_classes_and_width_and_not_with_anything_else_of_the_raster() -> None:
    base = memory_of(**MEASURES)
    wide, many = memory_of(**MEASURES | {"width": 16_384}), memory_of(**MEASURES | {"classes": 5})
    sums = 4 * 3 * (512 + 256) * 8192
    assert wide - base == sums + 4 * 2 * 512 * 8192 + 2 * 512 * 8192
    assert many - base == sums + 4 * 3 * 512 * 8192 + 4 * 4 * 256**2 * 2 * 3
    assert memory_of(**MEASURES | {"network": 7 * MB}) - base == 7 * MB
    assert memory_of(**MEASURES | {"cache": 5 * MB}) - base == 5 * MB
